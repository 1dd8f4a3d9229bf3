"""Public keys of consumers, by what each consumer proves itself, and which assertions were spent."""

from sqlalchemy import Column, Index, LargeBinary, Table

from fracttal_console.storage.schema.columns import blob, id_column, integer, metadata, reference, text_column

consumer_keys = Table(
    "consumer_keys",
    metadata,
    id_column(),
    reference("consumer_id", "oauth_consumers"),
    text_column("kid"),
    text_column("thumbprint"),
    text_column("jwk"),
    integer("created_at"),
    text_column("created_by"),
    integer("retired_at", null=True),
    blob("mac"),
    Index("ix_consumer_keys_consumer_id", "consumer_id"),
)

consumer_methods = Table(
    "consumer_methods",
    metadata,
    reference("consumer_id", "oauth_consumers", primary=True),
    text_column("method"),
    blob("mac"),
)
"""By what a consumer proves itself; one without a row has a client secret."""

consumer_key_uses = Table(
    "consumer_key_uses",
    metadata,
    reference("key_id", "consumer_keys", primary=True),
    integer("last_used_at"),
    text_column("last_used_from"),
    text_column("last_used_path"),
)

assertion_ids = Table(
    "assertion_ids",
    metadata,
    reference("consumer_id", "oauth_consumers", primary=True),
    Column("digest", LargeBinary, primary_key=True),
    integer("expires_at"),
    Index("ix_assertion_ids_expires_at", "expires_at"),
    sqlite_with_rowid=False,
)
"""Assertions that were spent and could still be accepted, by the digest of their `jti`."""
