"""Wrong codes of devices, counted in the base so that all processes share them."""

import sqlalchemy as sa
from alembic import op

revision = "code_guesses"
down_revision = "grants"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "code_guesses",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("wrong", INTEGER, nullable=False),
        sa.Column("since", INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_code_guesses")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_code_guesses_since", "code_guesses", ["since"])
