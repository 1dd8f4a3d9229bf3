"""Rows that a connection has read and nobody has written since: SQLite itself tells whether anybody has."""

from typing import Any

from sqlalchemy import Table

MOST_OF_A_TABLE = 20_000
"""How many rows of one table are kept."""

UNKNOWN = object()
"""What `Remembered.get` returns where nothing is known; that there is no such row is known as None."""

Key = tuple[Any, ...]


class Remembered:
    """What was read of each table, as values.

    That is no cache with a lifetime: at the start of each transaction SQLite is asked, within the snapshot, whether any
    other connection has committed since (`PRAGMA data_version`), and what this connection writes itself is forgotten at
    once. So an answer from here is the one that the row would give.
    """

    __slots__ = ("_tables", "_version")

    def __init__(self) -> None:
        self._tables: dict[Table, dict[Key, Any]] = {}
        self._version = -1

    def hold_for(self, version: int) -> None:
        """Keep what is known if the base is still of this version, else forget all of it."""
        if version != self._version:
            self._tables.clear()
            self._version = version

    def get(self, table: Table, key: Key) -> Any:
        """Return what was read under a key, or `UNKNOWN`."""
        known = self._tables.get(table)
        return UNKNOWN if known is None else known.get(key, UNKNOWN)

    def keep(self, table: Table, key: Key, value: object) -> None:
        """Remember what was read."""
        known = self._tables.get(table)
        if known is None:
            known = self._tables[table] = {}
        elif len(known) >= MOST_OF_A_TABLE:
            known.clear()
        known[key] = value

    def forget(self, table: Table) -> None:
        """Forget what was read of a table: it is written."""
        self._tables.pop(table, None)

    def forget_all(self) -> None:
        """Forget everything: what was written is undone, or nobody knows what is written."""
        self._tables.clear()
