"""Requests of devices in storage, each under the digest of its device code."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from fracttal_console.domain.device_grants import DeviceGrant, DeviceStatus
from fracttal_console.domain.permissions import parse_permissions, store_permissions
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_rows import RowSeal

_MILLISECOND = timedelta(milliseconds=1)


class DeviceGrantRows:
    """Repository of devices' requests."""

    _table = schema.device_grants
    _insert = Prepared(insert(_table))
    # the condition makes each step a compare-and-set, whatever the isolation around it
    _step = Prepared(update(_table).where(_table.c.digest == bindparam("which"), _table.c.status == bindparam("was")))
    _by_digest = Prepared(select(_table).where(_table.c.digest == bindparam("wanted")))
    _by_user_code = Prepared(select(_table).where(_table.c.user_code == bindparam("wanted")))
    _of_authorization = Prepared(delete(_table).where(_table.c.authorization_id == bindparam("authorization")))
    _old = Prepared(delete(_table).where(_table.c.expires_at < bindparam("before")))

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def add(self, grant: DeviceGrant) -> None:
        """Store a new request."""
        self._connection.run(self._insert, self._seal.values(self._table, _values(grant)))

    def step(self, grant: DeviceGrant, was: DeviceStatus) -> bool:
        """Store a request that went on from a status; tell whether it was still there."""
        values = self._seal.values(self._table, _values(grant))
        return self._connection.run(self._step, {**values, "which": grant.digest, "was": str(was)}) == 1

    def find(self, digest: bytes) -> DeviceGrant | None:
        """Return the request with this digest, or None."""
        return self._one(self._by_digest, digest)

    def with_user_code(self, user_code: bytes) -> DeviceGrant | None:
        """Return the request with this user code, or None."""
        return self._one(self._by_user_code, user_code)

    def drop_of(self, authorization_id: int) -> None:
        """Drop all requests that were allowed below an authorization."""
        self._connection.run(self._of_authorization, {"authorization": authorization_id})

    def drop_before(self, moment: datetime) -> int:
        """Drop requests that expired before a moment; return how many."""
        return self._connection.run(self._old, {"before": to_stored(moment)})

    def _one(self, statement: Prepared, wanted: bytes) -> DeviceGrant | None:
        row = self._connection.first(statement, {"wanted": wanted})
        return None if row is None else self._seal.read(self._table, row, _domain)


def _domain(row: Any) -> DeviceGrant:
    return DeviceGrant(
        digest=row.digest,
        user_code=row.user_code,
        consumer_id=row.consumer_id,
        scope=row.scope,
        issued_at=from_stored(row.issued_at),
        expires_at=from_stored(row.expires_at),
        status=DeviceStatus(row.status),
        interval=row.interval_ms * _MILLISECOND,
        entries=row.entries,
        person_id=row.person_id,
        authorization_id=row.authorization_id,
        permissions=parse_permissions(row.permissions),
        polled_at=from_stored(row.polled_at),
    )


def _values(value: DeviceGrant) -> dict[str, object]:
    return {
        "digest": value.digest,
        "user_code": value.user_code,
        "consumer_id": value.consumer_id,
        "scope": value.scope,
        "issued_at": to_stored(value.issued_at),
        "expires_at": to_stored(value.expires_at),
        "status": str(value.status),
        "interval_ms": value.interval // _MILLISECOND,
        "entries": value.entries,
        "person_id": value.person_id,
        "authorization_id": value.authorization_id,
        "permissions": store_permissions(value.permissions),
        "polled_at": to_stored(value.polled_at),
    }
