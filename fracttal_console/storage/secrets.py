"""Secrets of credentials in storage: several rows per consumer or API key, none of them clear."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from fracttal_console.domain.secrets import CredentialSecret, SecretStatus
from fracttal_console.storage import schema
from fracttal_console.storage.ids import next_id
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_rows import RowSeal


class Secrets:
    """Repository of credential secrets."""

    _table = schema.secrets
    _insert = Prepared(insert(_table))
    _update = Prepared(update(_table).where(_table.c.id == bindparam("which")))
    _of_consumer = Prepared(select(_table).where(_table.c.consumer_id == bindparam("credential")).order_by(_table.c.id))
    _of_api_key = Prepared(select(_table).where(_table.c.api_key_id == bindparam("credential")).order_by(_table.c.id))

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def new_id(self) -> int:
        """Return an id that no secret ever had."""
        return next_id(self._connection, self._table.name)

    def add(self, secret: CredentialSecret) -> None:
        """Store a new secret."""
        self._connection.run(self._insert, self._seal.values(self._table, _values(secret)))

    def of_consumer(self, consumer_id: int) -> list[CredentialSecret]:
        """Return all secrets of a consumer, oldest first, retired ones too."""
        return list(self._connection.values(self._of_consumer, {"credential": consumer_id}, self._read_one))

    def of_api_key(self, api_key_id: int) -> list[CredentialSecret]:
        """Return all secrets of an API key, oldest first, retired ones too."""
        return list(self._connection.values(self._of_api_key, {"credential": api_key_id}, self._read_one))

    def of_consumers(self, ids: Iterable[int]) -> dict[int, list[CredentialSecret]]:
        """Return the secrets of several consumers, by consumer, oldest first."""
        return self._of_many(self._table.c.consumer_id, ids)

    def of_api_keys(self, ids: Iterable[int]) -> dict[int, list[CredentialSecret]]:
        """Return the secrets of several API keys, by key, oldest first."""
        return self._of_many(self._table.c.api_key_id, ids)

    def among(self, ids: Iterable[int]) -> list[CredentialSecret]:
        """Return the secrets with these ids, oldest first."""
        wanted = sorted(set(ids))
        found: list[CredentialSecret] = []
        for start in range(0, len(wanted), 500):
            statement = select(self._table).where(self._table.c.id.in_(wanted[start : start + 500]))
            found.extend(self._read(self._connection.execute(statement.order_by(self._table.c.id))))
        return found

    def save(self, secret: CredentialSecret) -> None:
        """Store a changed secret."""
        self._connection.run(self._update, {**self._seal.values(self._table, _values(secret)), "which": secret.id})

    def retire(self, secret: CredentialSecret, now: datetime) -> None:
        """Store that a secret opens nothing any more."""
        self.save(replace(secret, status=SecretStatus.RETIRED, retired_at=now))

    def _of_many(self, column: Any, ids: Iterable[int]) -> dict[int, list[CredentialSecret]]:
        wanted = sorted(set(ids))
        found: dict[int, list[CredentialSecret]] = {owner: [] for owner in wanted}
        for start in range(0, len(wanted), 500):
            statement = select(self._table).where(column.in_(wanted[start : start + 500])).order_by(self._table.c.id)
            for secret in self._read(self._connection.execute(statement)):
                owner = secret.api_key_id if secret.consumer_id is None else secret.consumer_id
                found[owner or 0].append(secret)
        return found

    def _read(self, rows: Any) -> list[CredentialSecret]:
        return [self._read_one(row) for row in rows]

    def _read_one(self, row: Any) -> CredentialSecret:
        return self._seal.read(self._table, row, _domain)


def _domain(row: Any) -> CredentialSecret:
    return CredentialSecret(
        id=row.id,
        consumer_id=row.consumer_id,
        api_key_id=row.api_key_id,
        hint=row.hint,
        digest=row.digest,
        sealed=row.sealed,
        status=SecretStatus(row.status),
        created_at=from_stored(row.created_at),
        created_by=row.created_by,
        expires_at=from_stored(row.expires_at),
        retired_at=from_stored(row.retired_at),
    )


def _values(value: CredentialSecret) -> dict[str, object]:
    return {
        "id": value.id,
        "consumer_id": value.consumer_id,
        "api_key_id": value.api_key_id,
        "hint": value.hint,
        "digest": value.digest,
        "sealed": value.sealed,
        "status": str(value.status),
        "created_at": to_stored(value.created_at),
        "created_by": value.created_by,
        "expires_at": to_stored(value.expires_at),
        "retired_at": to_stored(value.retired_at),
    }
