"""Revocations in storage, for as long as they can be undone."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from fracttal_console.domain.authorizations import AuthorizationStatus, Revocation
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_rows import RowSeal


class Revocations:
    """Repository of revocations."""

    _table = schema.revocations
    _insert = Prepared(insert(_table))
    _by_id = Prepared(select(_table).where(_table.c.authorization_id == bindparam("wanted")))
    _one = Prepared(delete(_table).where(_table.c.authorization_id == bindparam("wanted")))
    _old = Prepared(
        delete(_table).where(
            _table.c.authorization_id.in_(
                select(_table.c.authorization_id)
                .where(_table.c.final_at <= bindparam("moment"))
                .limit(bindparam("most"))
            )
        )
    )

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def add(self, revocation: Revocation) -> None:
        """Store a new revocation."""
        values = {
            "authorization_id": revocation.authorization_id,
            "before": str(revocation.before),
            "final_at": to_stored(revocation.final_at),
        }
        self._connection.run(self._insert, self._seal.values(self._table, values))

    def find(self, authorization_id: int) -> Revocation | None:
        """Return what is kept of an authorization's revocation, or None."""
        row = self._connection.first(self._by_id, {"wanted": authorization_id})
        return None if row is None else self._seal.read(self._table, row, _domain)

    def drop(self, authorization_id: int) -> None:
        """Drop what is kept of one revocation."""
        self._connection.run(self._one, {"wanted": authorization_id})

    def drop_final(self, now: datetime, most: int) -> int:
        """Drop what is kept of at most `most` revocations that are final; return how many."""
        return self._connection.run(self._old, {"moment": to_stored(now), "most": most})


def _domain(row: Any) -> Revocation:
    return Revocation(row.authorization_id, AuthorizationStatus(row.before), from_stored(row.final_at))
