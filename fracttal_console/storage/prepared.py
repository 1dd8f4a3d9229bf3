"""Prepared statements: built by SQLAlchemy once, run on the driver's own connection.

SQLAlchemy's own execution costs 30 to 50 us a statement, the driver's 5 (benchmarks/storage.py): that difference, seven
times in a row, is most of what checking a token takes. What is built from parts at run time goes the ordinary way.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

Parameters = Mapping[str, Any]
RawRow = tuple[Any, ...]


class Prepared:
    """One statement, compiled when it is first run."""

    __slots__ = ("_compiled", "_statement")

    def __init__(self, statement: ClauseElement) -> None:
        """Keep a Core statement; what varies are named parameters, in an insert or update the columns themselves."""
        self._statement = statement
        self._compiled: tuple[str, tuple[str, ...], Mapping[str, Any]] | None = None

    def bound(self, parameters: Parameters) -> tuple[str, list[Any]]:
        """Return the SQL text and its parameters by place."""
        if self._compiled is None:
            self._compiled = self._compile()
        sql, names, fixed = self._compiled
        if not fixed:
            return sql, [parameters[name] for name in names]
        return sql, [parameters[name] if name in parameters else fixed[name] for name in names]

    def _compile(self) -> tuple[str, tuple[str, ...], Mapping[str, Any]]:
        compiled = self._statement.compile(
            dialect=sqlite.dialect(paramstyle="qmark"),
        )
        if not isinstance(compiled, SQLCompiler):
            raise TypeError(type(compiled))
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        return str(compiled), tuple(compiled.positiontup or ()), fixed


class Executor:
    """A connection on which both kinds of statements run, in the same transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._driver: Any = connection.connection.driver_connection

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Run a statement built from parts at run time."""
        return self._connection.execute(statement, parameters)

    def run(self, prepared: Prepared, parameters: Parameters) -> int:
        """Run a prepared statement that changes rows and return how many it changed."""
        return int(self._driver.execute(*prepared.bound(parameters)).rowcount)

    def first(self, prepared: Prepared, parameters: Parameters) -> RawRow | None:
        """Return the first row of a prepared query, or None."""
        row: RawRow | None = self._driver.execute(*prepared.bound(parameters)).fetchone()
        return row

    def rows(self, prepared: Prepared, parameters: Parameters) -> list[RawRow]:
        """Return all rows of a prepared query."""
        rows: list[RawRow] = self._driver.execute(*prepared.bound(parameters)).fetchall()
        return rows

    def command(self, sql: str) -> None:
        """Run a transaction command."""
        self._driver.execute(sql)

    def data_version(self) -> int:
        """Return SQLite's number of commits by other connections, as far as this one has seen them."""
        row: RawRow = self._driver.execute("PRAGMA data_version").fetchone()
        return int(row[0])

    @property
    def in_transaction(self) -> bool:
        """Whether the database has a transaction open."""
        return bool(self._driver.in_transaction)
