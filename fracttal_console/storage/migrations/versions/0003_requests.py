"""Requests per day, and those that were refused."""

import sqlalchemy as sa
from alembic import op

revision = "requests"
down_revision = "0002"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "usage_days",
        sa.Column("day", INTEGER, nullable=False),
        sa.Column("credential_kind", sa.Text(), nullable=False),
        sa.Column("credential_id", INTEGER, nullable=False),
        sa.Column("person_id", INTEGER, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("accepted", INTEGER, nullable=False),
        sa.Column("refused", INTEGER, nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "credential_kind", "credential_id", "person_id", "path", name=op.f("pk_usage_days")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_usage_days_credential", "usage_days", ["credential_kind", "credential_id", "day"])
    op.create_index("ix_usage_days_person_id", "usage_days", ["person_id", "day"])
    op.create_table(
        "refusals",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("likeness", sa.LargeBinary(), nullable=False),
        sa.Column("first_at", INTEGER, nullable=False),
        sa.Column("last_at", INTEGER, nullable=False),
        sa.Column("times", INTEGER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("credential_kind", sa.Text(), nullable=False),
        sa.Column("credential_id", INTEGER, nullable=True),
        sa.Column("credential_name", sa.Text(), nullable=False),
        sa.Column("person_id", INTEGER, nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusals")),
    )
    op.create_index("ix_refusals_credential", "refusals", ["credential_kind", "credential_id"])
    op.create_index("ix_refusals_last_at", "refusals", ["last_at"])
    op.create_index("ix_refusals_likeness", "refusals", ["likeness"], unique=True)
