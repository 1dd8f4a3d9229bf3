"""What people chose for their own windows, in storage."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from fracttal_console.storage import schema
from fracttal_console.storage.moments import to_stored
from fracttal_console.storage.prepared import Executor

_TABLE = schema.preferences


class Preferences:
    """Repository of preferences: texts by name, of one person each."""

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def of_person(self, person_id: int) -> Mapping[str, str]:
        """Return what a person chose, by name."""
        statement = select(_TABLE.c.name, _TABLE.c.value).where(_TABLE.c.person_id == person_id)
        return {row.name: row.value for row in self._connection.execute(statement)}

    def save(self, person_id: int, name: str, value: str, now: datetime) -> None:
        """Store one choice in place of the one before."""
        statement = insert(_TABLE).values(person_id=person_id, name=name, value=value, saved_at=to_stored(now))
        new = statement.excluded
        statement = statement.on_conflict_do_update(
            index_elements=[_TABLE.c.person_id, _TABLE.c.name], set_={"value": new.value, "saved_at": new.saved_at}
        )
        self._connection.execute(statement)
