"""How wide the columns of a table are: as they say, the open ones take what is left, and a hand on the head decides."""

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QTableView

from fracttal_console.ui.tables.model import TableModel

_NARROWEST_OPEN = 120
_PAUSE_MS = 400


class ColumnWidths(QObject):
    """Lays out the columns of one table.

    Signals:
        dragged: a person made a column another width: its name and how wide.
    """

    dragged = Signal(str, int)

    def __init__(self, table: QTableView, model: TableModel[Any]) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._by_us = False
        self._waiting: dict[str, int] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        table.horizontalHeader().sectionResized.connect(self._follow)

    def lay_out(self) -> None:
        """Give each column its width; the open ones share what is left, else the last one has it."""
        columns = self._model.columns
        self._by_us = True
        try:
            open_ones = [place for place, column in enumerate(columns) if not column.width]
            fixed = sum(column.width for column in columns)
            left = self._table.viewport().width() - fixed
            room = max(_NARROWEST_OPEN * len(open_ones), left)
            for place, column in enumerate(columns):
                if column.width:
                    last = not open_ones and place == len(columns) - 1
                    self._table.setColumnWidth(place, column.width + (max(0, left) if last else 0))
                else:
                    share = room // len(open_ones)
                    rest = room - share * (len(open_ones) - 1)
                    self._table.setColumnWidth(place, rest if place == open_ones[-1] else share)
        finally:
            self._by_us = False

    def _follow(self, section: int, _before: int, width: int) -> None:
        if self._by_us or not 0 <= section < len(self._model.columns):
            return
        self._waiting[self._model.columns[section].name] = width
        self._pause.start()

    def _tell(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for name, width in waiting.items():
            self.dragged.emit(name, width)
