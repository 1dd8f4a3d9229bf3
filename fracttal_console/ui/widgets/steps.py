"""Steps of something that takes days: what is done, what goes on now, what is to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import paint_icon, painting
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row

_EDGE = 18
_LINE_GAP = 8


class Reached(Enum):
    """How far a step is."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, and when or how."""

    title: str
    text: str
    reached: Reached


class StepLine(QWidget):
    """The steps side by side; shape, not only colour, tells how far each is."""

    def __init__(self, theme: Theme, steps: Sequence[Step], words: dict[Reached, str]) -> None:
        """Take the steps.

        Args:
            theme: gives the colours.
            steps: from left to right.
            words: what is said of a step's mark to assistive technology.
        """
        super().__init__()
        line = row(spacing=0)
        for place, step in enumerate(steps):
            following = steps[place + 1].reached if place + 1 < len(steps) else None
            mark = _StepMark(theme, step.reached, following)
            mark.setAccessibleName(f"{step.title}: {words[step.reached]}")
            current = step.reached is Reached.NOW
            ink = "text2" if step.reached is Reached.AHEAD else "text"
            title = Label(theme, step.title, Role.STRONG if current else Role.NAME, ink, wrap=True)
            text = Label(theme, step.text, Role.SMALL, "text2", wrap=True)
            for label in (title, text):
                label.setContentsMargins(0, 0, 16, 0)
            line.addLayout(column(mark, 8, title, 1, text, None, spacing=0), 1)
        self.setLayout(line)


class _StepMark(QLabel):
    def __init__(self, theme: Theme, reached: Reached, following: Reached | None) -> None:
        super().__init__()
        self._theme = theme
        self._reached = reached
        self._following = following
        self.setFixedHeight(_EDGE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the mark and the line to the next one."""
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_mark(painter)
            if self._following is not None:
                self._draw_line(painter)

    def _draw_mark(self, painter: QPainter) -> None:
        ahead = self._reached is Reached.AHEAD
        colour = self._theme.colour("border_strong" if ahead else "accent_text")
        painter.setPen(QPen(colour, 1.75))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(1, 1, _EDGE - 2, _EDGE - 2))
        if self._reached is Reached.DONE:
            paint_icon(painter, self._theme, "check", "accent_text", 3, _EDGE // 2, 12)
        elif self._reached is Reached.NOW:
            painter.setBrush(colour)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(_EDGE / 2, _EDGE / 2), 4.5, 4.5)

    def _draw_line(self, painter: QPainter) -> None:
        solid = self._reached is Reached.DONE
        pen = QPen(self._theme.colour("accent_text" if solid else "border_strong"), 2)
        if not solid:
            pen.setDashPattern([2, 2])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        middle = _EDGE / 2
        painter.drawLine(QPointF(_EDGE + _LINE_GAP, middle), QPointF(self.width() - _LINE_GAP, middle))
