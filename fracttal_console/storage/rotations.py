"""Rotations in storage: one row for each old secret that is still on its way out."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import Insert, insert

from fracttal_console.domain.rotations import Rotation
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_rows import RowSeal


def _replacing() -> Insert:
    new = insert(schema.rotations)
    changed = {column.name: new.excluded[column.name] for column in schema.rotations.c if not column.primary_key}
    return new.on_conflict_do_update(index_elements=[schema.rotations.c.secret_id], set_=changed)


class Rotations:
    """Repository of rotations."""

    _table = schema.rotations
    _put = Prepared(_replacing())
    _drop = Prepared(delete(_table).where(_table.c.secret_id == bindparam("which")))
    _all = Prepared(select(_table).order_by(_table.c.secret_id))

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def put(self, rotation: Rotation) -> None:
        """Store a rotation in place of the one that its secret had."""
        self._connection.run(self._put, self._seal.values(self._table, _values(rotation)))

    def drop(self, secret_id: int) -> None:
        """Forget the rotation of a secret, if it has one."""
        self._connection.run(self._drop, {"which": secret_id})

    def all(self) -> list[Rotation]:
        """Return every rotation, by secret."""
        return self._read(self._connection.rows(self._all, {}))

    def among(self, secret_ids: Iterable[int]) -> dict[int, Rotation]:
        """Return the rotations of these secrets, by secret id."""
        wanted = sorted(set(secret_ids))
        found: dict[int, Rotation] = {}
        for start in range(0, len(wanted), 500):
            statement = select(self._table).where(self._table.c.secret_id.in_(wanted[start : start + 500]))
            found.update((row.secret_id, row) for row in self._read(self._connection.execute(statement)))
        return found

    def _read(self, rows: Any) -> list[Rotation]:
        return [self._seal.read(self._table, row, _domain) for row in rows]


def _domain(row: Any) -> Rotation:
    return Rotation(
        secret_id=row.secret_id,
        idle_days=row.idle_days,
        started_at=from_stored(row.started_at),
        started_by=row.started_by,
    )


def _values(value: Rotation) -> dict[str, object]:
    return {
        "secret_id": value.secret_id,
        "idle_days": value.idle_days,
        "started_at": to_stored(value.started_at),
        "started_by": value.started_by,
    }
