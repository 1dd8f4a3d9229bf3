"""What is kept of a revocation until it is final."""

import sqlalchemy as sa
from alembic import op

revision = "revocations"
down_revision = "requests"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "revocations",
        sa.Column("authorization_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("final_at", INTEGER, nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authorization_id"], ["authorizations.id"], name=op.f("fk_revocations_authorization_id")
        ),
        sa.PrimaryKeyConstraint("authorization_id", name=op.f("pk_revocations")),
    )
    op.create_index("ix_revocations_final_at", "revocations", ["final_at"])
