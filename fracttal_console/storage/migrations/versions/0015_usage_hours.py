"""Requests of the last hours."""

import sqlalchemy as sa
from alembic import op

revision = "usage_hours"
down_revision = "code_guesses"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "usage_hours",
        sa.Column("credential_kind", sa.Text(), nullable=False),
        sa.Column("credential_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("person_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("hour", INTEGER, autoincrement=False, nullable=False),
        sa.Column("requests", INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("credential_kind", "credential_id", "person_id", "hour", name=op.f("pk_usage_hours")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_usage_hours_hour", "usage_hours", ["hour"])
