"""The chain of events."""

from sqlalchemy import CheckConstraint, Column, Index, Table

from fracttal_console.storage.schema.columns import INTEGER, blob, id_column, integer, metadata, text_column

events = Table(
    "events",
    metadata,
    Column("seq", INTEGER, primary_key=True, autoincrement=False),
    integer("at"),
    text_column("tag"),
    text_column("actor_kind"),
    integer("actor_id", null=True),
    text_column("actor_name"),
    text_column("actor_role"),
    text_column("address"),
    text_column("target_kind"),
    integer("target_id", null=True),
    text_column("target_name"),
    text_column("changes"),
    text_column("facts"),
    text_column("reason"),
    blob("link"),
    Index("ix_events_target", "target_kind", "target_id"),
    Index("ix_events_at", "at"),
    Index("ix_events_tag", "tag"),
    Index("ix_events_actor", "actor_kind", "actor_id"),
    Index("ix_events_actor_name", "actor_name"),
    Index("ix_events_target_name", "target_name"),
    Index("ix_events_reason", "reason"),
    Index("ix_events_address", "address"),
)

chain_head = Table(
    "chain_head",
    metadata,
    id_column(),
    integer("seq"),
    blob("link"),
    blob("mac"),
    CheckConstraint("id = 1", name="single"),
)
