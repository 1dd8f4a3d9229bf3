"""One-time links by which a person sets a password: the first one, or a new one."""

from sqlalchemy import Index, Table

from fracttal_console.storage.schema.columns import blob, digest, integer, metadata, reference, text_column

invitations = Table(
    "invitations",
    metadata,
    digest(),
    reference("person_id", "people"),
    integer("created_at"),
    text_column("created_by"),
    integer("expires_at"),
    integer("used_at", null=True),
    blob("mac"),
    Index("ix_invitations_person_id", "person_id"),
    Index("ix_invitations_expires_at", "expires_at"),
    sqlite_with_rowid=False,
)
