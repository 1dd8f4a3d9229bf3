"""The base and its wrapped keys in storage: what can be read before any key is known."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from fracttal_console.domain.base import Base, WrappedKey, WrappingKind
from fracttal_console.storage import schema
from fracttal_console.storage.ids import next_id
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor


class BaseRecord:
    """Repository of the single base row and of the wrapped keys."""

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def add(self, base: Base) -> None:
        """Store the base."""
        self._connection.execute(
            insert(schema.base),
            {
                "id": 1,
                "base_id": base.base_id,
                "company": base.company,
                "created_at": to_stored(base.created_at),
                "key_check": base.key_check,
            },
        )

    def find(self) -> Base | None:
        """Return the base, or None where none was made yet."""
        row = self._connection.execute(select(schema.base)).first()
        return None if row is None else Base(row.base_id, row.company, from_stored(row.created_at), row.key_check)

    def add_wrapped(self, kind: WrappingKind, provider: str, wrapped: bytes, now: datetime) -> None:
        """Store the data key under one more wrapping key."""
        self._connection.execute(
            insert(schema.wrapped_keys),
            {
                "id": next_id(self._connection, "wrapped_keys"),
                "kind": str(kind),
                "provider": provider,
                "wrapped": wrapped,
                "created_at": to_stored(now),
                "retired_at": None,
            },
        )

    def wrapped(self, kind: WrappingKind) -> list[WrappedKey]:
        """Return what is wrapped by keys of a kind and not retired, newest first."""
        table = schema.wrapped_keys
        statement = (
            select(table).where(table.c.kind == str(kind), table.c.retired_at.is_(None)).order_by(table.c.id.desc())
        )
        return [_wrapped(row) for row in self._connection.execute(statement)]

    def retire_wrapped(self, kind: WrappingKind, now: datetime, *, but: bytes = b"") -> None:
        """Retire everything wrapped by keys of a kind, but for one."""
        table = schema.wrapped_keys
        statement = update(table).where(table.c.kind == str(kind), table.c.retired_at.is_(None), table.c.wrapped != but)
        self._connection.execute(statement.values(retired_at=to_stored(now)))


def _wrapped(row: Any) -> WrappedKey:
    return WrappedKey(
        id=row.id,
        kind=WrappingKind(row.kind),
        provider=row.provider,
        wrapped=row.wrapped,
        created_at=from_stored(row.created_at),
        retired_at=from_stored(row.retired_at),
    )
