"""Public keys of consumers, by what consumers prove themselves, and spent assertions."""

import sqlalchemy as sa
from alembic import op

revision = "consumer_keys"
down_revision = "profiles"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "consumer_keys",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("consumer_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("thumbprint", sa.Text(), nullable=False),
        sa.Column("jwk", sa.Text(), nullable=False),
        sa.Column("created_at", INTEGER, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("retired_at", INTEGER, nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["consumer_id"], ["oauth_consumers.id"], name=op.f("fk_consumer_keys_consumer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consumer_keys")),
    )
    op.create_index("ix_consumer_keys_consumer_id", "consumer_keys", ["consumer_id"])
    op.create_table(
        "consumer_methods",
        sa.Column("consumer_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["consumer_id"], ["oauth_consumers.id"], name=op.f("fk_consumer_methods_consumer_id")),
        sa.PrimaryKeyConstraint("consumer_id", name=op.f("pk_consumer_methods")),
    )
    op.create_table(
        "consumer_key_uses",
        sa.Column("key_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("last_used_at", INTEGER, nullable=False),
        sa.Column("last_used_from", sa.Text(), nullable=False),
        sa.Column("last_used_path", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["consumer_keys.id"], name=op.f("fk_consumer_key_uses_key_id")),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_consumer_key_uses")),
    )
    op.create_table(
        "assertion_ids",
        sa.Column("consumer_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(["consumer_id"], ["oauth_consumers.id"], name=op.f("fk_assertion_ids_consumer_id")),
        sa.PrimaryKeyConstraint("consumer_id", "digest", name=op.f("pk_assertion_ids")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_assertion_ids_expires_at", "assertion_ids", ["expires_at"])
