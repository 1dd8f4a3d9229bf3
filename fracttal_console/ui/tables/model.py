"""The one item model: rows come page by page from a presenter and are shown as the columns say."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.ui.tables.cells import Cell, Column, Row

PAGE_ROWS = 100
PAGES_KEPT = 60
_Index = QModelIndex | QPersistentModelIndex
_NOTHING = QModelIndex()

Fetch = Callable[[ListQuery, int, int, Callable[[Page[Any]], None]], None]
"""Ask for rows: query, place of the first, how many at most, and who takes the answer (in the window's thread)."""


@dataclass(slots=True)
class _Line(Generic[Row]):
    """One row with its cells, made when they are first looked at."""

    row: Row
    cells: list[Cell | None]


class TableModel(QAbstractTableModel, Generic[Row]):
    """Rows of one query.

    Signals:
        loaded: rows of the query are here; also after a refresh.
        grown: while a refresh kept the place, this many rows came on top.
    """

    loaded = Signal()
    grown = Signal(int)

    def __init__(
        self, columns: Sequence[Column[Row]], key: Callable[[Row], int], fetch: Fetch, parent: QObject | None = None
    ) -> None:
        """Take what is shown.

        Args:
            columns: from left to right.
            key: by what a row is known when others come and go.
            fetch: where rows come from.
            parent: owner in Qt's sense.
        """
        super().__init__(parent)
        self._columns = tuple(columns)
        self._key = key
        self._fetch = fetch
        self._query = ListQuery()
        self._pages: OrderedDict[int, list[_Line[Row]]] = OrderedDict()
        self._asked: set[int] = set()
        self._generation = 0
        self.matching = 0
        self.total = 0
        self.ready = False
        self.keeps_place = False
        self.visible: Callable[[], tuple[int, int]] = lambda: (0, 0)

    @property
    def query(self) -> ListQuery:
        """What is shown."""
        return self._query

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The columns from left to right."""
        return self._columns

    def show_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns of the same rows; selection and place stay."""
        if [column.name for column in columns] == [column.name for column in self._columns]:
            # only their widths differ: nothing to draw anew
            self._columns = tuple(columns)
            return
        self.keeps_place = True
        self.beginResetModel()
        self._columns = tuple(columns)
        for lines in self._pages.values():
            for line in lines:
                line.cells = [None] * len(self._columns)
        self.endResetModel()

    def find(self, query: ListQuery) -> None:
        """Show the rows of another query; what is shown stays until the first of them are here."""
        self._query = query
        self._generation += 1
        self._asked.clear()
        self._ask(0, PAGE_ROWS, self._generation, keep=False)

    def refresh(self) -> None:
        """Read again what can be seen; selection and place stay."""
        if not self.ready:
            self.find(self._query)
            return
        first, last = self.visible()
        start = max(0, first // PAGE_ROWS - 1) * PAGE_ROWS
        self._generation += 1
        self._asked.clear()
        self._ask(start, (last // PAGE_ROWS + 2) * PAGE_ROWS - start, self._generation, keep=True)

    def grow_older(self) -> None:
        """Let cells that depend on the time of day be made anew."""
        for lines in self._pages.values():
            for line in lines:
                line.cells = [None] * len(self._columns)
        if self.matching:
            self.dataChanged.emit(self.index(0, 0), self.index(self.matching - 1, len(self._columns) - 1))

    def row_at(self, place: int) -> Row | None:
        """Return the row at a place, or None while it is on its way."""
        line = self._line(place)
        return None if line is None else line.row

    def place_of(self, key: int) -> int | None:
        """Return where the row with a key stands, among the rows that are here."""
        for page, lines in self._pages.items():
            for offset, line in enumerate(lines):
                if self._key(line.row) == key:
                    return page * PAGE_ROWS + offset
        return None

    def key_at(self, place: int) -> int | None:
        """Return the key of the row at a place, or None while it is on its way."""
        lines = self._pages.get(place // PAGE_ROWS)
        offset = place % PAGE_ROWS
        return self._key(lines[offset].row) if lines is not None and offset < len(lines) else None

    def cell(self, place: int, column: int) -> Cell | None:
        """Return a cell, or None while its row is on its way."""
        line = self._line(place)
        if line is None:
            return None
        found = line.cells[column]
        if found is None:
            found = line.cells[column] = self._columns[column].cell(line.row)
        return found

    def cells(self, place: int) -> tuple[Cell | None, ...]:
        """Return the cells of a row from left to right; None while the row is on its way."""
        return tuple(self.cell(place, column) for column in range(len(self._columns)))

    def sentence(self, place: int) -> str:
        """Return a row as one sentence, for assistive technology and for copying."""
        return "; ".join(cell.text for cell in self.cells(place) if cell is not None and cell.text)

    def rowCount(self, parent: _Index = _NOTHING) -> int:
        """Return how many rows match."""
        return 0 if parent.isValid() else self.matching

    def columnCount(self, parent: _Index = _NOTHING) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        """Return what a cell says."""
        if not index.isValid() or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return self.sentence(index.row())
        cell = self.cell(index.row(), index.column())
        return "" if cell is None else cell.text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        """Return the title of a column; a row's header, which nobody sees, says its sentence."""
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self.sentence(section)
        return self._columns[section].title if 0 <= section < len(self._columns) else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, where the services can."""
        key = self._columns[column].sort if 0 <= column < len(self._columns) else ""
        if key:
            self.find(replace(self._query, sort=key, descending=order is Qt.SortOrder.DescendingOrder))

    def _line(self, place: int) -> _Line[Row] | None:
        page, offset = divmod(place, PAGE_ROWS)
        lines = self._pages.get(page)
        if lines is None:
            if 0 <= place < self.matching and page not in self._asked:
                self._asked.add(page)
                self._ask(page * PAGE_ROWS, PAGE_ROWS, self._generation, keep=True)
            return None
        return lines[offset] if offset < len(lines) else None

    def _ask(self, start: int, most: int, generation: int, *, keep: bool) -> None:
        def take(page: Page[Row]) -> None:
            if generation == self._generation:
                self._take(page, keep=keep)

        self._fetch(self._query, start, most, take)

    def _take(self, page: Page[Row], *, keep: bool) -> None:
        first = page.start // PAGE_ROWS
        count = len(self._columns)
        arrived: dict[int, list[_Line[Row]]] = {}
        for offset in range(0, max(len(page.rows), 1), PAGE_ROWS):
            rows = page.rows[offset : offset + PAGE_ROWS]
            arrived[first + offset // PAGE_ROWS] = [_Line(row, [None] * count) for row in rows]
        self.total = page.total
        if keep and self.ready and page.matching == self.matching and self._fits(arrived):
            self._pages.update(arrived)
            self._asked.difference_update(arrived)
            if page.rows:
                top, bottom = page.start, page.start + len(page.rows) - 1
                self.dataChanged.emit(self.index(top, 0), self.index(bottom, count - 1))
        else:
            grown = page.matching - self.matching if keep and self.ready else 0
            self.keeps_place = keep
            self.beginResetModel()
            self._pages.clear()
            self._asked.clear()
            self._pages.update(arrived)
            self.matching = page.matching
            self.ready = True
            self.endResetModel()
            if grown > 0:
                self.grown.emit(grown)
        self._forget_far_pages()
        self.loaded.emit()

    def _fits(self, arrived: dict[int, list[_Line[Row]]]) -> bool:
        """Tell whether rows that arrived stand where the same rows stood: then only their content is new."""
        for page, lines in arrived.items():
            known = self._pages.get(page)
            if known is not None and [self._key(a.row) for a in known] != [self._key(b.row) for b in lines]:
                return False
        return True

    def _forget_far_pages(self) -> None:
        while len(self._pages) > PAGES_KEPT:
            first, last = self.visible()
            middle = (first + last) // (2 * PAGE_ROWS)
            del self._pages[max(self._pages, key=lambda page: abs(page - middle))]
