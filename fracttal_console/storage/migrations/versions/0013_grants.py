"""What consumers may use beyond the usual grants: pushed requests, devices, proofs of possession."""

import sqlalchemy as sa
from alembic import op

revision = "grants"
down_revision = "consumer_keys"
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
        sa.Column("dpop", sa.Text(), nullable=False),
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
    op.create_table(
        "device_grants",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("user_code", sa.LargeBinary(), nullable=False),
        sa.Column("consumer_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("issued_at", INTEGER, nullable=False),
        sa.Column("expires_at", INTEGER, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("interval_ms", INTEGER, nullable=False),
        sa.Column("entries", INTEGER, nullable=False),
        sa.Column("person_id", INTEGER, autoincrement=False, nullable=True),
        sa.Column("authorization_id", INTEGER, autoincrement=False, nullable=True),
        sa.Column("permissions", sa.Text(), nullable=False),
        sa.Column("polled_at", INTEGER, nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["consumer_id"], ["oauth_consumers.id"], name=op.f("fk_device_grants_consumer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_device_grants_person_id")),
        sa.ForeignKeyConstraint(
            ["authorization_id"], ["authorizations.id"], name=op.f("fk_device_grants_authorization_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_device_grants")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_device_grants_user_code", "device_grants", ["user_code"], unique=True)
    op.create_index("ix_device_grants_authorization_id", "device_grants", ["authorization_id"])
    op.create_index("ix_device_grants_expires_at", "device_grants", ["expires_at"])
    op.create_table(
        "proofs_seen",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("seen_at", INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_proofs_seen")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_proofs_seen_seen_at", "proofs_seen", ["seen_at"])
