"""The product's mark."""

from functools import cache

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QIcon, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel

from fracttal_console.resources import resource
from fracttal_console.ui.look.paint import painting

PRODUCT = "Fracttal Console"


class Mark(QLabel):
    """The mark as a widget; the name stands beside it."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.setFixedSize(size, size)
        self.setAccessibleName(PRODUCT)

    def sizeHint(self) -> QSize:
        """Ask for a square."""
        return self.size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the mark."""
        with painting(self) as painter:
            _renderer().render(painter, QRectF(self.rect()))


def mark_icon() -> QIcon:
    """Return the mark for the window's frame."""
    return QIcon(str(resource("pages", "mark.svg")))


@cache
def _renderer() -> QSvgRenderer:
    return QSvgRenderer(str(resource("pages", "mark.svg")))
