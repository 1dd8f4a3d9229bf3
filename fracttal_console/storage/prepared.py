"""Prepared statements: built by SQLAlchemy once, run on the driver's own connection.

SQLAlchemy's own execution costs 30 to 50 us a statement, the driver's 5 (benchmarks/storage.py): that difference, seven
times in a row, is most of what checking a token takes. What is built from parts at run time goes the ordinary way.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Executable, Select, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

from fracttal_console.storage.remembered import UNKNOWN, Remembered

T = TypeVar("T")

_MARK, _UNDO, _DONE = "SAVEPOINT turn", "ROLLBACK TO turn", "RELEASE turn"

Parameters = Mapping[str, Any]
RawRow = tuple[Any, ...]


class Prepared:
    """One statement, compiled when it is first run."""

    __slots__ = ("_compiled", "_statement", "table")

    def __init__(self, statement: Select[Any] | UpdateBase) -> None:
        """Keep a Core statement; what varies are named parameters, in an insert or update the columns themselves.

        `table` is what it changes, or the first that it reads.
        """
        self._statement = statement
        read = (
            statement.get_final_froms()[0] if isinstance(statement, Select) else statement.entity_description["table"]
        )
        self.table = cast("Table", read)
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
    """A connection on which both kinds of statements run, in the same transaction.

    Part of a transaction may be a turn, which is undone without the rest. Its savepoint is only made where something is
    executed that may have to be undone: what only adds rows waits for the end of the turn, when nothing is left that
    could go wrong but the disk. So a turn that ends well with nothing but new rows needs none, nor does one that is
    refused.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._driver: Any = connection.connection.driver_connection
        self._remembered = Remembered()
        self._turns: list[bool] = []
        self._added: list[tuple[str, list[Any]]] = []

    def begin_turn(self) -> None:
        """Begin what `undo_turn` undoes; turns may nest."""
        if self._turns:
            self._mark()
        self._turns.append(False)

    def end_turn(self) -> None:
        """Let stay what the turn did.

        Raises:
            Whatever the database raises; then some rows may be there, and the transaction must not be committed.
        """
        self._store_added()
        if self._turns.pop():
            self._driver.execute(_DONE)

    def undo_turn(self) -> None:
        """Undo what the turn did."""
        self._added.clear()
        marked = self._turns.pop()
        # a full disk or a failing one makes SQLite end the whole transaction by itself: then there is no savepoint
        if marked and self.in_transaction:
            self._remembered.forget_all()
            self._driver.execute(_UNDO)
            self._driver.execute(_DONE)

    def forget_turns(self) -> None:
        """Know nothing any more of turns and of what was read: the transaction is over, or all of it was undone."""
        self._turns.clear()
        self._added.clear()
        self._remembered.forget_all()

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Run a statement built from parts at run time."""
        if not statement.is_select:
            self._mark()
            self._remembered.forget_all()
        elif self._added:
            self._mark()
        return self._connection.execute(statement, parameters)

    def run(self, prepared: Prepared, parameters: Parameters) -> int:
        """Run a prepared statement that changes rows and return how many it changed."""
        self._mark()
        self._remembered.forget(prepared.table)
        return int(self._driver.execute(*prepared.bound(parameters)).rowcount)

    def add(self, prepared: Prepared, parameters: Parameters) -> None:
        """Add a row by a prepared statement, before the next statement or at the end of the turn.

        For rows that nothing can refuse: their keys are random or counted, and what they refer to is there.
        """
        self._remembered.forget(prepared.table)
        self._added.append(prepared.bound(parameters))
        if not self._turns:
            self._store_added()

    def value(self, prepared: Prepared, parameters: Parameters, read: Callable[[RawRow], T]) -> T | None:
        """Return what the first row of a prepared query of one table means, or None; it is read once until it changes.

        Args:
            prepared: selects from one table.
            parameters: of the query.
            read: makes a frozen value of the row.
        """
        key = (prepared, *parameters.values())
        known = self._remembered.get(prepared.table, key)
        if known is UNKNOWN:
            row = self.first(prepared, parameters)
            known = None if row is None else read(row)
            self._remembered.keep(prepared.table, key, known)
        return cast("T | None", known)

    def values(self, prepared: Prepared, parameters: Parameters, read: Callable[[RawRow], T]) -> tuple[T, ...]:
        """Return what all rows of a prepared query of one table mean; they are read once until one changes."""
        key = (prepared, *parameters.values())
        known = self._remembered.get(prepared.table, key)
        if known is UNKNOWN:
            known = tuple([read(row) for row in self.rows(prepared, parameters)])
            self._remembered.keep(prepared.table, key, known)
        return cast("tuple[T, ...]", known)

    def remember(self) -> None:
        """Begin to see another state of the base: remember what was read before if nobody has committed since.

        Has to be the first thing in a transaction.
        """
        self._remembered.hold_for(self.data_version())

    def first(self, prepared: Prepared, parameters: Parameters) -> RawRow | None:
        """Return the first row of a prepared query, or None."""
        if self._added:
            self._mark()
        row: RawRow | None = self._driver.execute(*prepared.bound(parameters)).fetchone()
        return row

    def rows(self, prepared: Prepared, parameters: Parameters) -> list[RawRow]:
        """Return all rows of a prepared query."""
        if self._added:
            self._mark()
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

    def _mark(self) -> None:
        """See that what follows can be undone, and comes after the rows that were added before it."""
        turns = self._turns
        if turns and not turns[-1]:
            self._driver.execute(_MARK)
            turns[-1] = True
        self._store_added()

    def _store_added(self) -> None:
        if self._added:
            added, self._added = self._added, []
            for statement in added:
                self._driver.execute(*statement)
