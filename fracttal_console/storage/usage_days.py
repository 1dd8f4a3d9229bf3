"""Requests per day in storage: per credential, person and path, and the sums of the whole base."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, bindparam, delete, func, select, tuple_
from sqlalchemy.dialects.sqlite import insert

from fracttal_console.domain.usage import Counted, Requests
from fracttal_console.storage import schema
from fracttal_console.storage.prepared import Executor

_TABLE = schema.usage_days
_BASE = "base"
_AT_ONCE = 250


class UsageDays:
    """Repository of how many requests there were."""

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def add(self, counted: Mapping[Counted, Requests]) -> None:
        """Add to what is counted already, and to the sums of the base."""
        sums: dict[Counted, Requests] = {}
        for key, requests in counted.items():
            day = Counted(key.day, _BASE, 0, 0, "")
            sums[day] = sums.get(day, Requests()) + requests
        rows = [_values(key, requests) for part in (counted, sums) for key, requests in part.items() if requests.total]
        if not rows:
            return
        statement = insert(_TABLE).values({name: bindparam(name) for name in rows[0]})
        new = statement.excluded
        statement = statement.on_conflict_do_update(
            index_elements=list(_TABLE.primary_key.columns),
            set_={"accepted": _TABLE.c.accepted + new.accepted, "refused": _TABLE.c.refused + new.refused},
        )
        self._connection.execute(statement, rows)

    def per_day(
        self, since: int, credential: tuple[str, int] | None = None, person_id: int | None = None
    ) -> dict[int, Requests]:
        """Return requests by day; days without any are missing.

        Args:
            since: first day.
            credential: kind and id; None for the whole base, or for all credentials of a person.
            person_id: of the person behind them, 0 for nobody; None for whoever it is.
        """
        statement = (
            select(_TABLE.c.day, func.sum(_TABLE.c.accepted), func.sum(_TABLE.c.refused))
            .where(_chosen(since, credential, person_id))
            .group_by(_TABLE.c.day)
        )
        return {row[0]: Requests(row[1], row[2]) for row in self._rows(statement)}

    def per_path(
        self, since: int, credential: tuple[str, int] | None = None, person_id: int | None = None
    ) -> dict[str, tuple[Requests, int]]:
        """Return requests by path, each with the newest day on which there was one; arguments as for `per_day`."""
        # the sums of the base do not tell paths apart: there the rows of all credentials are what is meant
        whole = credential is None and person_id is None
        chosen = and_(_TABLE.c.day >= since, _TABLE.c.credential_kind != _BASE)
        statement = (
            select(_TABLE.c.path, func.sum(_TABLE.c.accepted), func.sum(_TABLE.c.refused), func.max(_TABLE.c.day))
            .where(chosen if whole else _chosen(since, credential, person_id))
            .group_by(_TABLE.c.path)
        )
        return {row[0]: (Requests(row[1], row[2]), row[3]) for row in self._rows(statement)}

    def per_credential(self, since: int) -> dict[tuple[str, int], Requests]:
        """Return requests by credential."""
        kind, credential_id = _TABLE.c.credential_kind, _TABLE.c.credential_id
        statement = (
            select(kind, credential_id, func.sum(_TABLE.c.accepted), func.sum(_TABLE.c.refused))
            .where(_TABLE.c.day >= since, kind != _BASE)
            .group_by(kind, credential_id)
        )
        return {(row[0], row[1]): Requests(row[2], row[3]) for row in self._rows(statement)}

    def paths_in_use(self, since: int) -> dict[tuple[str, int], frozenset[str]]:
        """Return the paths of accepted requests by credential."""
        kind, credential_id = _TABLE.c.credential_kind, _TABLE.c.credential_id
        statement = (
            select(kind, credential_id, _TABLE.c.path)
            .where(_TABLE.c.day >= since, kind != _BASE, _TABLE.c.accepted > 0)
            .distinct()
        )
        found: dict[tuple[str, int], set[str]] = {}
        for row in self._rows(statement):
            found.setdefault((row[0], row[1]), set()).add(row[2])
        return {key: frozenset(paths) for key, paths in found.items()}

    def of_authorizations(self, since: int, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Requests]:
        """Return requests by authorization.

        Args:
            since: first day.
            pairs: consumer and person (0 for nobody) of each; pairs without any requests are missing in the answer.
        """
        wanted, found = sorted(pairs), {}
        consumer, person = _TABLE.c.credential_id, _TABLE.c.person_id
        for start in range(0, len(wanted), _AT_ONCE):
            statement = (
                select(consumer, person, func.sum(_TABLE.c.accepted), func.sum(_TABLE.c.refused))
                .where(
                    _TABLE.c.credential_kind == "consumer",
                    _TABLE.c.day >= since,
                    tuple_(consumer, person).in_(wanted[start : start + _AT_ONCE]),
                )
                .group_by(consumer, person)
            )
            found.update({(row[0], row[1]): Requests(row[2], row[3]) for row in self._rows(statement)})
        return found

    def _rows(self, statement: Executable) -> list[Any]:
        return list(self._connection.execute(statement))

    def drop_before(self, day: int, most: int) -> int:
        """Drop at most so many rows of days before one, oldest first; return how many."""
        key = tuple_(*_TABLE.primary_key.columns)
        old = select(*_TABLE.primary_key.columns).where(_TABLE.c.day < day).limit(most)
        return int(self._connection.execute(delete(_TABLE).where(key.in_(old))).rowcount)


def _chosen(since: int, credential: tuple[str, int] | None, person_id: int | None) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [_TABLE.c.day >= since]
    if credential is None and person_id is None:
        credential = (_BASE, 0)
    if credential is not None:
        parts += [_TABLE.c.credential_kind == credential[0], _TABLE.c.credential_id == credential[1]]
    if person_id is not None:
        parts.append(_TABLE.c.person_id == person_id)
    return and_(*parts)


def _values(key: Counted, requests: Requests) -> dict[str, Any]:
    return {
        "day": key.day,
        "credential_kind": key.kind,
        "credential_id": key.credential_id,
        "person_id": key.person_id,
        "path": key.path,
        "accepted": requests.accepted,
        "refused": requests.refused,
    }
