"""Requests per day as stacked bars: painted to scale, walked by arrow keys, said to assistive technology."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from fracttal_console.ui.look.colours import Scheme
from fracttal_console.ui.look.fonts import Role, font_of, metrics_of
from fracttal_console.ui.look.paint import filled_box, painting
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.chart_legend import paint_hatched

_STEPS = (1, 2, 2.5, 4, 5, 8)
_LINES = 4
_GAP = 1
_RING = 6
"""Room for the focus ring around what is drawn."""
_TIP_PADDING = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: `label` stands under some of the bars, `title` names it in full, `numbers` are its two in words."""

    label: str
    title: str
    accepted: int
    refused: int
    numbers: tuple[str, str]


def nice_step(most: int) -> int:
    """Return how far apart grid lines stand so that three of them reach the largest number."""
    least = max(1, -(-most // (_LINES - 1)))
    unit = 1
    while True:
        for step in _STEPS:
            if step * unit >= least and step * unit == int(step * unit):
                return int(step * unit)
        unit *= 10


class BarChart(QAbstractButton):
    """Bars with accepted requests below and refused ones, hatched, on top.

    Signals:
        followed: the rows of a day are asked for, by its place.
    """

    followed = Signal(int)

    def __init__(self, theme: Theme, name: str, series: tuple[str, str], *, height: int, axis: bool = True) -> None:
        """Take what stays the same.

        Args:
            theme: gives the colours.
            name: of the chart, for assistive technology.
            series: what accepted and refused are called.
            height: in pixels.
            axis: whether grid lines and their numbers are drawn.
        """
        super().__init__()
        self._theme = theme
        self._series = series
        self._axis = axis
        self._bars: tuple[Bar, ...] = ()
        self._grid: tuple[tuple[int, str], ...] = ()
        self._here = -1
        self.setText(name)
        self.setAccessibleName(name)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.clicked.connect(self._follow)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The days that are shown."""
        return self._bars

    @property
    def series(self) -> tuple[str, str]:
        """What accepted and refused are called."""
        return self._series

    @property
    def here(self) -> int:
        """Place of the day whose numbers are shown, -1 for none."""
        return self._here

    def show_bars(self, bars: Sequence[Bar], grid: Sequence[tuple[int, str]]) -> None:
        """Show days; `grid` are the lines with their words, from zero up."""
        same_days = [bar.title for bar in bars] == [bar.title for bar in self._bars]
        if tuple(bars) == self._bars:
            return
        self._bars, self._grid = tuple(bars), tuple(grid)
        if not same_days:
            self._here = -1
        self.setAccessibleDescription("; ".join(self._sentence(bar) for bar in self._bars))
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for bars that can be told apart."""
        return QSize(max(200, 12 * len(self._bars)), self.height())

    def minimumSizeHint(self) -> QSize:
        """Do with little width."""
        return QSize(120, self.height())

    # --- keys and pointer -----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the days, and follow one."""
        last = len(self._bars) - 1
        steps = {
            Qt.Key.Key_Left: max(0, (self._here if self._here >= 0 else last + 1) - 1),
            Qt.Key.Key_Right: min(last, self._here + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in steps and self._bars:
            self._go(steps[key], aloud=True)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._follow()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the numbers of the day under the pointer."""
        super().mouseMoveEvent(event)
        self._go(self._place_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Take the numbers away."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._go(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the numbers away."""
        super().focusOutEvent(event)
        self._go(-1)

    def _follow(self) -> None:
        if self._here >= 0:
            self.followed.emit(self._here)

    def _go(self, place: int, *, aloud: bool = False) -> None:
        if place == self._here:
            return
        self._here = place
        if place >= 0 and aloud:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._sentence(self._bars[place])))
        self.update()

    def _sentence(self, bar: Bar) -> str:
        accepted, refused = self._series
        return f"{bar.title}: {accepted} {bar.numbers[0]}, {refused} {bar.numbers[1]}"

    # --- where everything is --------------------------------------------------------------------

    def _plot(self) -> QRect:
        labels = metrics_of(Role.NOTE).height() + 6
        if not self._axis:
            return QRect(_RING, _RING, self.width() - 2 * _RING, self.height() - labels - 2 * _RING)
        left = max((metrics_of(Role.NOTE).horizontalAdvance(words) for _, words in self._grid), default=0) + 8 + _RING
        return QRect(left, 8 + _RING, self.width() - left - _RING, self.height() - labels - 10 - 2 * _RING)

    def _bar_edges(self, plot: QRect, place: int) -> tuple[int, int]:
        # both ends are rounded, not the width: bars stay evenly apart at every scale
        step = plot.width() / max(1, len(self._bars))
        inset = min(4.0, step * 0.18)
        left = round(plot.left() + place * step + inset)
        return left, max(left + 1, round(plot.left() + (place + 1) * step - inset))

    def _place_at(self, point: QPoint) -> int:
        plot = self._plot()
        if not self._bars or not plot.left() <= point.x() < plot.right():
            return -1
        return min(len(self._bars) - 1, int((point.x() - plot.left()) * len(self._bars) / plot.width()))

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw grid, bars and the numbers of one day."""
        with painting(self) as painter:
            plot = self._plot()
            top = (
                self._grid[-1][0] if self._grid else max((bar.accepted + bar.refused for bar in self._bars), default=1)
            )
            self._draw_grid(painter, plot, max(1, top))
            for place, bar in enumerate(self._bars):
                self._draw_bar(painter, plot, place, bar, max(1, top))
            self._draw_labels(painter, plot)
            if self._axis and 0 <= self._here < len(self._bars):
                self._draw_tip(painter, plot, self._bars[self._here])
            if self.hasFocus():
                width = 3 if self._theme.scheme is Scheme.CONTRAST else 2
                filled_box(painter, self.rect(), None, 6, self._theme.colour("focus"), width)

    def _draw_grid(self, painter: QPainter, plot: QRect, top: int) -> None:
        theme = self._theme
        if self._axis:
            painter.setFont(font_of(Role.NOTE))
            for value, words in self._grid:
                line = plot.bottom() - round(value / top * plot.height())
                painter.fillRect(plot.left(), line, plot.width(), 1, theme.colour("border"))
                painter.setPen(theme.colour("text3"))
                area = QRect(0, line - 8, plot.left() - 8, 16)
                painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        painter.fillRect(plot.left(), plot.bottom() + 1, plot.width(), 1, theme.colour("border_strong"))

    def _draw_bar(self, painter: QPainter, plot: QRect, place: int, bar: Bar, top: int) -> None:
        left, right = self._bar_edges(plot, place)
        floor = plot.bottom() + 1
        accepted = round(bar.accepted / top * plot.height())
        whole = round((bar.accepted + bar.refused) / top * plot.height())
        if bar.refused:
            whole = max(whole, accepted + 2 + _GAP)
        ink = "accent_text" if place == self._here else "chart"
        painter.fillRect(left, floor - accepted, right - left, accepted, self._theme.colour(ink))
        if bar.refused:
            gap = _GAP if accepted else 0
            paint_hatched(painter, self._theme, QRect(left, floor - whole, right - left, whole - accepted - gap))

    def _draw_labels(self, painter: QPainter, plot: QRect) -> None:
        painter.setFont(font_of(Role.NOTE))
        painter.setPen(self._theme.colour("text3"))
        top, height = plot.bottom() + 4, metrics_of(Role.NOTE).height() + 2
        for place, bar in enumerate(self._bars):
            if not bar.label:
                continue
            left, right = self._bar_edges(plot, place)
            wide = metrics_of(Role.NOTE).horizontalAdvance(bar.label)
            middle = (left + right) // 2 - wide // 2
            at = min(max(plot.left(), middle), plot.right() - wide)
            painter.drawText(QRect(at, top, wide + 2, height), Qt.AlignmentFlag.AlignVCenter, bar.label)

    def _draw_tip(self, painter: QPainter, plot: QRect, bar: Bar) -> None:
        theme, names = self._theme, self._series
        title, body = metrics_of(Role.LABEL_STRONG), metrics_of(Role.SMALL)
        rows = [f"{name}   {number}" for name, number in zip(names, bar.numbers, strict=True)]
        wide = max([title.horizontalAdvance(bar.title), *map(body.horizontalAdvance, rows)]) + 2 * _TIP_PADDING + 8
        box = QRect(0, 0, wide, 62)
        left, right = self._bar_edges(plot, self._here)
        box.moveTo(min(max(plot.left(), left - wide - 6 if left > plot.center().x() else right + 6),
                       plot.right() - wide), plot.top())  # fmt: skip
        filled_box(painter, box, theme.colour("raised"), 6, theme.colour("border_strong"))
        inside = box.adjusted(_TIP_PADDING, 7, -_TIP_PADDING, -6)
        painter.setFont(font_of(Role.LABEL_STRONG))
        painter.setPen(theme.colour("text"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, bar.title)
        painter.setFont(font_of(Role.SMALL))
        for place, (name, number) in enumerate(zip(names, bar.numbers, strict=True), 1):
            line = QRect(inside.left(), inside.top() + place * 17, inside.width(), 17)
            painter.setPen(theme.colour("text2"))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(theme.colour("text"))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
