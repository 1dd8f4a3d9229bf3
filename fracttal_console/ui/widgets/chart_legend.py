"""What the colours of a chart mean, and the stripes that tell one of them apart without colour."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from fracttal_console.ui.look.fonts import Role, font_of, metrics_of
from fracttal_console.ui.look.paint import painting
from fracttal_console.ui.look.theme import Theme

_LEGEND = 12


class Legend(QAbstractButton):
    """What a colour of the chart means; it can be read and not pressed."""

    def __init__(self, theme: Theme, word: str, *, hatched: bool) -> None:
        super().__init__()
        self._theme = theme
        self._hatched = hatched
        self.setText(word)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedSize(_LEGEND + 6 + metrics_of(Role.SMALL).horizontalAdvance(word), 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a square and the word."""
        with painting(self) as painter:
            square = QRect(0, (self.height() - _LEGEND) // 2, _LEGEND, _LEGEND)
            if self._hatched:
                paint_hatched(painter, self._theme, square)
            else:
                painter.fillRect(square, self._theme.colour("chart"))
            painter.setFont(font_of(Role.SMALL))
            painter.setPen(self._theme.colour("text2"))
            painter.drawText(self.rect().adjusted(_LEGEND + 6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())


def paint_hatched(painter: QPainter, theme: Theme, area: QRect) -> None:
    """Fill an area with stripes: refused requests are told apart without their colour too."""
    painter.fillRect(area, theme.colour("chart2"))
    if area.height() <= 3:
        return
    painter.save()
    painter.setClipRect(area.adjusted(1, 1, -1, -1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = painter.pen()
    pen.setColor(theme.colour("surface"))
    pen.setWidthF(1.4)
    painter.setPen(pen)
    for start in range(area.left() - area.height(), area.right() + 4, 4):
        painter.drawLine(start, area.bottom() + 1, start + area.height() + 1, area.top())
    painter.restore()
