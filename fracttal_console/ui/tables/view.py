"""The table as a person works with it: rows chosen as one, hover, typing that filters, keys."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from fracttal_console.ui.look.paint import painting
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.tables.cells import Column
from fracttal_console.ui.tables.column_widths import ColumnWidths
from fracttal_console.ui.tables.delegate import ROW_HEIGHT, CellDelegate
from fracttal_console.ui.tables.header import TableHead
from fracttal_console.ui.tables.model import TableModel
from fracttal_console.ui.tables.row_painting import RowPainter

_MOST_KEPT = 5000
"""Chosen rows beyond which a refresh that moves rows lets the choice go."""

_Index = QModelIndex | QPersistentModelIndex


class Table(QTableView):
    """Rows of a model.

    Signals:
        opened: Enter or double click on a row, by place.
        typed: a person began to type, with what was typed.
        chosen: which rows are chosen, or which is current, changed.
        asked_for_menu: where a context menu was asked for, in global pixels.
    """

    opened = Signal(int)
    typed = Signal(str)
    chosen = Signal()
    asked_for_menu = Signal(QPoint)

    def __init__(self, theme: Theme, model: TableModel[Any], name: str) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self._delegate = CellDelegate(theme, model, self)
        self.rows = RowPainter(theme, model, self._delegate, self)
        self.sorting: tuple[str, bool] | None = None
        self._kept: tuple[list[int], int | None, int | None, int] = ([], None, None, 0)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._head = TableHead(theme, self)
        self.setHorizontalHeader(self._head)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(ROW_HEIGHT)
        side.setMinimumSectionSize(ROW_HEIGHT)
        self.setModel(model)
        self.widths = ColumnWidths(self, model)
        self.show_columns(model.columns)
        self._join(model, self._head)

    def chosen_places(self, most: int | None = None) -> list[int]:
        """Return the places of the chosen rows, from top to bottom; at most so many where a number is given."""
        places: set[int] = set()
        for part in sorted(self._chosen_parts(), key=lambda part: part.top()):
            end = part.bottom() + 1
            places.update(range(part.top(), end if most is None else min(end, part.top() + most)))
        return sorted(places)[:most]

    def number_chosen(self) -> int:
        """Return how many rows are chosen, without naming each."""
        return sum(part.bottom() - part.top() + 1 for part in self._chosen_parts())

    def visible_places(self) -> tuple[int, int]:
        """Return the first and the last place that can be seen."""
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        return first, last if last >= 0 else max(0, self._model.matching - 1) if self._model.matching < 200 else first

    def go_to(self, place: int) -> None:
        """Choose one row, make it current and bring it into sight."""
        index = self._model.index(place, 0)
        if index.isValid():
            self.setCurrentIndex(index)
            if self.number_chosen() != 1:
                # a key that is still held, as of Ctrl+3, must not add the row to what is chosen
                flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
                self.selectionModel().select(index, flags)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, filter by typing; the rest is the table's own."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        shifted = plain or event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if shifted and event.text().isprintable() and event.text().strip():
            self.typed.emit("" if event.text() == "/" else event.text())
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tint the row under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(int(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        """Tint no row."""
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make a row current, so that keys have somewhere to begin."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.matching:
            self.selectionModel().setCurrentIndex(self._model.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows; Qt would ask for each cell, and again for each that did not change."""
        with painting(self.viewport()) as painter:
            self.rows.paint(painter, event.region())

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no pictures of what is not seen."""
        super().hideEvent(event)
        self.rows.forget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what is left to the columns that take it."""
        super().resizeEvent(event)
        self.widths.lay_out()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Draw the ring anew and tell the page."""
        super().currentChanged(current, previous)
        self.rows.update(previous.row())
        self.rows.update(current.row())
        self.chosen.emit()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell the page."""
        super().selectionChanged(selected, deselected)
        self.chosen.emit()

    def _chosen_parts(self) -> list[QItemSelectionRange]:
        return self.selectionModel().selection().toList()

    def _join(self, model: TableModel[Any], head: TableHead) -> None:
        model.visible = self.visible_places
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._restore_place)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.customContextMenuRequested.connect(
            lambda point: self.asked_for_menu.emit(self.viewport().mapToGlobal(point))
        )
        # the second of two quick clicks comes as a double click
        for clicked in (head.sectionClicked, head.sectionDoubleClicked):
            clicked.connect(self._sort_by)
        self._theme.changed.connect(self.rows.forget)
        self._theme.changed.connect(self.viewport().update)

    def show_columns(self, columns: Sequence[Column[Any]]) -> None:
        """Show other columns; what the rows are sorted by stays, even where its column is not seen."""
        self._model.show_columns(columns)
        self._head.right = frozenset(place for place, column in enumerate(columns) if column.right)
        self._show_arrow()
        self.widths.lay_out()

    def show_sorting(self, sort: str, *, descending: bool) -> None:
        """Show by what the rows are sorted."""
        self.sorting = (sort, descending)
        self._show_arrow()

    def _sort_by(self, section: int) -> None:
        column = self._model.columns[section]
        if column.sort:
            # not what the head says: Qt has turned its arrow already
            sort, down = self.sorting or ("", True)
            self.sorting = (column.sort, not down if sort == column.sort else column.first_down)
            order = Qt.SortOrder.DescendingOrder if self.sorting[1] else Qt.SortOrder.AscendingOrder
            self._model.sort(section, order)
        self._show_arrow()

    def _show_arrow(self) -> None:
        sort, down = self.sorting or ("", True)
        sections = [place for place, column in enumerate(self._model.columns) if sort and column.sort == sort]
        self._head.setSortIndicatorShown(bool(sections))
        if sections:
            order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
            self._head.setSortIndicator(sections[0], order)
        self._head.viewport().update()

    def _hover(self, row: int) -> None:
        before, self.rows.hovered = self.rows.hovered, row
        if before != row:
            self.rows.update(before)
            self.rows.update(row)

    def _keep_place(self) -> None:
        keys: list[int] = []
        if self.number_chosen() <= _MOST_KEPT:
            keys = [key for place in self.chosen_places() if (key := self._model.key_at(place)) is not None]
        current = self.currentIndex()
        current_key = self._model.key_at(current.row()) if current.isValid() else None
        first = self.rowAt(0)
        scrolled = self.verticalScrollBar().value() > 0
        anchor = self._model.key_at(first) if scrolled and first >= 0 else None
        self._kept = (keys, current_key, anchor, self.rowViewportPosition(first) if first >= 0 else 0)

    def _restore_place(self) -> None:
        keys, current_key, anchor, offset = self._kept
        if current_key is not None and (place := self._model.place_of(current_key)) is not None:
            self.selectionModel().setCurrentIndex(
                self._model.index(place, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        selection, last = QItemSelection(), self._model.columnCount() - 1
        for key in keys:
            if (place := self._model.place_of(key)) is not None:
                selection.select(self._model.index(place, 0), self._model.index(place, last))
        if not selection.isEmpty():
            self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.Select)
        if self._model.keeps_place and anchor is not None:
            place = self._model.place_of(anchor)
            if place is not None:
                self.verticalScrollBar().setValue(place * ROW_HEIGHT - offset)
        elif not self._model.keeps_place:
            self.scrollToTop()
        self.chosen.emit()
