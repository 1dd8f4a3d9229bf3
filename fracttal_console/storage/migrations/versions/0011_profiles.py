"""Options of API keys, and the number of nonces."""

import sqlalchemy as sa
from alembic import op

revision = "profiles"
down_revision = "token_rows"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "api_key_options",
        sa.Column("api_key_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("legacy_basic", INTEGER, nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["api_key_id"], ["api_keys.id"], name=op.f("fk_api_key_options_api_key_id")),
        sa.PrimaryKeyConstraint("api_key_id", name=op.f("pk_api_key_options")),
    )
    op.create_table(
        "hawk_nonce_count",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("live", INTEGER, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_hawk_nonce_count_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hawk_nonce_count")),
    )
    op.execute("INSERT INTO hawk_nonce_count (id, live) SELECT 1, count(*) FROM hawk_nonces")
