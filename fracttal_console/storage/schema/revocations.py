"""What is kept of a revocation until it is final."""

from sqlalchemy import Index, Table

from fracttal_console.storage.schema.columns import blob, integer, metadata, reference, text_column

revocations = Table(
    "revocations",
    metadata,
    reference("authorization_id", "authorizations", primary=True),
    text_column("before"),
    integer("final_at"),
    blob("mac"),
    Index("ix_revocations_final_at", "final_at"),
)
