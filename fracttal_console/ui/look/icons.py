"""Lucide icons drawn in the theme's colours, at any size and device ratio."""

from functools import cache
from typing import Protocol

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from fracttal_console.resources import resource

_THIN_FROM = 16
"""Edge in pixels from which a stroke of 1.75 is strong enough; smaller icons get 2."""


class Drawn(Protocol):
    """What keeps icons that were drawn once."""

    def pixmap(self, icon: str, ink: str, size: int, ratio: float = 1.0) -> QPixmap:
        """Return an icon drawn in an ink: a colour by name."""


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def render_icon(name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
    """Draw an icon.

    Args:
        name: file in `resources/icons`, without its ending.
        colour: of the strokes.
        size: edge in logical pixels.
        ratio: device pixels per logical pixel.
    """
    stroke = "1.75" if size >= _THIN_FROM else "2"
    svg = _source(name).replace("currentColor", colour.name()).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    try:
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    finally:
        painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


class IconEngine(QIconEngine):
    """Icon that asks the theme each time it is drawn, and greys itself where its control is disabled."""

    def __init__(self, theme: Drawn, name: str, ink: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._ink = ink

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draw into a rectangle, centred."""
        edge = min(rect.width(), rect.height())
        pixmap = self._drawn(edge, painter.device().devicePixelRatioF(), mode)
        painter.drawPixmap(rect.center() - QPoint((edge - 1) // 2, (edge - 1) // 2), pixmap)

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        """Return the icon at a device ratio of one."""
        return self._drawn(min(size.width(), size.height()), 1.0, mode)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        """Return the icon for a device ratio; `size` is in logical pixels."""
        return self._drawn(min(size.width(), size.height()), scale, mode)

    def clone(self) -> "IconEngine":
        """Return another of the same."""
        return IconEngine(self._theme, self._name, self._ink)

    def _drawn(self, edge: int, ratio: float, mode: QIcon.Mode) -> QPixmap:
        ink = "text3" if mode is QIcon.Mode.Disabled else self._ink
        return self._theme.pixmap(self._name, ink, edge, ratio)
