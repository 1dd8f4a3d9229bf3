"""Secrets in rotation, and how often each secret is used."""

import sqlalchemy as sa
from alembic import op

revision = "rotations"
down_revision = "search"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "rotations",
        sa.Column("secret_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("idle_days", INTEGER, nullable=False),
        sa.Column("started_at", INTEGER, nullable=False),
        sa.Column("started_by", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["secret_id"], ["secrets.id"], name=op.f("fk_rotations_secret_id")),
        sa.PrimaryKeyConstraint("secret_id", name=op.f("pk_rotations")),
    )
    op.create_table(
        "secret_hours",
        sa.Column("secret_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("hour", INTEGER, nullable=False),
        sa.Column("used", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(["secret_id"], ["secrets.id"], name=op.f("fk_secret_hours_secret_id")),
        sa.PrimaryKeyConstraint("secret_id", "hour", name=op.f("pk_secret_hours")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_secret_hours_hour", "secret_hours", ["hour"])
