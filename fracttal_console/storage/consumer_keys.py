"""Public keys of consumers in storage, by what consumers prove themselves, and spent assertions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite import insert as insert_or

from fracttal_console.domain.consumer_keys import AuthMethod, ConsumerKey
from fracttal_console.storage import schema
from fracttal_console.storage.ids import next_id
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_rows import RowSeal


class ConsumerKeys:
    """Repository of public keys of consumers."""

    _table = schema.consumer_keys
    _insert = Prepared(insert(_table))
    _update = Prepared(update(_table).where(_table.c.id == bindparam("which")))
    _of_consumer = Prepared(select(_table).where(_table.c.consumer_id == bindparam("consumer")).order_by(_table.c.id))

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def new_id(self) -> int:
        """Return an id that no key ever had."""
        return next_id(self._connection, self._table.name)

    def add(self, key: ConsumerKey) -> None:
        """Store a new key."""
        self._connection.run(self._insert, self._seal.values(self._table, _key_values(key)))

    def save(self, key: ConsumerKey) -> None:
        """Store a changed key."""
        values = self._seal.values(self._table, _key_values(key))
        self._connection.run(self._update, {**values, "which": key.id})

    def of_consumer(self, consumer_id: int) -> list[ConsumerKey]:
        """Return all keys of a consumer, oldest first, retired ones too."""
        return list(self._connection.values(self._of_consumer, {"consumer": consumer_id}, self._read))

    def of_consumers(self, ids: Iterable[int]) -> dict[int, list[ConsumerKey]]:
        """Return the keys of several consumers, by consumer, oldest first."""
        wanted = sorted(set(ids))
        found: dict[int, list[ConsumerKey]] = {owner: [] for owner in wanted}
        for start in range(0, len(wanted), 500):
            chosen = self._table.c.consumer_id.in_(wanted[start : start + 500])
            for row in self._connection.execute(select(self._table).where(chosen).order_by(self._table.c.id)):
                key = self._read(row)
                found[key.consumer_id].append(key)
        return found

    def _read(self, row: Any) -> ConsumerKey:
        return self._seal.read(self._table, row, _key)


def _putting() -> Insert:
    new = insert_or(schema.consumer_methods)
    changed = {column.name: new.excluded[column.name] for column in schema.consumer_methods.c if not column.primary_key}
    return new.on_conflict_do_update(index_elements=[schema.consumer_methods.c.consumer_id], set_=changed)


class ConsumerMethods:
    """Repository of by what consumers prove themselves."""

    _table = schema.consumer_methods
    _put = Prepared(_putting())
    _of_consumer = Prepared(select(_table).where(_table.c.consumer_id == bindparam("consumer")))

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def put(self, consumer_id: int, method: AuthMethod) -> None:
        """Store by what a consumer proves itself from now on."""
        values = {"consumer_id": consumer_id, "method": str(method)}
        self._connection.run(self._put, self._seal.values(self._table, values))

    def of(self, consumer_id: int) -> AuthMethod:
        """Return by what a consumer proves itself."""
        chosen = self._connection.value(self._of_consumer, {"consumer": consumer_id}, self._read)
        return AuthMethod.CLIENT_SECRET if chosen is None else chosen[1]

    def among(self, ids: Iterable[int]) -> dict[int, AuthMethod]:
        """Return by what several consumers prove themselves, by consumer."""
        wanted = sorted(set(ids))
        found = dict.fromkeys(wanted, AuthMethod.CLIENT_SECRET)
        for start in range(0, len(wanted), 500):
            chosen = self._table.c.consumer_id.in_(wanted[start : start + 500])
            rows = self._connection.execute(select(self._table).where(chosen))
            found.update(self._read(row) for row in rows)
        return found

    def _read(self, row: Any) -> tuple[int, AuthMethod]:
        return self._seal.read(self._table, row, _method)


class AssertionIds:
    """Ids of assertions that were spent and could still be accepted."""

    _table = schema.assertion_ids
    _take = Prepared(insert_or(_table).on_conflict_do_nothing())
    _old = Prepared(delete(_table).where(_table.c.expires_at < bindparam("before")))

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def take(self, consumer_id: int, digest: bytes, expires_at: datetime) -> bool:
        """Spend an assertion; tell whether it was not spent yet. Of many at once exactly one succeeds."""
        values = {"consumer_id": consumer_id, "digest": digest, "expires_at": to_stored(expires_at)}
        return self._connection.run(self._take, values) == 1

    def drop_before(self, moment: datetime) -> int:
        """Drop the ids of assertions that expired for good before a moment; return how many."""
        return self._connection.run(self._old, {"before": to_stored(moment)})


def _method(row: Any) -> tuple[int, AuthMethod]:
    return row.consumer_id, AuthMethod(row.method)


def _key(row: Any) -> ConsumerKey:
    return ConsumerKey(
        id=row.id,
        consumer_id=row.consumer_id,
        kid=row.kid,
        thumbprint=row.thumbprint,
        jwk=row.jwk,
        created_at=from_stored(row.created_at),
        created_by=row.created_by,
        retired_at=from_stored(row.retired_at),
    )


def _key_values(value: ConsumerKey) -> dict[str, object]:
    return {
        "id": value.id,
        "consumer_id": value.consumer_id,
        "kid": value.kid,
        "thumbprint": value.thumbprint,
        "jwk": value.jwk,
        "created_at": to_stored(value.created_at),
        "created_by": value.created_by,
        "retired_at": to_stored(value.retired_at),
    }
