"""A ring that runs out: how much of a time is left."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel

from fracttal_console.ui.look.paint import painting
from fracttal_console.ui.look.theme import Theme


class Ring(QLabel):
    """Decoration beside the seconds in words."""

    def __init__(self, theme: Theme, size: int = 16) -> None:
        super().__init__()
        self._theme = theme
        self._share = 1.0
        self.setFixedSize(size, size)
        self.setAccessibleName(" ")

    def show_share(self, share: float) -> None:
        """Show what is left, 0 to 1; it steps once a second."""
        self._share = share
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring."""
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
            painter.setPen(QPen(self._theme.colour("border"), 2))
            painter.drawEllipse(box)
            pen = QPen(self._theme.colour("accent_text"), 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(box, 90 * 16, round(360 * 16 * self._share))
