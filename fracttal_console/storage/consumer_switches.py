"""The switches of OAuth consumers in storage; without a row everything is off."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.dialects.sqlite import Insert, insert

from fracttal_console.domain.consumer_switches import ConsumerSwitches, Demand
from fracttal_console.storage import schema
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_rows import RowSeal

ALL_OFF = ConsumerSwitches()
_ON = (
    (schema.consumer_switches.c.device, 0),
    (schema.consumer_switches.c.par, str(Demand.OFF)),
    (schema.consumer_switches.c.dpop, str(Demand.OFF)),
)


def _replacing() -> Insert:
    new = insert(schema.consumer_switches)
    changed = {
        column.name: new.excluded[column.name] for column in schema.consumer_switches.c if not column.primary_key
    }
    return new.on_conflict_do_update(index_elements=[schema.consumer_switches.c.consumer_id], set_=changed)


class ConsumerSwitchRows:
    """Repository of switches."""

    _table = schema.consumer_switches
    _put = Prepared(_replacing())
    _of_consumer = Prepared(select(_table).where(_table.c.consumer_id == bindparam("wanted")))

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def put(self, consumer_id: int, switches: ConsumerSwitches) -> None:
        """Store the switches of a consumer in place of those that it had."""
        values = {
            "consumer_id": consumer_id,
            "device": int(switches.device),
            "par": str(switches.par),
            "dpop": str(switches.dpop),
        }
        self._connection.run(self._put, self._seal.values(self._table, values))

    def of(self, consumer_id: int) -> ConsumerSwitches:
        """Return the switches of a consumer."""
        return self._connection.value(self._of_consumer, {"wanted": consumer_id}, self._read) or ALL_OFF

    def among(self, consumer_ids: Iterable[int]) -> Mapping[int, ConsumerSwitches]:
        """Return the switches of these consumers, by consumer."""
        wanted = sorted(set(consumer_ids))
        found = dict.fromkeys(wanted, ALL_OFF)
        for start in range(0, len(wanted), 500):
            statement = select(self._table).where(self._table.c.consumer_id.in_(wanted[start : start + 500]))
            for row in self._connection.execute(statement):
                found[row.consumer_id] = self._read(row)
        return found

    def used(self) -> frozenset[str]:
        """Return the names of the switches that any consumer has on."""
        statement = select(self._table).where(or_(*(column != off for column, off in _ON)))
        on: set[str] = set()
        for row in self._connection.execute(statement):
            switches = self._read(row)
            on |= {"device"} if switches.device else set()
            on |= {name for name in ("par", "dpop") if getattr(switches, name) is not Demand.OFF}
        return frozenset(on)

    def _read(self, row: Any) -> ConsumerSwitches:
        return self._seal.read(self._table, row, _domain)


def _domain(row: Any) -> ConsumerSwitches:
    return ConsumerSwitches(device=row.device != 0, par=Demand(row.par), dpop=Demand(row.dpop))
