"""What every repository of sealed rows does: add, save, get, list."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from sqlalchemy import Select, Table, bindparam, insert, select, update

from fracttal_console.domain.errors import ChangedMeanwhile, NotFound
from fracttal_console.storage.ids import next_id
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_rows import RowSeal


class Identified(Protocol):
    """Value with an id and a version, as stored."""

    @property
    def id(self) -> int:
        """Number by which it is known for good."""

    @property
    def version(self) -> int:
        """How often it was saved, from 1."""


T = TypeVar("T", bound=Identified)


class SealedTable(ABC, Generic[T]):
    """Repository over one table of sealed rows with `id`, `version` and `mac`.

    Statements are prepared once per class.
    """

    table: ClassVar[Table]
    kind: ClassVar[str]
    _by_id: ClassVar[Prepared]
    _insert: ClassVar[Prepared]
    _update: ClassVar[Prepared]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        table = cls.table
        cls._by_id = Prepared(select(table).where(table.c.id == bindparam("wanted")))
        cls._insert = Prepared(insert(table))
        cls._update = Prepared(
            update(table).where(table.c.id == bindparam("which"), table.c.version == bindparam("seen"))
        )

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def new_id(self) -> int:
        """Return an id that no row of this table ever had."""
        return next_id(self._connection, self.table.name)

    def add(self, value: T) -> None:
        """Store a new value."""
        self._connection.run(self._insert, self._seal.values(self.table, self._values(value)))

    def save(self, value: T) -> T:
        """Store a changed value and return it with its next version.

        Raises:
            ChangedMeanwhile: the stored row is not the one that `value` came from.
        """
        values = {**self._values(value), "version": value.version + 1}
        sealed = self._seal.values(self.table, values)
        if self._connection.run(self._update, {**sealed, "which": value.id, "seen": value.version}) != 1:
            raise ChangedMeanwhile(self.kind, value.id)
        return self.get(value.id)

    def get(self, wanted: int) -> T:
        """Return the value with this id.

        Raises:
            NotFound: there is none.
            RowTampered: its row was changed outside the program.
        """
        found = self.find(wanted)
        if found is None:
            raise NotFound(self.kind, wanted)
        return found

    def find(self, wanted: int) -> T | None:
        """Return the value with this id, or None."""
        return self._one(self._by_id, {"wanted": wanted})

    def among(self, wanted: Iterable[int]) -> Mapping[int, T]:
        """Return the values with these ids, by id."""
        ids = sorted(set(wanted))
        found: dict[int, T] = {}
        for start in range(0, len(ids), 500):
            statement = select(self.table).where(self.table.c.id.in_(ids[start : start + 500]))
            found.update((value.id, value) for value in self._many(statement))
        return found

    def all(self) -> list[T]:
        """Return every value, oldest first."""
        return self._many(select(self.table).order_by(self.table.c.id))

    def _one(self, statement: Prepared, parameters: Mapping[str, object]) -> T | None:
        return self._connection.value(statement, parameters, self._read)

    def _many(self, statement: Select[Any] | Prepared, parameters: Mapping[str, object] | None = None) -> list[T]:
        if isinstance(statement, Prepared):
            return list(self._connection.values(statement, parameters or {}, self._read))
        return [self._read(row) for row in self._connection.execute(statement)]

    def _read(self, row: Sequence[object]) -> T:
        return self._seal.read(self.table, row, self._domain)

    @abstractmethod
    def _domain(self, row: Any) -> T:
        """Return the value that a row means."""

    @abstractmethod
    def _values(self, value: T) -> dict[str, object]:
        """Return the columns of a value, but for its seal."""
