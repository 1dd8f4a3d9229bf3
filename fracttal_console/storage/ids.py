"""Ids: small integers that grow with creation and are never given twice."""

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from fracttal_console.storage.prepared import Executor
from fracttal_console.storage.schema import id_counters

_ensure = insert(id_counters).values(name=bindparam("counter"), last=0).on_conflict_do_nothing()
_step = update(id_counters).where(id_counters.c.name == bindparam("counter")).values(last=id_counters.c.last + 1)
_read = select(id_counters.c.last).where(id_counters.c.name == bindparam("counter"))


def next_id(connection: Executor, counter: str) -> int:
    """Take the next id of a counter; it belongs to the open transaction."""
    if connection.execute(_step, {"counter": counter}).rowcount == 0:
        connection.execute(_ensure, {"counter": counter})
        connection.execute(_step, {"counter": counter})
    return int(connection.execute(_read, {"counter": counter}).scalar_one())
