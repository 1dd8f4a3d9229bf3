"""What depends on some authorizations, counted by the database: statistics, and nothing that decides about access."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, TextClause, and_, bindparam, case, func, select

from fracttal_console.domain.usage import Use
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor

_ROWS = schema.authorizations
_USES = schema.authorization_uses
_DAYS = schema.usage_days


@dataclass(frozen=True, slots=True)
class Dependents:
    """How many authorizations are not revoked, how many of them were used lately, whose and for how many people."""

    number: int
    used: int
    people: int
    consumer_ids: tuple[int, ...]


class ImpactFacts:
    """Count what depends on authorizations."""

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def dependents(self, ids: Sequence[int], used_since: datetime) -> Dependents:
        """Return who depends on authorizations that are not revoked; any number of ids may be given."""
        used = case((_USES.c.last_used_at >= to_stored(used_since), 1))
        counted = (
            select(func.count(_ROWS.c.id), func.count(used), func.count(_ROWS.c.person_id.distinct()))
            .select_from(_ROWS.outerjoin(_USES, _USES.c.authorization_id == _ROWS.c.id))
            .where(*_chosen(ids))
        )
        row: Any = self._connection.execute(counted).one()
        consumers = select(_ROWS.c.consumer_id).distinct().where(*_chosen(ids)).order_by(_ROWS.c.consumer_id)
        return Dependents(row[0], row[1], row[2], tuple(self._connection.execute(consumers).scalars()))

    def requests(self, ids: Sequence[int], since: int) -> list[tuple[str, int]]:
        """Return path and number of requests from a day on, most requests first."""
        number = _DAYS.c.accepted + _DAYS.c.refused
        same = and_(
            _DAYS.c.credential_kind == "consumer",
            _DAYS.c.credential_id == _ROWS.c.consumer_id,
            _DAYS.c.person_id == func.coalesce(_ROWS.c.person_id, 0),
            _DAYS.c.day >= since,
        )
        total = func.sum(number)
        counted = (
            select(_DAYS.c.path, total)
            .select_from(_ROWS.join(_DAYS, same))
            .where(*_chosen(ids))
            .group_by(_DAYS.c.path)
            .order_by(total.desc(), _DAYS.c.path)
        )
        rows: Iterable[Any] = self._connection.execute(counted)
        return [(row[0], row[1]) for row in rows]

    def addresses(self, ids: Sequence[int]) -> list[tuple[str, datetime]]:
        """Return from where authorizations were last used and when, newest first."""
        newest = func.max(_USES.c.last_used_at)
        found = (
            select(_USES.c.last_used_from, newest)
            .select_from(_ROWS.join(_USES, _USES.c.authorization_id == _ROWS.c.id))
            .where(*_chosen(ids))
            .group_by(_USES.c.last_used_from)
            .order_by(newest.desc())
        )
        rows: Iterable[Any] = self._connection.execute(found)
        return [(row[0], from_stored(row[1])) for row in rows]

    def last_uses(self, consumer_ids: Iterable[int]) -> dict[int, Use]:
        """Return the newest use of any authorization of these consumers, by consumer id."""
        listed = func.json_each(bindparam("consumers", json.dumps(sorted(set(consumer_ids))))).table_valued("value")
        of = _ROWS.c.consumer_id
        newest = (
            select(of.label("consumer_id"), func.max(_USES.c.last_used_at).label("at"))
            .select_from(_ROWS.join(_USES, _USES.c.authorization_id == _ROWS.c.id))
            .where(of.in_(select(listed.c.value)))
            .group_by(of)
            .subquery()
        )
        same = and_(of == newest.c.consumer_id, _USES.c.last_used_at == newest.c.at)
        found = (
            select(of, _USES.c.last_used_at, _USES.c.last_used_from, _USES.c.last_used_path)
            .select_from(_ROWS.join(_USES, _USES.c.authorization_id == _ROWS.c.id).join(newest, same))
            .order_by(_ROWS.c.id)
        )
        rows: Iterable[Any] = self._connection.execute(found)
        return {row[0]: Use(from_stored(row[1]), row[2], row[3]) for row in rows}


def _chosen(ids: Sequence[int]) -> tuple[ColumnElement[bool] | TextClause, ...]:
    # one parameter whatever the number: a list of thousands would be thousands of parameters
    listed = func.json_each(bindparam("chosen", json.dumps(list(ids)))).table_valued("value")
    return _ROWS.c.id.in_(select(listed.c.value)), schema.NOT_REVOKED
