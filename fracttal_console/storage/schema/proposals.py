"""Revocations that support proposes."""

from sqlalchemy import Index, Table, text

from fracttal_console.storage.schema.columns import blob, id_column, integer, metadata, reference, text_column

proposals = Table(
    "proposals",
    metadata,
    id_column(),
    reference("authorization_id", "authorizations"),
    text_column("reason"),
    text_column("status"),
    integer("proposed_at"),
    reference("proposed_by_id", "people"),
    text_column("proposed_by"),
    integer("decided_at", null=True),
    text_column("decided_by"),
    text_column("answer"),
    integer("version"),
    blob("mac"),
    Index("ix_proposals_status", "status"),
    Index("ix_proposals_proposed_by_id", "proposed_by_id"),
    Index(
        "ix_proposals_open_authorization",
        "authorization_id",
        unique=True,
        sqlite_where=text("status = 'open'"),
    ),
)
