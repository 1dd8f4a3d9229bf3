"""Tokens in the order in which they were issued: only the index of their digests is written all over."""

import sqlalchemy as sa
from alembic import op

revision = "token_rows"
down_revision = "rotations"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# SQLite cannot give a table its row ids back in place, so each is made anew. The seal of a row covers its table's name
# and all its columns, which stay what they are.
_MOVE = "INSERT INTO {table} SELECT * FROM {table}_before ORDER BY issued_at"


def upgrade() -> None:
    """Make both tables anew, with what stood in them."""
    for table in ("access_tokens", "refresh_tokens"):
        op.rename_table(table, f"{table}_before")
    for index in ("authorization_id", "expires_at", "family"):
        op.drop_index(f"ix_access_tokens_{index}")
    for index in ("authorization_id", "family", "family_expires_at"):
        op.drop_index(f"ix_refresh_tokens_{index}")
    op.create_table(
        "access_tokens",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("authorization_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("family", sa.LargeBinary(), nullable=True),
        sa.Column("permissions", sa.Text(), nullable=False),
        sa.Column("issued_at", INTEGER, nullable=False),
        sa.Column("expires_at", INTEGER, nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authorization_id"], ["authorizations.id"], name=op.f("fk_access_tokens_authorization_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_access_tokens")),
    )
    op.create_table(
        "refresh_tokens",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("authorization_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("family", sa.LargeBinary(), nullable=False),
        sa.Column("permissions", sa.Text(), nullable=False),
        sa.Column("issued_at", INTEGER, nullable=False),
        sa.Column("expires_at", INTEGER, nullable=False),
        sa.Column("family_expires_at", INTEGER, nullable=False),
        sa.Column("superseded_at", INTEGER, nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authorization_id"], ["authorizations.id"], name=op.f("fk_refresh_tokens_authorization_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_refresh_tokens")),
    )
    for table in ("access_tokens", "refresh_tokens"):
        op.execute(_MOVE.format(table=table))
        op.drop_table(f"{table}_before")
    op.create_index("ix_access_tokens_authorization_id", "access_tokens", ["authorization_id"])
    op.create_index("ix_access_tokens_expires_at", "access_tokens", ["expires_at"])
    op.create_index("ix_access_tokens_family", "access_tokens", ["family"], sqlite_where=sa.text("family IS NOT NULL"))
    op.create_index("ix_refresh_tokens_authorization_id", "refresh_tokens", ["authorization_id"])
    op.create_index("ix_refresh_tokens_family", "refresh_tokens", ["family"])
    op.create_index("ix_refresh_tokens_family_expires_at", "refresh_tokens", ["family_expires_at"])
