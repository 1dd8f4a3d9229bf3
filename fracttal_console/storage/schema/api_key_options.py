"""What an API key may do beyond Hawk."""

from sqlalchemy import Table

from fracttal_console.storage.schema.columns import blob, integer, metadata, reference

api_key_options = Table(
    "api_key_options",
    metadata,
    reference("api_key_id", "api_keys", primary=True),
    integer("legacy_basic"),
    blob("mac"),
)
"""Options of API keys; a key without a row has none of them, so a row that is taken away takes a right away."""
