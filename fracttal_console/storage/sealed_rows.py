"""Seals on rows: a keyed MAC over every column, so that access cannot be widened with a database editor."""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hmac import compare_digest
from typing import Any, TypeVar

from sqlalchemy import Table

from fracttal_console.domain.compact_json import compact_json
from fracttal_console.domain.errors import RowTampered

T = TypeVar("T")

_REMEMBERED = 20_000


class RowSeal:
    """Make and check seals with a key that lies outside the database.

    What a row was read as is remembered by the whole content of the row. That is no cache of a decision: the row is
    selected anew each time, and a changed row is another content, checked and read anew.
    """

    def __init__(self, mac: Callable[[bytes], bytes]) -> None:
        self._mac = mac
        self._read: dict[tuple[object, ...], object] = {}

    def values(self, table: Table, values: Mapping[str, object]) -> dict[str, object]:
        """Return column values with their seal added under `mac`."""
        content = [values[name] for name in _sealed_columns(table)]
        return {**values, "mac": self._mac(_payload(table.name, content))}

    def read(self, table: Table, row: Sequence[object], parse: Callable[[Any], T]) -> T:
        """Return what a row means, after checking its seal.

        Args:
            table: the table the row was selected from.
            row: all columns of the table in their order; `mac` is the last.
            parse: makes the frozen value of the row.

        Raises:
            RowTampered: the row does not carry its seal.
        """
        content = (table.name, *row)
        known = self._read.get(content)
        if known is not None:
            return known  # type: ignore[return-value]  # the table's name is part of the key
        mac = row[-1]
        if not isinstance(mac, bytes) or not compare_digest(mac, self._mac(_payload(table.name, row[:-1]))):
            raise RowTampered(table.name, row[0].hex()[:16] if isinstance(row[0], bytes) else row[0])
        value = parse(_named(table, row))
        if len(self._read) >= _REMEMBERED:
            self._read.clear()
        self._read[content] = value
        return value


def _named(table: Table, row: Sequence[object]) -> Any:
    return _row_type(table)._make(row)


@cache
def _sealed_columns(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.name != "mac")


@cache
def _row_type(table: Table) -> Any:
    return namedtuple(f"{table.name}_row", [column.name for column in table.columns])  # noqa: PYI024  # made at run time


def _payload(table: str, values: Sequence[object]) -> bytes:
    # JSON of a list is injective; bytes become hex under a type of their own
    plain = [{"b": value.hex()} if isinstance(value, bytes) else value for value in values]
    return compact_json([table, *plain]).encode()
