"""Grounds on which things stand: plain areas, cards, tinted notes."""

from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from fracttal_console.ui.look.colours import Scheme
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import filled_box, painting
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.marks import IconLabel


class Ground(QWidget):
    """A plain area in one colour, with a hairline on some of its sides."""

    def __init__(self, theme: Theme, ink: str, *, line: str = "") -> None:
        """Take what is drawn.

        Args:
            theme: gives the colours.
            ink: of the fill.
            line: sides with a hairline: any of the letters l, t, r, b.
        """
        super().__init__()
        self._theme = theme
        self._ink = ink
        self._line = line

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the area."""
        width, height = self.width(), self.height()
        sides = {"l": (0, 0, 1, height), "t": (0, 0, width, 1), "r": (width - 1, 0, 1, height),
                 "b": (0, height - 1, width, 1)}  # fmt: skip
        with painting(self) as painter:
            painter.fillRect(self.rect(), self._theme.colour(self._ink))
            for side in self._line:
                painter.fillRect(*sides[side], self._theme.colour("border"))


class Card(QFrame):
    """A box with round corners and a hairline."""

    def __init__(self, theme: Theme, ink: str = "surface", *, radius: int = 8) -> None:
        super().__init__()
        self._theme = theme
        self._ink = ink
        self._radius = radius

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box."""
        with painting(self) as painter:
            edge: QColor = self._theme.colour("border")
            filled_box(painter, self.rect(), self._theme.colour(self._ink), self._radius, edge)


class TintedBox(QFrame):
    """A box in the tint of a state."""

    def __init__(self, theme: Theme, tone: str) -> None:
        super().__init__()
        self._theme = theme
        self._tone = tone

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box."""
        with painting(self) as painter:
            edge = self._theme.colour(self._tone) if self._theme.scheme is Scheme.CONTRAST else None
            filled_box(painter, self.rect(), self._theme.colour(f"{self._tone}_bg"), 6, edge)


class Note(TintedBox):
    """A tinted box with an icon, a title and a sentence: why something is as it is, or went wrong."""

    def __init__(self, theme: Theme, tone: str, icon: str, title: str, text: str = "") -> None:
        super().__init__(theme, tone)
        self._icon = IconLabel(theme, icon, tone, size=16)
        self.title = Label(theme, title, Role.NAME, wrap=True)
        self.text = Label(theme, text, Role.SMALL, "text2", wrap=True)
        words = column(self.title, self.text, spacing=2)
        self.setLayout(
            row(column(2, self._icon, None, spacing=0), words, spacing=10, margins=(12, 8, 12, 8), stretch=1)
        )
        # only now: what has no parent yet would be shown as a window of its own
        self.title.setVisible(bool(title))
        self.text.setVisible(bool(text))

    def say(self, title: str, text: str = "", *, tone: str | None = None, icon: str | None = None) -> None:
        """Show other words."""
        self._tone = tone or self._tone
        if icon is not None or tone is not None:
            self._icon.set_icon(icon or "info", self._tone)
        self.title.setText(title)
        self.text.setText(text)
        self.title.setVisible(bool(title))
        self.text.setVisible(bool(text))
        self.update()
