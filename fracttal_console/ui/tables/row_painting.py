"""Paints the rows of a table: each once, as a picture, and only so many new ones at a time."""

import math
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QSize, QTimer
from PySide6.QtGui import QBackingStore, QColor, QPainter, QPalette, QPixmap, QRegion
from PySide6.QtWidgets import QTableView

from fracttal_console.ui.look.colours import Scheme
from fracttal_console.ui.look.paint import painting
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.tables.cells import Cell
from fracttal_console.ui.tables.delegate import ROW_HEIGHT, CellDelegate
from fracttal_console.ui.tables.model import TableModel
from fracttal_console.ui.tables.row_pictures import RowPictures

FRESH_ROWS = 8
"""Rows that are painted anew in one turn of the event loop; the others follow in the next ones."""

_SCREENS_KEPT = 2
_Spans = tuple[tuple[int, int], ...]
"""Where each column begins and how wide it is."""


@dataclass(frozen=True, slots=True)
class _Sight:
    """Everything that tells one row from another to the eye."""

    cells: tuple[Cell | None, ...]
    ground: str
    ringed: bool


class RowPainter(QObject):
    """Draws what is seen of a table; `hovered` is the row under the pointer, -1 for none."""

    def __init__(self, theme: Theme, model: TableModel[Any], delegate: CellDelegate, table: QTableView) -> None:
        super().__init__(table)
        self._theme = theme
        self._model = model
        self._delegate = delegate
        self._table = table
        self.hovered = -1
        self.pictures = RowPictures()
        self.waiting: set[int] = set()
        self._next_turn = QTimer(self)
        self._next_turn.setSingleShot(True)
        self._next_turn.timeout.connect(self._go_on)

    def forget(self) -> None:
        """Forget every picture: the table is not seen now, or looks different from here on."""
        self.pictures.clear()
        self.waiting.clear()
        self._next_turn.stop()

    def paint(self, painter: QPainter, region: QRegion) -> None:
        """Draw the rows of a region."""
        ratio = painter.device().devicePixelRatioF()
        spans = self._spans()
        seen = self._places(self._table.viewport().rect())
        base = self._table.palette().color(QPalette.ColorRole.Base)
        self.pictures.stand_on((spans, ratio, base.rgb()), seen, _SCREENS_KEPT * len(seen))
        # a picture for somebody else than the screen has no next turn
        allowed = FRESH_ROWS if self._goes_to_screen(painter) else len(seen)
        left = self._table.columnViewportPosition(0)
        for place in self._places(region.boundingRect()):
            corner = QPoint(left, self._table.rowViewportPosition(place))
            if not region.intersects(QRect(corner, self._size(spans))):
                continue
            sight = _Sight(self._model.cells(place), self._ground(place), self._ringed(place))
            if not _on_whole_pixels(painter, corner, ratio):
                painter.translate(corner)
                self._draw(painter, spans, sight)
                painter.translate(-corner)
                continue
            picture = self.pictures.find(sight, place)
            if picture is None and allowed:
                allowed -= 1
                picture = self._picture(spans, sight, ratio, base)
                self.pictures.keep(sight, place, picture)
            elif picture is None:
                self.waiting.add(place)
                picture = self.pictures.shown_last(place)
            if picture is not None:
                painter.drawPixmap(corner, picture)
        if self.waiting:
            self._next_turn.start(0)

    def _go_on(self) -> None:
        """Ask for the rows that had to wait, wherever they stand by now."""
        waiting, self.waiting = self.waiting, set()
        for place in waiting:
            self.update(place)

    def update(self, place: int) -> None:
        """Have one row drawn again."""
        if place >= 0:
            port = self._table.viewport()
            port.update(0, self._table.rowViewportPosition(place), port.width(), ROW_HEIGHT)

    def _places(self, rect: QRect) -> range:
        first, last = self._table.rowAt(max(0, rect.top())), self._table.rowAt(rect.bottom())
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else self._model.matching - 1) + 1)

    def _spans(self) -> _Spans:
        head = self._table.horizontalHeader()
        return tuple((head.sectionPosition(place), head.sectionSize(place)) for place in range(head.count()))

    def _ground(self, place: int) -> str:
        if self._table.selectionModel().isSelected(self._model.index(place, 0)):
            return "select"
        return "hover" if place == self.hovered else ""

    def _ringed(self, place: int) -> bool:
        return self._table.hasFocus() and self._table.currentIndex().row() == place

    def _goes_to_screen(self, painter: QPainter) -> bool:
        # Qt's own description says that there always is one: not before the window was shown
        store: QBackingStore | None = self._table.window().backingStore()
        if store is None:
            return False
        return shiboken6.getCppPointer(painter.paintEngine().paintDevice()) == shiboken6.getCppPointer(
            store.paintDevice()
        )

    @staticmethod
    def _size(spans: _Spans) -> QSize:
        return QSize(spans[-1][0] + spans[-1][1] if spans else 0, ROW_HEIGHT)

    def _picture(self, spans: _Spans, sight: _Sight, ratio: float, base: QColor) -> QPixmap:
        size = self._size(spans)
        picture = QPixmap(math.ceil(size.width() * ratio), round(size.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(base)
        with painting(picture) as painter:
            self._draw(painter, spans, sight)
        return picture

    def _draw(self, painter: QPainter, spans: _Spans, sight: _Sight) -> None:
        """Draw a row: its ground, a hairline below, its cells, the ring of the focus."""
        size = self._size(spans)
        width, height = size.width(), size.height()
        if sight.ground:
            painter.fillRect(0, 0, width, height, self._theme.colour(sight.ground))
        painter.fillRect(0, height - 1, width, 1, self._theme.colour("border"))
        for column, ((left, wide), cell) in enumerate(zip(spans, sight.cells, strict=True)):
            self._delegate.draw(painter, QRect(left, 0, wide, height), column, cell)
        if sight.ringed:
            self._ring(painter, width, height)

    def _ring(self, painter: QPainter, width: int, height: int) -> None:
        thick = 3 if self._theme.scheme is Scheme.CONTRAST else 2
        for side in (
            QRect(0, 0, width, thick), QRect(0, height - thick, width, thick),
            QRect(0, 0, thick, height), QRect(width - thick, 0, thick, height),
        ):  # fmt: skip
            painter.fillRect(side, self._theme.colour("focus"))


def _on_whole_pixels(painter: QPainter, corner: QPoint, ratio: float) -> bool:
    """Tell whether a row lies on whole pixels of the screen; elsewhere its picture would not be what is painted."""
    place = painter.deviceTransform().map(QPointF(corner))
    return all(math.isclose(value, round(value), abs_tol=1e-6) for value in (place.x(), place.y(), ROW_HEIGHT * ratio))
