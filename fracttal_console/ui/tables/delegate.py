"""Paints cells: one small painter for each kind."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from fracttal_console.ui.look.fonts import Role, font_of, metrics_of
from fracttal_console.ui.look.paint import (
    Monogram,
    filled_box,
    paint_icon,
    paint_monogram,
    paint_pill,
    paint_strip,
    paint_words,
    pill_width,
    strip_width,
)
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.tables.cells import Cell, NameCell, PillCell, StripCell, TextCell
from fracttal_console.ui.tables.model import TableModel

ROW_HEIGHT = 36
PADDING = 8
EDGE = 24
"""Room before the first column and after the last one, as the page's margin."""

_ICON = 16
_MONOGRAM = 20
_Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Draws every cell of a table, and tells what is cut in it."""

    def __init__(self, theme: Theme, model: TableModel[Any], parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._painters: dict[type[Cell], Callable[[QPainter, QRect, Any], None]] = {
            TextCell: self._text,
            NameCell: self._name,
            PillCell: self._pill,
            StripCell: self._strip,
        }

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Give every row the same height."""
        return QSize(80, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell alone."""
        self.draw(painter, option.rect, index.column(), self._model.cell(index.row(), index.column()))

    def draw(self, painter: QPainter, rect: QRect, column: int, cell: Cell | None) -> None:
        """Draw what is in a cell; a bar in its place while its row is on its way."""
        content = self._content(rect, column)
        if cell is None:
            filled_box(painter, QRect(content.left(), content.center().y() - 4, min(content.width(), 96), 8),
                       self._theme.colour("hover"), 4)  # fmt: skip
        else:
            self._painters[type(cell)](painter, content, cell)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Show the whole text where it is cut, and what a hint adds."""
        if event.type() is not QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        cell = self._model.cell(index.row(), index.column())
        words = [] if cell is None else [text for text in (self._cut_text(cell, option.rect, index), cell.hint) if text]
        if self._theme.private:
            words = []
        QToolTip.showText(event.globalPos(), "\n".join(words), view, option.rect)
        return True

    def _cut_text(self, cell: Cell, rect: QRect, index: _Index) -> str:
        room = self._content(rect, index.column()).width()
        return cell.text if self._needed(cell) > room else ""

    @staticmethod
    def _needed(cell: Cell) -> int:
        if isinstance(cell, TextCell):
            icon = _ICON + 6 if cell.icon else 0
            return icon + metrics_of(cell.role).horizontalAdvance(cell.text)
        if isinstance(cell, NameCell):
            return _MONOGRAM + 8 + metrics_of(Role.NAME).horizontalAdvance(cell.text)
        if isinstance(cell, PillCell):
            return pill_width(cell.pill)
        if isinstance(cell, StripCell):
            return strip_width() + 8 + metrics_of(Role.BODY).horizontalAdvance(cell.words)
        return 0

    @staticmethod
    def _content(rect: QRect, column: int) -> QRect:
        return rect.adjusted(EDGE if column == 0 else PADDING, 0, -PADDING, -1)

    def _text(self, painter: QPainter, rect: QRect, cell: TextCell) -> None:
        left = rect.left()
        if cell.icon:
            paint_icon(painter, self._theme, cell.icon, cell.icon_ink or cell.ink, left, rect.center().y() + 1, _ICON)
            left += _ICON + 6
        painter.setFont(font_of(cell.role))
        painter.setPen(self._theme.colour(cell.ink))
        room = rect.right() - left + 1
        words = metrics_of(cell.role).elidedText(cell.text, cell.elide, room)
        paint_words(painter, self._theme, QRect(left, rect.top(), room, rect.height()), words, right=cell.right)

    def _name(self, painter: QPainter, rect: QRect, cell: NameCell) -> None:
        place = QPoint(rect.left(), rect.center().y() - _MONOGRAM // 2 + 1)
        mark = Monogram("", cell.mark.hue) if self._theme.private else cell.mark
        paint_monogram(painter, self._theme, QRect(place, QSize(_MONOGRAM, _MONOGRAM)), mark, circle=cell.circle)
        painter.setFont(font_of(Role.NAME))
        painter.setPen(self._theme.colour(cell.ink))
        left = rect.left() + _MONOGRAM + 8
        room = rect.right() - left + 1
        words = metrics_of(Role.NAME).elidedText(cell.text, Qt.TextElideMode.ElideRight, room)
        paint_words(painter, self._theme, QRect(left, rect.top(), room, rect.height()), words)

    def _pill(self, painter: QPainter, rect: QRect, cell: PillCell) -> None:
        paint_pill(painter, self._theme, rect.left(), rect.center().y() + 1, cell.pill)

    def _strip(self, painter: QPainter, rect: QRect, cell: StripCell) -> None:
        paint_strip(painter, self._theme, rect.left(), rect.center().y() + 1, cell.allowed, cell.ink)
        left = rect.left() + strip_width() + 8
        room = rect.right() - left + 1
        if room < 24:
            return
        painter.setFont(font_of(Role.BODY))
        painter.setPen(self._theme.colour(cell.ink))
        words = metrics_of(Role.BODY).elidedText(cell.words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, rect.top(), room, rect.height()), Qt.AlignmentFlag.AlignVCenter, words)
