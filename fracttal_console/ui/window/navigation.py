"""The pages in groups, at the left: a vertical list of tabs."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar

from fracttal_console.texts.brief import number
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.colours import Scheme
from fracttal_console.ui.look.fonts import Role, metrics_of
from fracttal_console.ui.look.paint import filled_box, paint_icon, painting
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.window.places import Place

WIDTH = 216
NARROW = 56
"""Width where there is room for the icons alone."""

SETTINGS_KEYS = "Ctrl+,"
_ITEM = 34
_CAPTION = 38
_GAP = 12
_DOT = 8
_TOP = 8
_BADGE = 20
_NUMBERED = 9


def keys_of(places: Sequence[Place]) -> tuple[str, ...]:
    """Return the keys that open each page: Ctrl with its number, and for the foot Ctrl and a comma."""
    return tuple(
        SETTINGS_KEYS if place.foot else f"Ctrl+{at}" if at <= _NUMBERED else "" for at, place in enumerate(places, 1)
    )


class Navigation(QTabBar):
    """A list of tabs that runs downwards; drawn here, since Qt turns the words of such tabs on their side."""

    def __init__(self, theme: Theme, places: Sequence[Place], texts: Texts) -> None:
        super().__init__()
        self._theme = theme
        self._texts = texts
        self._places = tuple(places)
        self._badges = [0] * len(self._places)
        self._hovered = -1
        self._narrow = False
        self.setAccessibleName(texts.gettext("Pages"))
        self.setShape(QTabBar.Shape.RoundedWest)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        for at, (place, keys) in enumerate(zip(self._places, keys_of(self._places), strict=True)):
            self.addTab(place.title)
            self.setTabToolTip(at, keys)
            self.setAccessibleTabName(at, place.title)

    def be_narrow(self, *, narrow: bool) -> None:
        """Show icons alone, or words as well; a tab that has no words says them when it is pointed at."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for at, (place, keys) in enumerate(zip(self._places, keys_of(self._places), strict=True)):
            self.setTabToolTip(at, f"{place.title}  {keys}".strip() if narrow else keys)
        self.setFixedWidth(self._wide)
        # Qt asks each tab for its size anew when the bar is told of another icon size, and no sooner
        self.setIconSize(QSize(16, 16) if narrow else QSize(17, 17))
        self.updateGeometry()
        self.update()

    @property
    def _wide(self) -> int:
        return NARROW if self._narrow else WIDTH

    def show_waiting(self, key: str, waiting: int) -> None:
        """Show how much waits for a person on a page; 0 shows nothing."""
        at = next(at for at, place in enumerate(self._places) if place.key == key)
        if self._badges[at] == waiting:
            return
        self._badges[at] = waiting
        title = self._places[at].title
        words = self._texts.ngettext("{title}, {n} waiting", "{title}, {n} waiting", waiting)
        self.setAccessibleTabName(at, words.format(title=title, n=number(waiting, self._texts)) if waiting else title)
        self.update()

    def tabSizeHint(self, index: int) -> QSize:
        """Give each tab its line, a group's first one room for the caption, and the foot what is left."""
        if not self._places[index].foot:
            return QSize(self._wide, self._line(index))
        above = sum(self._line(at) for at, place in enumerate(self._places) if not place.foot)
        return QSize(self._wide, max(_ITEM, self.height() - above))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Never make a tab smaller."""
        return self.tabSizeHint(index)

    def sizeHint(self) -> QSize:
        """Ask for all tabs below each other."""
        return QSize(self._wide, sum(self._line(index) for index in range(self.count())) + _TOP)

    def minimumSizeHint(self) -> QSize:
        """Never do with less."""
        return self.sizeHint()

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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Follow a click on a line; captions and the room above the foot are no part of one."""
        if self._item_at(event.position().toPoint()) >= 0:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tint the tab under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self._item_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tint no tab."""
        super().leaveEvent(event)
        self._hover(-1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw captions and tabs."""
        with painting(self) as painter:
            for index, place in enumerate(self._places):
                self._draw(painter, index, place)

    def item_rect(self, index: int) -> QRect:
        """Return where the line of a page is, without what is above it."""
        return QRect(8, self.tabRect(index).bottom() - _ITEM + 2, self._wide - 16, _ITEM - 2)

    def _draw(self, painter: QPainter, index: int, place: Place) -> None:
        theme = self._theme
        if self._begins(index) and not self._narrow:
            caption = QRect(20, self.tabRect(index).top() + 10, WIDTH - 28, _CAPTION - 12)
            painter.setFont(theme.font(Role.LABEL_STRONG))
            painter.setPen(theme.colour("text3"))
            painter.drawText(caption, Qt.AlignmentFlag.AlignVCenter, place.group)
        item = self.item_rect(index)
        here = index == self.currentIndex()
        if here:
            filled_box(painter, item, theme.colour("navigation"), 6)
            filled_box(painter, QRect(8, item.top() + 8, 3, item.height() - 16), theme.colour("accent_text"), 1.5)
        elif index == self._hovered:
            filled_box(painter, item, theme.colour("sunken" if theme.scheme is Scheme.LIGHT else "hover"), 6)
        paint_icon(painter, theme, place.icon, "accent_text" if here else "text2", 20, item.center().y() + 1, 16)
        if self._narrow:
            if self._badges[index]:
                filled_box(painter, QRect(item.right() - _DOT - 2, item.top() + 3, _DOT, _DOT),
                           theme.colour("accent_text"), _DOT / 2)  # fmt: skip
        else:
            self._draw_words(painter, index, place, item, here=here)
        if here and self.hasFocus():
            filled_box(painter, item, None, 6, theme.colour("focus"), 3 if theme.scheme is Scheme.CONTRAST else 2)

    def _draw_words(self, painter: QPainter, index: int, place: Place, item: QRect, *, here: bool) -> None:
        theme, words = self._theme, item.adjusted(36, 0, -8, 0)
        if self._badges[index]:
            words.setRight(self._badge(painter, item, self._badges[index]) - 8)
        role = Role.STRONG if here else Role.NAME
        painter.setFont(theme.font(role))
        painter.setPen(theme.colour("text" if here else "text2"))
        title = metrics_of(role).elidedText(place.title, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, title)

    def _badge(self, painter: QPainter, item: QRect, waiting: int) -> int:
        """Draw a number at the right and return where it begins."""
        theme, words = self._theme, number(waiting, self._texts)
        width = max(_BADGE + 4, metrics_of(Role.LABEL_STRONG).horizontalAdvance(words) + 14)
        box = QRect(item.right() - 6 - width, item.center().y() - _BADGE // 2 + 1, width, _BADGE)
        edge = theme.colour("border_strong") if theme.scheme is Scheme.CONTRAST else None
        filled_box(painter, box, theme.colour("idle_bg"), _BADGE / 2, edge)
        painter.setFont(theme.font(Role.LABEL_STRONG))
        painter.setPen(theme.colour("idle"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        return box.left()

    def _begins(self, index: int) -> bool:
        group = self._places[index].group
        return bool(group) and (index == 0 or self._places[index - 1].group != group)

    def _line(self, index: int) -> int:
        above = _GAP if self._narrow else _CAPTION
        return _ITEM + (above if self._begins(index) else 0)

    def _item_at(self, point: QPoint) -> int:
        index = self.tabAt(point)
        return index if index >= 0 and self.item_rect(index).contains(point) else -1

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.update()
