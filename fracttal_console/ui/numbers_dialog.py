"""The numbers of a chart as a table: to read, to walk through by keys, to copy into a sheet."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.tables.cells import Cell, Column, TextCell
from fracttal_console.ui.tables.delegate import ROW_HEIGHT
from fracttal_console.ui.tables.model import TableModel
from fracttal_console.ui.tables.view import Table
from fracttal_console.ui.widgets.bar_chart import BarChart
from fracttal_console.ui.widgets.buttons import Button
from fracttal_console.ui.widgets.dialog import Dialog
from fracttal_console.ui.widgets.layouts import column
from fracttal_console.ui.window.shortcuts import bind

NUMBERS_KEYS = "Ctrl+Shift+T"
"""The keys that show a chart as a table, wherever there is one."""

_ROWS_SHOWN = 10
_HEAD_HEIGHT = 34
_NUMBER_WIDTH = 108

_Line = tuple[int, tuple[str, ...]]


class NumbersDialog(Dialog):
    """Shows the numbers as they are at this moment, the newest day first."""

    def __init__(
        self, desk: Desk, parent: QWidget, title: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]]
    ) -> None:
        """Take what is shown.

        Args:
            desk: the tools of the window.
            parent: over what it stands.
            title: of the chart.
            heads: what the columns are called; the first names the days.
            rows: one for each day, oldest first.
        """
        texts = desk.texts
        super().__init__(desk.theme, parent, title, width=480)
        self._desk = desk
        self._heads = tuple(heads)
        self._lines: tuple[_Line, ...] = tuple(enumerate(reversed(rows)))
        columns = [
            Column(head, _NUMBER_WIDTH if place else 0, _cell_at(place), right=place > 0, key=str(place))
            for place, head in enumerate(self._heads)
        ]
        model: TableModel[_Line] = TableModel(columns, lambda line: line[0], self._fetch, self)
        self.table = Table(desk.theme, model, title)
        self.table.setFixedHeight(_HEAD_HEIGHT + min(len(self._lines), _ROWS_SHOWN) * ROW_HEIGHT)
        model.find(ListQuery())
        self.copy = Button(desk.theme, texts.gettext("Copy table"), icon="copy")
        self.leave = Button(desk.theme, texts.gettext("Close"))
        self.copy.clicked.connect(self._copy_all)
        self.leave.clicked.connect(self.reject)
        self.set_default(self.leave)
        head = self.head(title, texts.gettext("Copied with tabs between the columns, for a sheet."), icon="table-2")
        self.lay_out(head, column(self.table), foot=(None, self.copy, self.leave))
        for keys in ("Ctrl+C", "Ctrl+Shift+C"):
            bind(self, keys, self._copy_chosen)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the table, at the newest day."""
        super().showEvent(event)
        self.table.go_to(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> bool:
        """Close at a lock: nothing was typed here."""
        self.reject()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Enter wherever the focus is."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and QApplication.focusWidget() is self.table:
            self.reject()
            return
        super().keyPressEvent(event)

    def _fetch(self, _query: ListQuery, start: int, most: int, take: Callable[[Page[Any]], None]) -> None:
        total = len(self._lines)
        take(Page(self._lines[start : start + most], start, total, total))

    def _copy_all(self) -> None:
        self._copy([self._heads, *(cells for _, cells in self._lines)])

    def _copy_chosen(self) -> None:
        self._copy([self._lines[place][1] for place in self.table.chosen_places()])

    def _copy(self, rows: Sequence[tuple[str, ...]]) -> None:
        if rows:
            self._desk.clipboard.copy("\n".join("\t".join(cells) for cells in rows))


def _cell_at(place: int) -> Callable[[_Line], Cell]:
    return lambda line: TextCell(text=line[1][place], ink="text2" if place else "text", right=place > 0)


def show_chart_numbers(desk: Desk, parent: QWidget, chart: BarChart) -> None:
    """Show the numbers of requests per day as a table."""
    heads = (desk.texts.gettext("Day"), *chart.series)
    rows = [(bar.title, *bar.numbers) for bar in chart.bars]
    NumbersDialog(desk, parent, chart.text(), heads, rows).open()
