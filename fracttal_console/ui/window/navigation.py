"""The pages in groups, at the left: a vertical list of tabs."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar

from fracttal_console.ui.look.colours import Scheme
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import filled_box, paint_icon, painting
from fracttal_console.ui.look.theme import Theme

WIDTH = 216
_ITEM = 34
_CAPTION = 38
_TOP = 8


@dataclass(frozen=True, slots=True)
class Place:
    """One page as the navigation names it; `group` is the caption above it where a group begins."""

    key: str
    title: str
    icon: str
    group: str = ""


class Navigation(QTabBar):
    """A list of tabs that runs downwards; drawn here, since Qt turns the words of such tabs on their side."""

    def __init__(self, theme: Theme, places: Sequence[Place], name: str) -> None:
        super().__init__()
        self._theme = theme
        self._places = tuple(places)
        self._hovered = -1
        self.setAccessibleName(name)
        self.setShape(QTabBar.Shape.RoundedWest)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(WIDTH)
        for number, place in enumerate(self._places):
            self.addTab(place.title)
            self.setTabToolTip(number, f"Ctrl+{number + 1}")
            self.setAccessibleTabName(number, place.title)

    def tabSizeHint(self, index: int) -> QSize:
        """Give each tab its line, and a group's first one room for the caption."""
        return QSize(WIDTH, _ITEM + (_CAPTION if self._places[index].group else 0))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Never make a tab smaller."""
        return self.tabSizeHint(index)

    def sizeHint(self) -> QSize:
        """Ask for all tabs below each other."""
        return QSize(WIDTH, sum(self.tabSizeHint(index).height() for index in range(self.count())) + _TOP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.count() - 1}
        key = Qt.Key(event.key())
        if key in steps:
            self.setCurrentIndex(min(max(0, self.currentIndex() + steps[key]), self.count() - 1))
        elif key in ends:
            self.setCurrentIndex(ends[key])
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tint the tab under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.tabAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tint no tab."""
        super().leaveEvent(event)
        self._hover(-1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw captions and tabs."""
        with painting(self) as painter:
            for index, place in enumerate(self._places):
                self._draw(painter, index, place)

    def _draw(self, painter: QPainter, index: int, place: Place) -> None:
        theme, whole = self._theme, self.tabRect(index)
        if place.group:
            caption = QRect(20, whole.top() + 10, WIDTH - 28, _CAPTION - 12)
            painter.setFont(theme.font(Role.LABEL_STRONG))
            painter.setPen(theme.colour("text3"))
            painter.drawText(caption, Qt.AlignmentFlag.AlignVCenter, place.group)
        item = QRect(8, whole.bottom() - _ITEM + 2, WIDTH - 16, _ITEM - 2)
        here = index == self.currentIndex()
        if here:
            filled_box(painter, item, theme.colour("navigation"), 6)
            filled_box(painter, QRect(8, item.top() + 8, 3, item.height() - 16), theme.colour("accent_text"), 1.5)
        elif index == self._hovered:
            filled_box(painter, item, theme.colour("sunken" if theme.scheme is Scheme.LIGHT else "hover"), 6)
        paint_icon(painter, theme, place.icon, "accent_text" if here else "text2", 20, item.center().y() + 1, 16)
        painter.setFont(theme.font(Role.STRONG if here else Role.NAME))
        painter.setPen(theme.colour("text" if here else "text2"))
        painter.drawText(item.adjusted(36, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, place.title)
        if here and self.hasFocus():
            filled_box(painter, item, None, 6, theme.colour("focus"), 3 if theme.scheme is Scheme.CONTRAST else 2)

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.update()
