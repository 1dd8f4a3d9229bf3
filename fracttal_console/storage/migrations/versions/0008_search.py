"""Indexes by which rows are found: each narrows by one field, or gives each of its texts once."""

from alembic import op

revision = "search"
down_revision = "preferences"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes."""
    op.create_index("ix_authorizations_permissions", "authorizations", ["permissions"])
    op.create_index("ix_events_at", "events", ["at"])
    op.create_index("ix_events_tag", "events", ["tag"])
    op.create_index("ix_events_actor", "events", ["actor_kind", "actor_id"])
    op.create_index("ix_events_actor_name", "events", ["actor_name"])
    op.create_index("ix_events_target_name", "events", ["target_name"])
    op.create_index("ix_events_reason", "events", ["reason"])
    op.create_index("ix_events_address", "events", ["address"])
