"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make all tables of the first version."""
    op.create_table(
        "base",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("base_id", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("created_at", INTEGER, nullable=False),
        sa.Column("key_check", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_base_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_base")),
    )
    op.create_table(
        "chain_head",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("seq", INTEGER, nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_chain_head_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_head")),
    )
    op.create_table(
        "events",
        sa.Column("seq", INTEGER, autoincrement=False, nullable=False),
        sa.Column("at", INTEGER, nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", INTEGER, nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("actor_role", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("target_kind", sa.Text(), nullable=False),
        sa.Column("target_id", INTEGER, nullable=True),
        sa.Column("target_name", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_events")),
    )
    op.create_index("ix_events_target", "events", ["target_kind", "target_id"], unique=False)
    op.create_table(
        "id_counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last", INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_id_counters")),
    )
    op.create_table(
        "permission_groups",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded_name", sa.Text(), nullable=False),
        sa.Column("permissions", sa.Text(), nullable=False),
        sa.Column("read_only", INTEGER, nullable=False),
        sa.Column("created_at", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permission_groups")),
    )
    op.create_index("ix_permission_groups_folded_name", "permission_groups", ["folded_name"], unique=True)
    op.create_table(
        "sign_in_attempts",
        sa.Column("email_digest", sa.LargeBinary(), nullable=False),
        sa.Column("failures", INTEGER, nullable=False),
        sa.Column("last_at", INTEGER, nullable=False),
        sa.Column("locked_until", INTEGER, nullable=True),
        sa.PrimaryKeyConstraint("email_digest", name=op.f("pk_sign_in_attempts")),
    )
    op.create_table(
        "wrapped_keys",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", INTEGER, nullable=False),
        sa.Column("retired_at", INTEGER, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrapped_keys")),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded_name", sa.Text(), nullable=False),
        sa.Column("permission_group_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("networks", sa.Text(), nullable=False),
        sa.Column("expires_at", INTEGER, nullable=True),
        sa.Column("created_at", INTEGER, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("ended_at", INTEGER, nullable=True),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["permission_group_id"], ["permission_groups.id"], name=op.f("fk_api_keys_permission_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
    )
    op.create_index("ix_api_keys_key_id", "api_keys", ["key_id"], unique=True)
    op.create_index(
        "ix_api_keys_live_name",
        "api_keys",
        ["folded_name"],
        unique=True,
        sqlite_where=sa.text("status IN ('active', 'disabled')"),
    )
    op.create_table(
        "oauth_consumers",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded_name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("permission_group_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("grant_type", sa.Text(), nullable=False),
        sa.Column("confidential", INTEGER, nullable=False),
        sa.Column("redirect_uris", sa.Text(), nullable=False),
        sa.Column("may_introspect", INTEGER, nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("networks", sa.Text(), nullable=False),
        sa.Column("expires_at", INTEGER, nullable=True),
        sa.Column("access_token_seconds", INTEGER, nullable=False),
        sa.Column("refresh_idle_seconds", INTEGER, nullable=False),
        sa.Column("refresh_seconds", INTEGER, nullable=False),
        sa.Column("authorization_seconds", INTEGER, nullable=True),
        sa.Column("created_at", INTEGER, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("ended_at", INTEGER, nullable=True),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["permission_group_id"], ["permission_groups.id"], name=op.f("fk_oauth_consumers_permission_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_consumers")),
    )
    op.create_index("ix_oauth_consumers_client_id", "oauth_consumers", ["client_id"], unique=True)
    op.create_index(
        "ix_oauth_consumers_live_name",
        "oauth_consumers",
        ["folded_name"],
        unique=True,
        sqlite_where=sa.text("status IN ('active', 'disabled')"),
    )
    op.create_table(
        "people",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("permission_group_id", INTEGER, autoincrement=False, nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", INTEGER, nullable=False),
        sa.Column("password_changed_at", INTEGER, nullable=False),
        sa.Column("disabled_at", INTEGER, nullable=True),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["permission_group_id"], ["permission_groups.id"], name=op.f("fk_people_permission_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index("ix_people_email", "people", ["email"], unique=True)
    op.create_table(
        "authorizations",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("consumer_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("person_id", INTEGER, autoincrement=False, nullable=True),
        sa.Column("permissions", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("granted_at", INTEGER, nullable=False),
        sa.Column("expires_at", INTEGER, nullable=True),
        sa.Column("ended_at", INTEGER, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.Column("final_at", INTEGER, nullable=True),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["consumer_id"], ["oauth_consumers.id"], name=op.f("fk_authorizations_consumer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_authorizations_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorizations")),
    )
    op.create_index("ix_authorizations_consumer_id", "authorizations", ["consumer_id"], unique=False)
    op.create_index(
        "ix_authorizations_live_itself",
        "authorizations",
        ["consumer_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'revoked' AND person_id IS NULL"),
    )
    op.create_index(
        "ix_authorizations_live_person",
        "authorizations",
        ["consumer_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'revoked' AND person_id IS NOT NULL"),
    )
    op.create_index("ix_authorizations_person_id", "authorizations", ["person_id"], unique=False)
    op.create_table(
        "browser_sessions",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("created_at", INTEGER, nullable=False),
        sa.Column("seen_at", INTEGER, nullable=False),
        sa.Column("expires_at", INTEGER, nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_browser_sessions_person_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_browser_sessions")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_browser_sessions_expires_at", "browser_sessions", ["expires_at"], unique=False)
    op.create_index("ix_browser_sessions_person_id", "browser_sessions", ["person_id"], unique=False)
    op.create_table(
        "hawk_nonces",
        sa.Column("api_key_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("ts", INTEGER, nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["api_key_id"], ["api_keys.id"], name=op.f("fk_hawk_nonces_api_key_id")),
        sa.PrimaryKeyConstraint("api_key_id", "ts", "nonce", name=op.f("pk_hawk_nonces")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_hawk_nonces_ts", "hawk_nonces", ["ts"], unique=False)
    op.create_table(
        "secrets",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("consumer_id", INTEGER, autoincrement=False, nullable=True),
        sa.Column("api_key_id", INTEGER, autoincrement=False, nullable=True),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", INTEGER, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("expires_at", INTEGER, nullable=True),
        sa.Column("retired_at", INTEGER, nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("(consumer_id IS NULL) <> (api_key_id IS NULL)", name=op.f("ck_secrets_one_owner")),
        sa.ForeignKeyConstraint(["api_key_id"], ["api_keys.id"], name=op.f("fk_secrets_api_key_id")),
        sa.ForeignKeyConstraint(["consumer_id"], ["oauth_consumers.id"], name=op.f("fk_secrets_consumer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secrets")),
    )
    op.create_index("ix_secrets_api_key_id", "secrets", ["api_key_id"], unique=False)
    op.create_index("ix_secrets_consumer_id", "secrets", ["consumer_id"], unique=False)
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
        sqlite_with_rowid=False,
    )
    op.create_index("ix_access_tokens_authorization_id", "access_tokens", ["authorization_id"], unique=False)
    op.create_index("ix_access_tokens_expires_at", "access_tokens", ["expires_at"], unique=False)
    op.create_index(
        "ix_access_tokens_family",
        "access_tokens",
        ["family"],
        unique=False,
        sqlite_where=sa.text("family IS NOT NULL"),
    )
    op.create_table(
        "authorization_codes",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("authorization_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("consumer_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("family", sa.LargeBinary(), nullable=False),
        sa.Column("redirect_uri", sa.Text(), nullable=False),
        sa.Column("challenge", sa.Text(), nullable=False),
        sa.Column("permissions", sa.Text(), nullable=False),
        sa.Column("issued_at", INTEGER, nullable=False),
        sa.Column("expires_at", INTEGER, nullable=False),
        sa.Column("used_at", INTEGER, nullable=True),
        sa.Column("wrong_verifiers", INTEGER, nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authorization_id"], ["authorizations.id"], name=op.f("fk_authorization_codes_authorization_id")
        ),
        sa.ForeignKeyConstraint(
            ["consumer_id"], ["oauth_consumers.id"], name=op.f("fk_authorization_codes_consumer_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_authorization_codes")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_authorization_codes_authorization_id", "authorization_codes", ["authorization_id"], unique=False
    )
    op.create_index("ix_authorization_codes_expires_at", "authorization_codes", ["expires_at"], unique=False)
    op.create_table(
        "authorization_uses",
        sa.Column("authorization_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("last_used_at", INTEGER, nullable=False),
        sa.Column("last_used_from", sa.Text(), nullable=False),
        sa.Column("last_used_path", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authorization_id"], ["authorizations.id"], name=op.f("fk_authorization_uses_authorization_id")
        ),
        sa.PrimaryKeyConstraint("authorization_id", name=op.f("pk_authorization_uses")),
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
        sqlite_with_rowid=False,
    )
    op.create_index("ix_refresh_tokens_authorization_id", "refresh_tokens", ["authorization_id"], unique=False)
    op.create_index("ix_refresh_tokens_family", "refresh_tokens", ["family"], unique=False)
    op.create_index("ix_refresh_tokens_family_expires_at", "refresh_tokens", ["family_expires_at"], unique=False)
    op.create_table(
        "secret_uses",
        sa.Column("secret_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("last_used_at", INTEGER, nullable=False),
        sa.Column("last_used_from", sa.Text(), nullable=False),
        sa.Column("last_used_path", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["secret_id"], ["secrets.id"], name=op.f("fk_secret_uses_secret_id")),
        sa.PrimaryKeyConstraint("secret_id", name=op.f("pk_secret_uses")),
    )
