"""The tables: what the newest migration leaves behind, as SQLAlchemy sees it.

Moments are integers, milliseconds since 1970 UTC. A `mac` column seals every other column of its row with a key that
the database does not hold. Statistics (`*_uses`) stand in tables of their own, so that they never touch a sealed row.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# milliseconds need 64 bits on PostgreSQL; on SQLite only INTEGER makes a primary key the row id itself
_INTEGER = BigInteger().with_variant(Integer, "sqlite")


# conditions of partial indexes: a query must say them in the same words, or the index is of no use to it
LIVE = text("status IN ('active', 'disabled')")
NOT_REVOKED = text("status <> 'revoked'")


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _integer(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, _INTEGER, nullable=null)


def _blob(name: str, *, null: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null)


def _id() -> Column[int]:
    return Column("id", _INTEGER, primary_key=True, autoincrement=False)


def _digest() -> Column[bytes]:
    return Column("digest", LargeBinary, primary_key=True)


def _reference(name: str, target: str, *, null: bool = False, primary: bool = False) -> Column[int]:
    return Column(name, _INTEGER, ForeignKey(f"{target}.id"), nullable=null, primary_key=primary, autoincrement=False)


base = Table(
    "base",
    metadata,
    _id(),
    _text("base_id"),
    _text("company"),
    _integer("created_at"),
    _blob("key_check"),
    CheckConstraint("id = 1", name="single"),
)

wrapped_keys = Table(
    "wrapped_keys",
    metadata,
    _id(),
    _text("kind"),
    _text("provider"),
    _blob("wrapped"),
    _integer("created_at"),
    _integer("retired_at", null=True),
)

id_counters = Table("id_counters", metadata, Column("name", Text, primary_key=True), _integer("last"))

permission_groups = Table(
    "permission_groups",
    metadata,
    _id(),
    _text("name"),
    _text("folded_name"),
    _text("permissions"),
    _integer("read_only"),
    _integer("created_at"),
    _integer("version"),
    _blob("mac"),
    Index("ix_permission_groups_folded_name", "folded_name", unique=True),
)

people = Table(
    "people",
    metadata,
    _id(),
    _text("email"),
    _text("name"),
    _text("role"),
    _reference("permission_group_id", "permission_groups", null=True),
    _text("password_hash"),
    _text("status"),
    _integer("created_at"),
    _integer("password_changed_at"),
    _integer("disabled_at", null=True),
    _integer("version"),
    _blob("mac"),
    Index("ix_people_email", "email", unique=True),
)

api_keys = Table(
    "api_keys",
    metadata,
    _id(),
    _text("key_id"),
    _text("name"),
    _text("folded_name"),
    _reference("permission_group_id", "permission_groups"),
    _text("profile"),
    _text("status"),
    _text("owner"),
    _text("contact"),
    _text("networks"),
    _integer("expires_at", null=True),
    _integer("created_at"),
    _text("created_by"),
    _integer("ended_at", null=True),
    _integer("version"),
    _blob("mac"),
    Index("ix_api_keys_key_id", "key_id", unique=True),
    Index(
        "ix_api_keys_live_name",
        "folded_name",
        unique=True,
        sqlite_where=LIVE,
    ),
)

oauth_consumers = Table(
    "oauth_consumers",
    metadata,
    _id(),
    _text("client_id"),
    _text("name"),
    _text("folded_name"),
    _text("description"),
    _reference("permission_group_id", "permission_groups"),
    _text("grant_type"),
    _integer("confidential"),
    _text("redirect_uris"),
    _integer("may_introspect"),
    _text("profile"),
    _text("status"),
    _text("owner"),
    _text("contact"),
    _text("networks"),
    _integer("expires_at", null=True),
    _integer("access_token_seconds"),
    _integer("refresh_idle_seconds"),
    _integer("refresh_seconds"),
    _integer("authorization_seconds", null=True),
    _integer("created_at"),
    _text("created_by"),
    _integer("ended_at", null=True),
    _integer("version"),
    _blob("mac"),
    Index("ix_oauth_consumers_client_id", "client_id", unique=True),
    Index(
        "ix_oauth_consumers_live_name",
        "folded_name",
        unique=True,
        sqlite_where=LIVE,
    ),
)

secrets = Table(
    "secrets",
    metadata,
    _id(),
    _reference("consumer_id", "oauth_consumers", null=True),
    _reference("api_key_id", "api_keys", null=True),
    _text("hint"),
    _blob("digest", null=True),
    _blob("sealed", null=True),
    _text("status"),
    _integer("created_at"),
    _text("created_by"),
    _integer("expires_at", null=True),
    _integer("retired_at", null=True),
    _blob("mac"),
    CheckConstraint("(consumer_id IS NULL) <> (api_key_id IS NULL)", name="one_owner"),
    Index("ix_secrets_consumer_id", "consumer_id"),
    Index("ix_secrets_api_key_id", "api_key_id"),
)

secret_uses = Table(
    "secret_uses",
    metadata,
    _reference("secret_id", "secrets", primary=True),
    _integer("last_used_at"),
    _text("last_used_from"),
    _text("last_used_path"),
)

authorizations = Table(
    "authorizations",
    metadata,
    _id(),
    _reference("consumer_id", "oauth_consumers"),
    _reference("person_id", "people", null=True),
    _text("permissions"),
    _text("status"),
    _integer("granted_at"),
    _integer("expires_at", null=True),
    _integer("ended_at", null=True),
    _text("ended_by"),
    _integer("final_at", null=True),
    _integer("version"),
    _blob("mac"),
    Index(
        "ix_authorizations_live_person",
        "consumer_id",
        "person_id",
        unique=True,
        sqlite_where=text("status <> 'revoked' AND person_id IS NOT NULL"),
    ),
    Index(
        "ix_authorizations_live_itself",
        "consumer_id",
        unique=True,
        sqlite_where=text("status <> 'revoked' AND person_id IS NULL"),
    ),
    Index("ix_authorizations_person_id", "person_id"),
    Index("ix_authorizations_pair", "consumer_id", "person_id", "id"),
    Index("ix_authorizations_granted_at", "granted_at"),
)

authorization_uses = Table(
    "authorization_uses",
    metadata,
    _reference("authorization_id", "authorizations", primary=True),
    _integer("last_used_at"),
    _text("last_used_from"),
    _text("last_used_path"),
    Index("ix_authorization_uses_last_used_at", "last_used_at"),
)

authorization_codes = Table(
    "authorization_codes",
    metadata,
    _digest(),
    _reference("authorization_id", "authorizations"),
    _reference("consumer_id", "oauth_consumers"),
    _blob("family"),
    _text("redirect_uri"),
    _text("challenge"),
    _text("permissions"),
    _integer("issued_at"),
    _integer("expires_at"),
    _integer("used_at", null=True),
    _integer("wrong_verifiers"),
    _blob("mac"),
    Index("ix_authorization_codes_authorization_id", "authorization_id"),
    Index("ix_authorization_codes_expires_at", "expires_at"),
    sqlite_with_rowid=False,
)

access_tokens = Table(
    "access_tokens",
    metadata,
    _digest(),
    _reference("authorization_id", "authorizations"),
    _blob("family", null=True),
    _text("permissions"),
    _integer("issued_at"),
    _integer("expires_at"),
    _blob("mac"),
    Index("ix_access_tokens_authorization_id", "authorization_id"),
    Index(
        "ix_access_tokens_family",
        "family",
        sqlite_where=text("family IS NOT NULL"),
    ),
    Index("ix_access_tokens_expires_at", "expires_at"),
    sqlite_with_rowid=False,
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    _digest(),
    _reference("authorization_id", "authorizations"),
    _blob("family"),
    _text("permissions"),
    _integer("issued_at"),
    _integer("expires_at"),
    _integer("family_expires_at"),
    _integer("superseded_at", null=True),
    _blob("mac"),
    Index("ix_refresh_tokens_authorization_id", "authorization_id"),
    Index("ix_refresh_tokens_family", "family"),
    Index("ix_refresh_tokens_family_expires_at", "family_expires_at"),
    sqlite_with_rowid=False,
)

browser_sessions = Table(
    "browser_sessions",
    metadata,
    _digest(),
    _reference("person_id", "people"),
    _integer("created_at"),
    _integer("seen_at"),
    _integer("expires_at"),
    _blob("mac"),
    Index("ix_browser_sessions_person_id", "person_id"),
    Index("ix_browser_sessions_expires_at", "expires_at"),
    sqlite_with_rowid=False,
)

hawk_nonces = Table(
    "hawk_nonces",
    metadata,
    _reference("api_key_id", "api_keys", primary=True),
    Column("ts", _INTEGER, primary_key=True),
    Column("nonce", Text, primary_key=True),
    Index("ix_hawk_nonces_ts", "ts"),
    sqlite_with_rowid=False,
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("email_digest", LargeBinary, primary_key=True),
    _integer("failures"),
    _integer("last_at"),
    _integer("locked_until", null=True),
)

events = Table(
    "events",
    metadata,
    Column("seq", _INTEGER, primary_key=True, autoincrement=False),
    _integer("at"),
    _text("tag"),
    _text("actor_kind"),
    _integer("actor_id", null=True),
    _text("actor_name"),
    _text("actor_role"),
    _text("address"),
    _text("target_kind"),
    _integer("target_id", null=True),
    _text("target_name"),
    _text("changes"),
    _text("facts"),
    _text("reason"),
    _blob("link"),
    Index("ix_events_target", "target_kind", "target_id"),
)

chain_head = Table(
    "chain_head",
    metadata,
    _id(),
    _integer("seq"),
    _blob("link"),
    _blob("mac"),
    CheckConstraint("id = 1", name="single"),
)
