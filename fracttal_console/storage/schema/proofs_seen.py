"""Proofs of possession that were used."""

from sqlalchemy import Index, Table

from fracttal_console.storage.schema.columns import digest, integer, metadata

proofs_seen = Table(
    "proofs_seen",
    metadata,
    digest(),
    integer("seen_at"),
    Index("ix_proofs_seen_seen_at", "seen_at"),
    sqlite_with_rowid=False,
)
