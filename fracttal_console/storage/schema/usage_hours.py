"""Requests of the last hours."""

from sqlalchemy import Column, Index, Table, Text

from fracttal_console.storage.schema.columns import INTEGER, integer, metadata

usage_hours = Table(
    "usage_hours",
    metadata,
    Column("credential_kind", Text, primary_key=True),
    Column("credential_id", INTEGER, primary_key=True),
    Column("person_id", INTEGER, primary_key=True),
    Column("hour", INTEGER, primary_key=True),
    integer("requests"),
    Index("ix_usage_hours_hour", "hour"),
    sqlite_with_rowid=False,
)
"""Requests by hour (UTC), per credential and person (0 where none is behind it), for little more than a day."""
