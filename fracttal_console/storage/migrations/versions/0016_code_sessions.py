"""In which session a code was issued, so that it ends with that."""

import sqlalchemy as sa
from alembic import op

revision = "code_sessions"
down_revision = "usage_hours"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "code_sessions",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("session", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_code_sessions")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_code_sessions_session", "code_sessions", ["session"])
    op.create_index("ix_code_sessions_issued_at", "code_sessions", ["issued_at"])
