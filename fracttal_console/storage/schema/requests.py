"""Requests of programs: how many, and which were refused."""

from sqlalchemy import Column, Index, Table, Text

from fracttal_console.storage.schema.columns import INTEGER, blob, id_column, integer, metadata, text_column

usage_days = Table(
    "usage_days",
    metadata,
    Column("day", INTEGER, primary_key=True),
    Column("credential_kind", Text, primary_key=True),
    Column("credential_id", INTEGER, primary_key=True),
    Column("person_id", INTEGER, primary_key=True),
    Column("path", Text, primary_key=True),
    integer("accepted"),
    integer("refused"),
    Index("ix_usage_days_credential", "credential_kind", "credential_id", "day"),
    Index("ix_usage_days_person_id", "person_id", "day"),
    sqlite_with_rowid=False,
)
"""Requests of a day (UTC), per credential, person (0 where none is behind it) and path; method and prefix, no query.

The rows of the kind `base` are the sums of each day.
"""

refusals = Table(
    "refusals",
    metadata,
    id_column(),
    blob("likeness"),
    integer("first_at"),
    integer("last_at"),
    integer("times"),
    text_column("kind"),
    text_column("cause"),
    text_column("credential_kind"),
    integer("credential_id", null=True),
    text_column("credential_name"),
    integer("person_id", null=True),
    text_column("address"),
    text_column("endpoint"),
    text_column("facts"),
    Index("ix_refusals_likeness", "likeness", unique=True),
    Index("ix_refusals_last_at", "last_at"),
    Index("ix_refusals_credential", "credential_kind", "credential_id"),
)
"""Refused requests of the last days; equal ones are one row that counts. No secret is in any of them."""
