"""Wrong codes of devices, counted for people and for addresses."""

from sqlalchemy import Index, Table

from fracttal_console.storage.schema.columns import digest, integer, metadata

code_guesses = Table(
    "code_guesses",
    metadata,
    digest(),
    integer("wrong"),
    integer("since"),
    Index("ix_code_guesses_since", "since"),
    sqlite_with_rowid=False,
)
