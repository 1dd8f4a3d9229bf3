"""Second factors of people: secrets of codes that change, and recovery codes."""

from sqlalchemy import Index, Table

from fracttal_console.storage.schema.columns import blob, digest, integer, metadata, reference

totp = Table(
    "totp",
    metadata,
    reference("person_id", "people", primary=True),
    blob("sealed"),
    integer("created_at"),
    integer("confirmed_at", null=True),
    blob("mac"),
)

totp_steps = Table("totp_steps", metadata, reference("person_id", "people", primary=True), integer("last_step"))
"""The newest time step of which a code was taken: the same code opens nothing twice."""

recovery_codes = Table(
    "recovery_codes",
    metadata,
    digest(),
    reference("person_id", "people"),
    integer("created_at"),
    integer("used_at", null=True),
    blob("mac"),
    Index("ix_recovery_codes_person_id", "person_id"),
    sqlite_with_rowid=False,
)
