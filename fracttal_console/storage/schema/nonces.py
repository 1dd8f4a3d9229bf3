"""How many Hawk nonces are remembered."""

from sqlalchemy import CheckConstraint, Table

from fracttal_console.storage.schema.columns import id_column, integer, metadata

hawk_nonce_count = Table(
    "hawk_nonce_count",
    metadata,
    id_column(),
    integer("live"),
    CheckConstraint("id = 1", name="single"),
)
"""The number of rows of `hawk_nonces`, which counting would take too long to know at each request."""
