"""Indexes by which the lists of authorizations are sorted."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes."""
    op.create_index("ix_authorizations_pair", "authorizations", ["consumer_id", "person_id", "id"])
    op.create_index("ix_authorizations_granted_at", "authorizations", ["granted_at"])
    op.create_index("ix_authorization_uses_last_used_at", "authorization_uses", ["last_used_at"])
    op.drop_index("ix_authorizations_consumer_id", "authorizations")
