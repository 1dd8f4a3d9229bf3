"""What was granted, and the codes and tokens below it."""

from sqlalchemy import Index, Table, text

from fracttal_console.storage.schema.columns import blob, digest, id_column, integer, metadata, reference, text_column

authorizations = Table(
    "authorizations",
    metadata,
    id_column(),
    reference("consumer_id", "oauth_consumers"),
    reference("person_id", "people", null=True),
    text_column("permissions"),
    text_column("status"),
    integer("granted_at"),
    integer("expires_at", null=True),
    integer("ended_at", null=True),
    text_column("ended_by"),
    integer("final_at", null=True),
    integer("version"),
    blob("mac"),
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
    Index("ix_authorizations_permissions", "permissions"),
)

authorization_uses = Table(
    "authorization_uses",
    metadata,
    reference("authorization_id", "authorizations", primary=True),
    integer("last_used_at"),
    text_column("last_used_from"),
    text_column("last_used_path"),
    Index("ix_authorization_uses_last_used_at", "last_used_at"),
)

authorization_codes = Table(
    "authorization_codes",
    metadata,
    digest(),
    reference("authorization_id", "authorizations"),
    reference("consumer_id", "oauth_consumers"),
    blob("family"),
    text_column("redirect_uri"),
    text_column("challenge"),
    text_column("permissions"),
    integer("issued_at"),
    integer("expires_at"),
    integer("used_at", null=True),
    integer("wrong_verifiers"),
    blob("mac"),
    Index("ix_authorization_codes_authorization_id", "authorization_id"),
    Index("ix_authorization_codes_expires_at", "expires_at"),
    sqlite_with_rowid=False,
)

access_tokens = Table(
    "access_tokens",
    metadata,
    digest(),
    reference("authorization_id", "authorizations"),
    blob("family", null=True),
    text_column("permissions"),
    integer("issued_at"),
    integer("expires_at"),
    blob("mac"),
    Index("ix_access_tokens_authorization_id", "authorization_id"),
    Index(
        "ix_access_tokens_family",
        "family",
        sqlite_where=text("family IS NOT NULL"),
    ),
    Index("ix_access_tokens_expires_at", "expires_at"),
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    digest(),
    reference("authorization_id", "authorizations"),
    blob("family"),
    text_column("permissions"),
    integer("issued_at"),
    integer("expires_at"),
    integer("family_expires_at"),
    integer("superseded_at", null=True),
    blob("mac"),
    Index("ix_refresh_tokens_authorization_id", "authorization_id"),
    Index("ix_refresh_tokens_family", "family"),
    Index("ix_refresh_tokens_family_expires_at", "family_expires_at"),
)
