"""Pushed authorization requests in storage, each under the digest of its `request_uri`."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from fracttal_console.domain.pushed_requests import PushedRequest
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_rows import RowSeal


class PushedRequestRows:
    """Repository of pushed requests."""

    _table = schema.pushed_requests
    _insert = Prepared(insert(_table))
    _update = Prepared(update(_table).where(_table.c.digest == bindparam("which")))
    # the condition makes it a compare-and-set, whatever the isolation around it
    _use = Prepared(update(_table).where(_table.c.digest == bindparam("which"), _table.c.query != ""))
    _by_digest = Prepared(select(_table).where(_table.c.digest == bindparam("wanted")))
    _old = Prepared(delete(_table).where(_table.c.expires_at < bindparam("before")))

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def add(self, request: PushedRequest) -> None:
        """Store a new request."""
        self._connection.run(self._insert, self._seal.values(self._table, _values(request)))

    def save(self, request: PushedRequest) -> None:
        """Store a changed request."""
        values = self._seal.values(self._table, _values(request))
        self._connection.run(self._update, {**values, "which": request.digest})

    def find(self, digest: bytes) -> PushedRequest | None:
        """Return the request with this digest, or None."""
        row = self._connection.first(self._by_digest, {"wanted": digest})
        return None if row is None else self._seal.read(self._table, row, _domain)

    def use(self, request: PushedRequest) -> bool:
        """Use a request up; tell whether it was unused until now."""
        values = self._seal.values(self._table, _values(request.used()))
        return self._connection.run(self._use, {**values, "which": request.digest}) == 1

    def drop_before(self, moment: datetime) -> int:
        """Drop requests that expired before a moment; return how many."""
        return self._connection.run(self._old, {"before": to_stored(moment)})


def _domain(row: Any) -> PushedRequest:
    return PushedRequest(
        digest=row.digest,
        consumer_id=row.consumer_id,
        query=row.query,
        pushed_at=from_stored(row.pushed_at),
        expires_at=from_stored(row.expires_at),
        opened_at=from_stored(row.opened_at),
    )


def _values(value: PushedRequest) -> dict[str, object]:
    return {
        "digest": value.digest,
        "consumer_id": value.consumer_id,
        "query": value.query,
        "pushed_at": to_stored(value.pushed_at),
        "expires_at": to_stored(value.expires_at),
        "opened_at": to_stored(value.opened_at),
    }
