"""Painters shared by table cells and by the widgets that show the same thing elsewhere."""

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPaintDevice, QPainter, QPen
from PySide6.QtWidgets import QWidget

from fracttal_console.ui.look.colours import Scheme, monogram_tones
from fracttal_console.ui.look.fonts import Role, font_of, metrics_of, sized
from fracttal_console.ui.look.theme import Theme

PILL_HEIGHT = 20
PILL_ICON = 14
STRIP_ICON = 14
STRIP_STEP = 16
STRIP_ICONS = ("eye", "plus", "pencil", "trash-2", "chart-column")
"""One fixed place for each action, in the order of every matrix: view, add, edit, delete, report."""

_HIDDEN_WIDTH = 72
_DELETE_PLACE = 3
_HUES = (12, 38, 95, 152, 196, 222, 262)


@dataclass(frozen=True, slots=True)
class Pill:
    """A state: icon and word on a tinted ground; `tone` is ok, warn, bad, info or idle."""

    icon: str
    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class Monogram:
    """Initials that stand for a name, with a hue of its own."""

    letters: str
    hue: int


@contextmanager
def painting(widget: QWidget | QPaintDevice) -> Iterator[QPainter]:
    """Give a painter and end it whatever happens: one that stays active breaks the next paint."""
    painter = QPainter(widget)
    try:
        yield painter
    finally:
        painter.end()


def monogram(name: str) -> Monogram:
    """Return the initials of the first two words of a name, with a hue that is always the same for it."""
    words = [word for word in name.split() if any(sign.isalnum() for sign in word)]
    # "Portal de Contratistas" is PC: the small words between do not count, where others are left
    words = [word for word in words if not word.islower()] or words
    letters = "".join(next(sign for sign in word if sign.isalnum()) for word in words[:2]).upper()
    place = hashlib.sha256(unicodedata.normalize("NFC", name).encode()).digest()[0] % len(_HUES)
    return Monogram(letters or "?", _HUES[place])


def monogram_colours(mark: Monogram, scheme: Scheme) -> tuple[QColor, QColor]:
    """Return fill and letters of a monogram."""
    fill, letters = monogram_tones(scheme)
    hue = mark.hue / 360
    return (
        QColor.fromHslF(hue, fill[0] / 100, fill[1] / 100),
        QColor.fromHslF(hue, letters[0] / 100, letters[1] / 100),
    )


def paint_monogram(painter: QPainter, theme: Theme, rect: QRect, mark: Monogram, *, circle: bool = False) -> None:
    """Draw a monogram: square with round corners for things, a circle for people."""
    fill, letters = monogram_colours(mark, theme.scheme)
    edge = rect.height()
    radius = edge / 2 if circle else (4 if edge <= 24 else 8)
    filled_box(painter, rect, fill, radius, _contrast_edge(theme))
    painter.setFont(sized(Role.STRONG, max(9, round(edge * 0.42)) if edge > 24 else 10))
    painter.setPen(letters)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, mark.letters)


def pill_width(pill: Pill) -> int:
    """Return the width of a pill in pixels."""
    return 6 + PILL_ICON + 4 + metrics_of(Role.LABEL).horizontalAdvance(pill.word) + 8


def paint_pill(painter: QPainter, theme: Theme, left: int, middle: int, pill: Pill) -> int:
    """Draw a pill and return its width.

    Args:
        painter: on what it is drawn.
        theme: gives the colours.
        left: of the pill.
        middle: its vertical middle.
        pill: what is drawn.
    """
    width = pill_width(pill)
    rect = QRect(left, middle - PILL_HEIGHT // 2, width, PILL_HEIGHT)
    filled_box(painter, rect, theme.colour(f"{pill.tone}_bg"), PILL_HEIGHT / 2, _contrast_edge(theme, pill.tone))
    paint_icon(painter, theme, pill.icon, pill.tone, rect.left() + 6, middle, PILL_ICON)
    painter.setFont(font_of(Role.LABEL))
    painter.setPen(theme.colour(pill.tone))
    text = rect.adjusted(6 + PILL_ICON + 4, 0, 0, 0)
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, pill.word)
    return width


def strip_width() -> int:
    """Return the width of a permission strip in pixels."""
    return STRIP_STEP * len(STRIP_ICONS)


def paint_strip(
    painter: QPainter, theme: Theme, left: int, middle: int, allowed: Sequence[bool], ink: str = "text2"
) -> None:
    """Draw which of the five actions are allowed: an icon where one is, a dot where it is not."""
    for place, (icon, may) in enumerate(zip(STRIP_ICONS, allowed, strict=True)):
        x = left + place * STRIP_STEP
        if may:
            paint_icon(painter, theme, icon, "bad" if place == _DELETE_PLACE else ink, x, middle, STRIP_ICON)
        else:
            centre = QPointF(x + STRIP_ICON / 2, middle)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("border_strong"))
            painter.drawEllipse(centre, 1.25, 1.25)
            painter.restore()


def paint_icon(painter: QPainter, theme: Theme, icon: str, ink: str, left: int, middle: int, size: int) -> None:
    """Draw an icon at a place, vertically centred on `middle`."""
    pixmap = theme.pixmap(icon, ink, size, painter.device().devicePixelRatioF())
    painter.drawPixmap(QPoint(left, middle - size // 2), pixmap)


def filled_box(
    painter: QPainter, rect: QRect, fill: QColor | None, radius: float, edge: QColor | None = None, width: int = 1
) -> None:
    """Draw a box with round corners: its fill, then an edge that lies inside of it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2 if edge is not None else 0.0
    box = QRectF(rect).adjusted(inset, inset, -inset, -inset)
    painter.setPen(QPen(edge, width) if edge is not None else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(QBrush(fill) if fill is not None else QBrush(Qt.BrushStyle.NoBrush))
    inner = max(0.0, radius - inset)
    painter.drawRoundedRect(box, inner, inner)
    painter.restore()


def paint_words(painter: QPainter, theme: Theme, rect: QRect, words: str, *, right: bool = False) -> None:
    """Draw a value in the font and colour that are set, or while values are hidden a bar in its place."""
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    if not theme.private or not words:
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | side, words)
        return
    # always as wide: the length of a name tells whose it is
    width = min(rect.width(), _HIDDEN_WIDTH)
    left = rect.right() - width + 1 if right else rect.left()
    filled_box(painter, QRect(left, rect.center().y() - 4, width, 10), theme.colour("border_strong"), 5)


def hairline(painter: QPainter, theme: Theme, left: int, top: int, width: int, height: int) -> None:
    """Draw a line as a rectangle on whole pixels, which stays crisp at every scale."""
    painter.fillRect(left, top, width, height, theme.colour("border"))


def _contrast_edge(theme: Theme, ink: str = "border_strong") -> QColor | None:
    return theme.colour(ink) if theme.scheme is Scheme.CONTRAST else None
