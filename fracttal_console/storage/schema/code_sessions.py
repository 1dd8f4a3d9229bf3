"""In which session of a browser an authorization code was issued."""

from sqlalchemy import Index, Table

from fracttal_console.storage.schema.columns import blob, digest, integer, metadata

code_sessions = Table(
    "code_sessions",
    metadata,
    digest(),
    blob("session"),
    integer("issued_at"),
    Index("ix_code_sessions_session", "session"),
    Index("ix_code_sessions_issued_at", "issued_at"),
    sqlite_with_rowid=False,
)
