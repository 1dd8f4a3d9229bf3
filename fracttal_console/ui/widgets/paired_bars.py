"""Bars of two parts for each day: one filled, one hatched, so that they differ without colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy

from fracttal_console.ui.look.paint import filled_box, painting
from fracttal_console.ui.look.theme import Theme

_HEIGHT = 92
_GAP = 4


@dataclass(frozen=True, slots=True)
class PairedBar:
    """One day: how much is filled, how much hatched, both in words, and `cells` for a table: the day and both."""

    filled: int
    hatched: int
    words: str
    cells: tuple[str, str, str] = ("", "", "")


class PairedBars(QLabel):
    """The bars; arrow keys and the pointer tell one day's numbers.

    Signals:
        told: the words of the day that is looked at; "" where none is.
    """

    told = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._bars: tuple[PairedBar, ...] = ()
        self._place = -1
        self.setAccessibleName(name)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @property
    def bars(self) -> tuple[PairedBar, ...]:
        """The days that are shown."""
        return self._bars

    def show_bars(self, bars: Sequence[PairedBar], words: str) -> None:
        """Show other numbers; `words` say them all to assistive technology."""
        self._bars = tuple(bars)
        self._place = min(self._place, len(self._bars) - 1)
        self.setAccessibleDescription(words)
        self._tell()

    def sizeHint(self) -> QSize:
        """Ask for little width: bars grow with the room."""
        return QSize(14 * 16, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at the day before or after."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._bars:
            super().keyPressEvent(event)
            return
        start = len(self._bars) - 1 if self._place < 0 else self._place + step
        self._look_at(max(0, min(len(self._bars) - 1, start)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look at the day under the pointer."""
        if self._bars:
            self._look_at(min(len(self._bars) - 1, int(event.position().x()) * len(self._bars) // max(1, self.width())))

    def leaveEvent(self, event: QEvent) -> None:
        """Look at no day."""
        super().leaveEvent(event)
        self._look_at(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Look at no day."""
        super().focusOutEvent(event)
        self._look_at(-1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bars on their line."""
        with painting(self) as painter:
            painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("border_strong"))
            most = max((bar.filled + bar.hatched for bar in self._bars), default=0)
            for place, bar in enumerate(self._bars):
                self._draw(painter, self._column(place), bar, most)
            if self.hasFocus():
                filled_box(painter, self.rect(), None, 4, self._theme.colour("focus"), 2)

    def _column(self, place: int) -> QRect:
        # both ends are rounded, so that the bars fill the width without drifting
        left = round(place * self.width() / len(self._bars))
        right = round((place + 1) * self.width() / len(self._bars))
        return QRect(left, 0, max(1, right - left - _GAP), self.height() - 1)

    def _draw(self, painter: QPainter, area: QRect, bar: PairedBar, most: int) -> None:
        if most == 0:
            return
        room = area.height() - 4
        hatched = max(2, round(bar.hatched * room / most)) if bar.hatched else 0
        filled = max(2, round(bar.filled * room / most)) if bar.filled else 0
        base = area.bottom() + 1
        if hatched:
            draw_hatched(painter, self._theme, QRect(area.left(), base - hatched, area.width(), hatched))
        if filled:
            gap = 1 if hatched else 0
            box = QRect(area.left(), base - hatched - gap - filled, area.width(), filled)
            painter.fillRect(box, self._theme.colour("chart"))

    def _look_at(self, place: int) -> None:
        if place != self._place:
            self._place = place
            self._tell()

    def _tell(self) -> None:
        self.told.emit(self._bars[self._place].words if self._place >= 0 else "")
        self.update()


class Swatch(QLabel):
    """What a part of the bars looks like, beside its word."""

    def __init__(self, theme: Theme, *, hatched: bool) -> None:
        super().__init__()
        self._theme = theme
        self._hatched = hatched
        self.setFixedSize(14, 14)
        self.setAccessibleName(" ")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a piece of a bar."""
        with painting(self) as painter:
            box = QRect(1, 1, 12, 12)
            if self._hatched:
                draw_hatched(painter, self._theme, box)
            else:
                painter.fillRect(box, self._theme.colour("chart"))


def draw_hatched(painter: QPainter, theme: Theme, box: QRect) -> None:
    """Draw a hatched box."""
    painter.fillRect(box, theme.colour("warn_bg"))
    painter.save()
    painter.setPen(QPen(Qt.PenStyle.NoPen))
    painter.setBrush(QBrush(theme.colour("warn"), Qt.BrushStyle.BDiagPattern))
    painter.drawRect(box)
    painter.restore()
