"""Failed sign-ins by their age, so that those that no longer count are found without a look at all."""

from alembic import op

revision = "attempts_by_age"
down_revision = "code_sessions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_sign_in_attempts_last_at", "sign_in_attempts", ["last_at"])
