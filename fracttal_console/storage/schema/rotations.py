"""Secrets on their way out, and how often each secret was used."""

from sqlalchemy import Column, Index, Table

from fracttal_console.storage.schema.columns import INTEGER, blob, integer, metadata, reference, text_column

rotations = Table(
    "rotations",
    metadata,
    reference("secret_id", "secrets", primary=True),
    integer("idle_days"),
    integer("started_at"),
    text_column("started_by"),
    blob("mac"),
)
"""Old secrets that retire by themselves after so many idle days; the last moment is `secrets.expires_at`."""

secret_hours = Table(
    "secret_hours",
    metadata,
    reference("secret_id", "secrets", primary=True),
    Column("hour", INTEGER, primary_key=True),
    integer("used"),
    Index("ix_secret_hours_hour", "hour"),
    sqlite_with_rowid=False,
)
"""How often a secret was used within an hour (hours since 1970, UTC): 24 hours and local days are sums of them."""
