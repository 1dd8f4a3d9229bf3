"""Refused requests in storage: one row for all that are alike on a day."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, delete, func, insert, select, update

from fracttal_console.domain.names import search_form
from fracttal_console.domain.refusals import Refusal, RefusalKind
from fracttal_console.domain.usage import day_of
from fracttal_console.storage import schema
from fracttal_console.storage.ids import next_id
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.refusal_filter import Presented, RefusalFilter

_TABLE = schema.refusals
_SORTS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "": (_TABLE.c.last_at,),
    "when": (_TABLE.c.last_at,),
    "times": (_TABLE.c.times,),
    "cause": (_TABLE.c.cause,),
    "credential": (func.lower(_TABLE.c.credential_name),),
    "address": (_TABLE.c.address,),
}


class Refusals:
    """Repository of refused requests."""

    _insert = Prepared(insert(_TABLE))
    _count_again = Prepared(
        update(_TABLE)
        .where(_TABLE.c.likeness == bindparam("alike"))
        .values(
            times=_TABLE.c.times + bindparam("more"),
            last_at=case((_TABLE.c.last_at > bindparam("at"), _TABLE.c.last_at), else_=bindparam("at")),
            facts=bindparam("newest"),
        )
    )

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def add(self, refusals: Iterable[Refusal]) -> None:
        """Store refusals; those that are alike on a day become one row."""
        for refusal in refusals:
            likeness, facts = _likeness(refusal), json.dumps(dict(refusal.facts), separators=(",", ":"))
            again = {"alike": likeness, "more": refusal.times, "at": to_stored(refusal.last_at), "newest": facts}
            if self._connection.run(self._count_again, again):
                continue
            self._connection.run(
                self._insert,
                {
                    "id": next_id(self._connection, "refusals"),
                    "likeness": likeness,
                    "first_at": to_stored(refusal.first_at),
                    "last_at": to_stored(refusal.last_at),
                    "times": refusal.times,
                    "kind": str(refusal.kind),
                    "cause": refusal.cause,
                    "credential_kind": refusal.credential_kind,
                    "credential_id": refusal.credential_id,
                    "credential_name": refusal.credential_name,
                    "person_id": refusal.person_id,
                    "address": refusal.address,
                    "endpoint": refusal.endpoint,
                    "facts": facts,
                },
            )

    def count(self) -> int:
        """Return how many rows there are."""
        return int(self._connection.execute(select(func.count()).select_from(_TABLE)).scalar_one())

    def find(self, refusal_id: int) -> Refusal | None:
        """Return one, or None."""
        row = self._connection.execute(select(_TABLE).where(_TABLE.c.id == refusal_id)).first()
        return None if row is None else _domain(row)

    def matching(
        self,
        words: Sequence[str],
        causes: Sequence[str],
        order: tuple[str, bool],
        wanted: RefusalFilter,
    ) -> list[int]:
        """Return the ids of the rows that match, in order.

        Args:
            words: each must occur in the credential's name, the address, the endpoint or the cause's code; in the form
                of `search_form`.
            causes: codes that match whatever else there is.
            order: what to sort by, and whether descending.
            wanted: what must fit as well.
        """
        table, known = _TABLE, frozenset(causes)
        statement = select(table.c.id, table.c.cause, table.c.credential_name, table.c.address, table.c.endpoint)
        statement = statement.where(*wanted.clauses())
        sort, descending = order
        keys = (*_SORTS[sort], table.c.last_at, table.c.id)
        statement = statement.order_by(*(key.desc() if descending else key.asc() for key in keys))
        return [
            row.id
            for row in self._connection.execute(statement)
            if not words or row.cause in known or _has_words(words, row[1:])
        ]

    def causes(self) -> list[str]:
        """Return the codes of causes that there are, the most frequent first."""
        statement = select(_TABLE.c.cause).group_by(_TABLE.c.cause).order_by(func.sum(_TABLE.c.times).desc())
        return list(self._connection.execute(statement).scalars())

    def credentials(self, words: Sequence[str], most: int) -> list[Presented]:
        """Return what requests came with, whose name holds all words, the most frequent first."""
        columns = (_TABLE.c.credential_kind, _TABLE.c.credential_id)
        # a credential that was renamed is one, under one of the names that it had
        name = func.max(_TABLE.c.credential_name).label("name")
        unknown = case((_TABLE.c.credential_id.is_(None), _TABLE.c.credential_name), else_="")
        statement = select(*columns, name).where(_TABLE.c.credential_name != "").group_by(*columns, unknown)
        rows: list[Any] = list(self._connection.execute(statement.order_by(func.sum(_TABLE.c.times).desc())))
        found = [Presented(row.credential_kind, row.credential_id, row.name) for row in rows]
        return [one for one in found if _has_words(words, [one.name])][:most]

    def addresses(self, words: Sequence[str], most: int) -> list[str]:
        """Return addresses that requests came from, which hold all words, the most frequent first."""
        statement = select(_TABLE.c.address).where(_TABLE.c.address != "").group_by(_TABLE.c.address)
        rows = self._connection.execute(statement.order_by(func.sum(_TABLE.c.times).desc())).scalars()
        return [address for address in rows if _has_words(words, [address])][:most]

    def among(self, ids: Sequence[int]) -> list[Refusal]:
        """Return the refusals with these ids, in the order given."""
        found = {}
        for start in range(0, len(ids), 500):
            statement = select(_TABLE).where(_TABLE.c.id.in_(ids[start : start + 500]))
            found.update({row.id: _domain(row) for row in self._connection.execute(statement)})
        return [found[key] for key in ids if key in found]

    def since(self, moment: datetime, most: int) -> list[Refusal]:
        """Return at most so many that happened since a moment, the most frequent first."""
        statement = (
            select(_TABLE).where(_TABLE.c.last_at >= to_stored(moment)).order_by(_TABLE.c.times.desc()).limit(most)
        )
        return [_domain(row) for row in self._connection.execute(statement)]

    def per_address(self, moment: datetime) -> dict[str, int]:
        """Return how many requests were refused since a moment (to the day), by address."""
        statement = (
            select(_TABLE.c.address, func.sum(_TABLE.c.times))
            .where(_TABLE.c.first_at >= to_stored(moment))
            .group_by(_TABLE.c.address)
        )
        rows: list[Any] = list(self._connection.execute(statement))
        return {row[0]: int(row[1]) for row in rows}

    def drop_before(self, moment: datetime, most: int) -> int:
        """Drop at most so many that last happened before a moment; return how many."""
        old = select(_TABLE.c.id).where(_TABLE.c.last_at < to_stored(moment)).limit(most)
        return self._connection.execute(delete(_TABLE).where(_TABLE.c.id.in_(old))).rowcount

    def keep_newest(self, most: int) -> int:
        """Drop the oldest of more than so many; return how many went."""
        beyond = self.count() - most
        if beyond <= 0:
            return 0
        old = select(_TABLE.c.id).order_by(_TABLE.c.last_at, _TABLE.c.id).limit(beyond)
        return self._connection.execute(delete(_TABLE).where(_TABLE.c.id.in_(old))).rowcount


def _likeness(refusal: Refusal) -> bytes:
    credential = [refusal.credential_kind, refusal.credential_id, refusal.credential_name]
    same = [str(refusal.kind), refusal.cause, *credential, refusal.person_id, refusal.address, refusal.endpoint]
    return sha256(json.dumps([*same, day_of(refusal.last_at)]).encode()).digest()[:16]


def _has_words(words: Sequence[str], texts: Sequence[str]) -> bool:
    form = search_form(" ".join(texts))
    return all(word in form for word in words)


def _domain(row: Any) -> Refusal:
    return Refusal(
        id=row.id,
        kind=RefusalKind(row.kind),
        cause=row.cause,
        credential_kind=row.credential_kind,
        credential_id=row.credential_id,
        credential_name=row.credential_name,
        person_id=row.person_id,
        address=row.address,
        endpoint=row.endpoint,
        facts=json.loads(row.facts),
        first_at=from_stored(row.first_at),
        last_at=from_stored(row.last_at),
        times=row.times,
    )
