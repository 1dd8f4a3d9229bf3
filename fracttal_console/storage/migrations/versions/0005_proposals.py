"""Revocations that support proposes."""

import sqlalchemy as sa
from alembic import op

revision = "proposals"
down_revision = "revocations"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "proposals",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("authorization_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("proposed_at", INTEGER, nullable=False),
        sa.Column("proposed_by_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("decided_at", INTEGER, nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authorization_id"], ["authorizations.id"], name=op.f("fk_proposals_authorization_id")
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people.id"], name=op.f("fk_proposals_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index("ix_proposals_status", "proposals", ["status"])
    op.create_index("ix_proposals_proposed_by_id", "proposals", ["proposed_by_id"])
    op.create_index(
        "ix_proposals_open_authorization",
        "proposals",
        ["authorization_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
    )
