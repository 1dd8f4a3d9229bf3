"""What consumers may use beyond the usual grants, and the requests that they push."""

import sqlalchemy as sa
from alembic import op

revision = "grants"
down_revision = "token_rows"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "consumer_switches",
        sa.Column("consumer_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("device", INTEGER, nullable=False),
        sa.Column("par", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["consumer_id"], ["oauth_consumers.id"], name=op.f("fk_consumer_switches_consumer_id")),
        sa.PrimaryKeyConstraint("consumer_id", name=op.f("pk_consumer_switches")),
    )
    op.create_table(
        "pushed_requests",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("consumer_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("pushed_at", INTEGER, nullable=False),
        sa.Column("expires_at", INTEGER, nullable=False),
        sa.Column("opened_at", INTEGER, nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["consumer_id"], ["oauth_consumers.id"], name=op.f("fk_pushed_requests_consumer_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_pushed_requests")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_pushed_requests_expires_at", "pushed_requests", ["expires_at"])
