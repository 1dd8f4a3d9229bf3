"""What opens the base and who has access: keys, people, groups, credentials and their secrets."""

from sqlalchemy import CheckConstraint, Column, Index, Table, Text

from fracttal_console.storage.schema.columns import (
    INTEGER,
    LIVE,
    blob,
    id_column,
    integer,
    metadata,
    reference,
    text_column,
)

base = Table(
    "base",
    metadata,
    id_column(),
    text_column("base_id"),
    text_column("company"),
    integer("created_at"),
    blob("key_check"),
    CheckConstraint("id = 1", name="single"),
)

wrapped_keys = Table(
    "wrapped_keys",
    metadata,
    id_column(),
    text_column("kind"),
    text_column("provider"),
    blob("wrapped"),
    integer("created_at"),
    integer("retired_at", null=True),
)

id_counters = Table("id_counters", metadata, Column("name", Text, primary_key=True), integer("last"))

permission_groups = Table(
    "permission_groups",
    metadata,
    id_column(),
    text_column("name"),
    text_column("folded_name"),
    text_column("permissions"),
    integer("read_only"),
    integer("created_at"),
    integer("version"),
    blob("mac"),
    Index("ix_permission_groups_folded_name", "folded_name", unique=True),
)

people = Table(
    "people",
    metadata,
    id_column(),
    text_column("email"),
    text_column("name"),
    text_column("role"),
    reference("permission_group_id", "permission_groups", null=True),
    text_column("password_hash"),
    text_column("status"),
    integer("created_at"),
    integer("password_changed_at"),
    integer("disabled_at", null=True),
    integer("version"),
    blob("mac"),
    Index("ix_people_email", "email", unique=True),
)

api_keys = Table(
    "api_keys",
    metadata,
    id_column(),
    text_column("key_id"),
    text_column("name"),
    text_column("folded_name"),
    reference("permission_group_id", "permission_groups"),
    text_column("profile"),
    text_column("status"),
    text_column("owner"),
    text_column("contact"),
    text_column("networks"),
    integer("expires_at", null=True),
    integer("created_at"),
    text_column("created_by"),
    integer("ended_at", null=True),
    integer("version"),
    blob("mac"),
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
    id_column(),
    text_column("client_id"),
    text_column("name"),
    text_column("folded_name"),
    text_column("description"),
    reference("permission_group_id", "permission_groups"),
    text_column("grant_type"),
    integer("confidential"),
    text_column("redirect_uris"),
    integer("may_introspect"),
    text_column("profile"),
    text_column("status"),
    text_column("owner"),
    text_column("contact"),
    text_column("networks"),
    integer("expires_at", null=True),
    integer("access_token_seconds"),
    integer("refresh_idle_seconds"),
    integer("refresh_seconds"),
    integer("authorization_seconds", null=True),
    integer("created_at"),
    text_column("created_by"),
    integer("ended_at", null=True),
    integer("version"),
    blob("mac"),
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
    id_column(),
    reference("consumer_id", "oauth_consumers", null=True),
    reference("api_key_id", "api_keys", null=True),
    text_column("hint"),
    blob("digest", null=True),
    blob("sealed", null=True),
    text_column("status"),
    integer("created_at"),
    text_column("created_by"),
    integer("expires_at", null=True),
    integer("retired_at", null=True),
    blob("mac"),
    CheckConstraint("(consumer_id IS NULL) <> (api_key_id IS NULL)", name="one_owner"),
    Index("ix_secrets_consumer_id", "consumer_id"),
    Index("ix_secrets_api_key_id", "api_key_id"),
)

secret_uses = Table(
    "secret_uses",
    metadata,
    reference("secret_id", "secrets", primary=True),
    integer("last_used_at"),
    text_column("last_used_from"),
    text_column("last_used_path"),
)

hawk_nonces = Table(
    "hawk_nonces",
    metadata,
    reference("api_key_id", "api_keys", primary=True),
    Column("ts", INTEGER, primary_key=True),
    Column("nonce", Text, primary_key=True),
    Index("ix_hawk_nonces_ts", "ts"),
    sqlite_with_rowid=False,
)
