"""Sessions of people, and attempts to sign in."""

from sqlalchemy import Column, Index, LargeBinary, Table

from fracttal_console.storage.schema.columns import blob, digest, integer, metadata, reference

browser_sessions = Table(
    "browser_sessions",
    metadata,
    digest(),
    reference("person_id", "people"),
    integer("created_at"),
    integer("seen_at"),
    integer("expires_at"),
    blob("mac"),
    Index("ix_browser_sessions_person_id", "person_id"),
    Index("ix_browser_sessions_expires_at", "expires_at"),
    sqlite_with_rowid=False,
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("email_digest", LargeBinary, primary_key=True),
    integer("failures"),
    integer("last_at"),
    integer("locked_until", null=True),
    Index("ix_sign_in_attempts_last_at", "last_at"),
)
