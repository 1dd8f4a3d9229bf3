"""Pills, monograms, permission strips and icons as widgets, drawn as the table draws them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from fracttal_console.ui.look.paint import (
    PILL_HEIGHT,
    Pill,
    filled_box,
    monogram,
    paint_icon,
    paint_monogram,
    paint_pill,
    paint_strip,
    painting,
    pill_width,
    strip_width,
)
from fracttal_console.ui.look.theme import Theme


class PillLabel(QLabel):
    """A state as a pill."""

    def __init__(self, theme: Theme, pill: Pill) -> None:
        super().__init__()
        self._theme = theme
        self._pill = pill
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_pill(pill)

    def set_pill(self, pill: Pill) -> None:
        """Show another state."""
        self._pill = pill
        self.setAccessibleName(pill.word)
        self.setFixedSize(pill_width(pill), PILL_HEIGHT)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        with painting(self) as painter:
            paint_pill(painter, self._theme, 0, PILL_HEIGHT // 2, self._pill)


class MonogramLabel(QLabel):
    """Initials that stand for a name; decoration, so assistive technology hears the name elsewhere."""

    def __init__(self, theme: Theme, name: str, size: int, *, circle: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._mark = monogram(name)
        self._circle = circle
        self.setFixedSize(size, size)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Stand for another name."""
        self._mark = monogram(name)
        self.setAccessibleName(name or "–")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the initials."""
        with painting(self) as painter:
            paint_monogram(painter, self._theme, self.rect(), self._mark, circle=self._circle)


class StripLabel(QLabel):
    """Which of the five actions are allowed, in their fixed places; `words` say the same."""

    def __init__(self, theme: Theme, allowed: Sequence[bool], words: str) -> None:
        super().__init__()
        self._theme = theme
        self._allowed: tuple[bool, ...] = ()
        self.setFixedSize(strip_width(), PILL_HEIGHT)
        self.set_allowed(allowed, words)

    def set_allowed(self, allowed: Sequence[bool], words: str) -> None:
        """Show which other actions are allowed."""
        self._allowed = tuple(allowed)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the five places."""
        return QSize(strip_width(), PILL_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the strip."""
        with painting(self) as painter:
            paint_strip(painter, self._theme, 0, PILL_HEIGHT // 2, self._allowed)


class IconLabel(QLabel):
    """An icon beside a text that says the same; on a tinted tile where `tile` is its edge in pixels."""

    def __init__(self, theme: Theme, icon: str, ink: str = "text2", *, size: int = 16, tile: int = 0) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._ink = ink
        self._size = size
        self._tile = tile
        edge = tile or size
        self.setFixedSize(edge, edge)
        self.setAccessibleName(" ")

    def set_icon(self, icon: str, ink: str) -> None:
        """Show another icon."""
        self._icon, self._ink = icon, ink
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon."""
        with painting(self) as painter:
            if self._tile:
                ground = "info_bg" if self._ink == "accent_text" else f"{self._ink}_bg"
                filled_box(painter, self.rect(), self._theme.colour(ground), 8)
            left = (self.width() - self._size) // 2
            paint_icon(painter, self._theme, self._icon, self._ink, left, self.height() // 2, self._size)
