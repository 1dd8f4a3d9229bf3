"""Last-used facts in storage: per secret, per public key and per authorization."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from fracttal_console.domain.usage import Use
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor


class Uses:
    """Repository of last-used facts of one kind of thing."""

    def __init__(self, connection: Executor, table: Table) -> None:
        self._connection = connection
        self._table = table
        self._key = next(iter(table.primary_key.columns))

    @classmethod
    def of_secrets(cls, connection: Executor) -> "Uses":
        """Return the facts per secret."""
        return cls(connection, schema.secret_uses)

    @classmethod
    def of_consumer_keys(cls, connection: Executor) -> "Uses":
        """Return the facts per public key of a consumer."""
        return cls(connection, schema.consumer_key_uses)

    @classmethod
    def of_authorizations(cls, connection: Executor) -> "Uses":
        """Return the facts per authorization."""
        return cls(connection, schema.authorization_uses)

    def save(self, uses: Mapping[int, Use]) -> None:
        """Store uses by id; an older fact never overwrites a newer one, whichever process comes last."""
        if not uses:
            return
        statement = insert(self._table).values(
            {
                self._key.name: bindparam("thing"),
                "last_used_at": bindparam("at"),
                "last_used_from": bindparam("address"),
                "last_used_path": bindparam("path"),
            }
        )
        new = statement.excluded
        statement = statement.on_conflict_do_update(
            index_elements=[self._key],
            set_={name: new[name] for name in ("last_used_at", "last_used_from", "last_used_path")},
            where=self._table.c.last_used_at <= new.last_used_at,
        )
        rows = [
            {"thing": thing, "at": to_stored(use.at), "address": use.address, "path": use.path[:200]}
            for thing, use in uses.items()
        ]
        self._connection.execute(statement, rows)

    def among(self, ids: Iterable[int]) -> Mapping[int, Use]:
        """Return the last uses of the things with these ids, by id."""
        wanted = sorted(set(ids))
        found: dict[int, Use] = {}
        for start in range(0, len(wanted), 500):
            statement = select(self._table).where(self._key.in_(wanted[start : start + 500]))
            found.update(self._parse(row) for row in self._connection.execute(statement))
        return found

    def _parse(self, row: Any) -> tuple[int, Use]:
        return row[0], Use(from_stored(row.last_used_at), row.last_used_from, row.last_used_path)
