"""What people chose for their own windows."""

from sqlalchemy import Column, Table, Text

from fracttal_console.storage.schema.columns import integer, metadata, reference, text_column

preferences = Table(
    "preferences",
    metadata,
    reference("person_id", "people", primary=True),
    Column("name", Text, primary_key=True),
    text_column("value"),
    integer("saved_at"),
    sqlite_with_rowid=False,
)
