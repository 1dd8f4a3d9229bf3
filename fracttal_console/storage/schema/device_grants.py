"""Requests of devices, from the code that they show to the tokens."""

from sqlalchemy import Index, Table

from fracttal_console.storage.schema.columns import blob, digest, integer, metadata, reference, text_column

device_grants = Table(
    "device_grants",
    metadata,
    digest(),
    blob("user_code"),
    reference("consumer_id", "oauth_consumers"),
    text_column("scope"),
    integer("issued_at"),
    integer("expires_at"),
    text_column("status"),
    integer("interval_ms"),
    integer("entries"),
    reference("person_id", "people", null=True),
    reference("authorization_id", "authorizations", null=True),
    text_column("permissions"),
    integer("polled_at", null=True),
    blob("mac"),
    Index("ix_device_grants_user_code", "user_code", unique=True),
    Index("ix_device_grants_authorization_id", "authorization_id"),
    Index("ix_device_grants_expires_at", "expires_at"),
    sqlite_with_rowid=False,
)
