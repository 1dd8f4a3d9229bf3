"""How often each secret was used, hour by hour."""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from fracttal_console.domain.usage import HourlyUses
from fracttal_console.storage import schema
from fracttal_console.storage.prepared import Executor, Prepared


class SecretHours:
    """Repository of the uses of secrets."""

    _table = schema.secret_hours
    _old = Prepared(delete(_table).where(_table.c.hour < bindparam("before")))

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def add(self, counts: Mapping[tuple[int, int], int]) -> None:
        """Add to what is stored, by secret id and hour; several processes may count at once."""
        if not counts:
            return
        statement = insert(self._table).values(secret_id=bindparam("secret"), hour=bindparam("at"), used=bindparam("n"))
        statement = statement.on_conflict_do_update(
            index_elements=[self._table.c.secret_id, self._table.c.hour],
            set_={"used": self._table.c.used + statement.excluded.used},
        )
        rows = [{"secret": secret, "at": hour, "n": used} for (secret, hour), used in counts.items()]
        self._connection.execute(statement, rows)

    def among(self, secret_ids: Iterable[int], since: int) -> dict[int, HourlyUses]:
        """Return the uses of these secrets from an hour on, by secret id; those without use are missing."""
        wanted = sorted(set(secret_ids))
        found: dict[int, dict[int, int]] = {}
        for start in range(0, len(wanted), 500):
            chosen = self._table.c.secret_id.in_(wanted[start : start + 500])
            for row in self._connection.execute(select(self._table).where(chosen, self._table.c.hour >= since)):
                found.setdefault(row.secret_id, {})[row.hour] = row.used
        return {**found}

    def drop_before(self, hour: int) -> int:
        """Drop what lies before an hour and return how many rows went."""
        return self._connection.run(self._old, {"before": hour})
