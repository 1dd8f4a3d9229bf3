"""How many requests there were within the last 24 hours."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import and_, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from fracttal_console.domain.usage import CountedHour
from fracttal_console.storage import schema
from fracttal_console.storage.prepared import Executor, Prepared

_TABLE = schema.usage_hours
_ROWS = schema.authorizations


class UsageHours:
    """Repository of the requests of the last hours."""

    _old = Prepared(delete(_TABLE).where(_TABLE.c.hour < bindparam("before")))

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def add(self, counted: Mapping[CountedHour, int]) -> None:
        """Add to what is stored; several processes may count at once."""
        if not counted:
            return
        statement = insert(_TABLE).values(
            credential_kind=bindparam("kind"), credential_id=bindparam("credential"), person_id=bindparam("person"),
            hour=bindparam("at"), requests=bindparam("n"),
        )  # fmt: skip
        statement = statement.on_conflict_do_update(
            index_elements=list(_TABLE.primary_key.columns),
            set_={"requests": _TABLE.c.requests + statement.excluded.requests},
        )
        rows = [
            {"kind": key.kind, "credential": key.credential_id, "person": key.person_id, "at": key.hour, "n": number}
            for key, number in counted.items()
        ]
        self._connection.execute(statement, rows)

    def of_credential(self, since: int, kind: str, credential_id: int) -> int:
        """Return how many requests a credential made from an hour on, for whomever."""
        counted = select(func.sum(_TABLE.c.requests)).where(
            _TABLE.c.credential_kind == kind, _TABLE.c.credential_id == credential_id, _TABLE.c.hour >= since
        )
        return self._connection.execute(counted).scalar() or 0

    def of_authorizations(self, since: int, ids: Sequence[int]) -> int:
        """Return how many requests were made from an hour on by authorizations that are not revoked, however many."""
        listed = func.json_each(bindparam("chosen", json.dumps(list(ids)))).table_valued("value")
        same = and_(
            _TABLE.c.credential_kind == "consumer",
            _TABLE.c.credential_id == _ROWS.c.consumer_id,
            _TABLE.c.person_id == func.coalesce(_ROWS.c.person_id, 0),
            _TABLE.c.hour >= since,
        )
        counted = (
            select(func.sum(_TABLE.c.requests))
            .select_from(_ROWS.join(_TABLE, same))
            .where(_ROWS.c.id.in_(select(listed.c.value)), schema.NOT_REVOKED)
        )
        return self._connection.execute(counted).scalar() or 0

    def drop_before(self, hour: int) -> int:
        """Drop what lies before an hour and return how many rows went."""
        return self._connection.run(self._old, {"before": hour})
