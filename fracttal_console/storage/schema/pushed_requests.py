"""Authorization requests that consumers pushed."""

from sqlalchemy import Index, Table

from fracttal_console.storage.schema.columns import blob, digest, integer, metadata, reference, text_column

pushed_requests = Table(
    "pushed_requests",
    metadata,
    digest(),
    reference("consumer_id", "oauth_consumers"),
    text_column("query"),
    integer("pushed_at"),
    integer("expires_at"),
    integer("opened_at", null=True),
    blob("mac"),
    Index("ix_pushed_requests_expires_at", "expires_at"),
    sqlite_with_rowid=False,
)
