"""What consumers may use beyond the usual grants; a consumer without a row may use nothing of it."""

from sqlalchemy import Table

from fracttal_console.storage.schema.columns import blob, integer, metadata, reference, text_column

consumer_switches = Table(
    "consumer_switches",
    metadata,
    reference("consumer_id", "oauth_consumers", primary=True),
    integer("device"),
    text_column("par"),
    text_column("dpop"),
    blob("mac"),
)
