"""The chips of a filter bar: one for each facet in force, on one line, and those that find no room behind a number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.fonts import Role, metrics_of
from fracttal_console.ui.look.paint import filled_box, paint_icon, painting
from fracttal_console.ui.look.style import CONTROL_RADIUS
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.buttons import Button, Kind, draw_focus

_WIDEST = 320
_CROSS = 26
_GAP = 8


@dataclass(frozen=True, slots=True)
class ChipWords:
    """What stands on a chip; `key` is the facet's, `name` what it is called, `value` what is chosen."""

    key: str
    name: str
    value: str


class Chip(QAbstractButton):
    """A filter in force: pressing it edits it, its cross takes it away.

    Signals:
        removed: the cross was pressed, or Delete.
    """

    removed = Signal()

    def __init__(self, theme: Theme, texts: Texts, words: ChipWords) -> None:
        super().__init__()
        self._theme = theme
        self.words = words
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        said = f"{words.name} {words.value}".strip()
        self.setAccessibleName(texts.gettext("Filter {name}").format(name=said))
        self.setAccessibleDescription(texts.gettext("Enter edits it, Delete takes it away"))
        self.setToolTip(said)

    def sizeHint(self) -> QSize:
        """Ask for room for the words and the cross."""
        return QSize(min(_WIDEST, self._left() + self._value_width() + 4 + _CROSS), 28)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the filter away where the cross was pressed."""
        if event.button() is Qt.MouseButton.LeftButton and event.position().x() >= self.width() - _CROSS:
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Delete for the chip, which in the window means to end what is chosen."""
        wanted = event.type() == QEvent.Type.ShortcutOverride
        if wanted and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit by Enter, take away by Delete."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        theme = self._theme
        with painting(self) as painter:
            filled_box(painter, self.rect(), theme.colour("info_bg"), CONTROL_RADIUS, theme.colour("accent_text"))
            painter.setFont(theme.font(Role.LABEL))
            painter.setPen(theme.colour("text2"))
            painter.drawText(self.rect().adjusted(10, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.words.name)
            left = self._left()
            room = self.width() - left - 4 - _CROSS + 2
            value = metrics_of(Role.LABEL_STRONG).elidedText(self.words.value, Qt.TextElideMode.ElideRight, room)
            painter.setFont(theme.font(Role.LABEL_STRONG))
            painter.setPen(theme.colour("text"))
            painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, value)
            paint_icon(painter, theme, "x", "text2", self.width() - 22, self.height() // 2, 14)
            draw_focus(painter, self, theme)

    def _left(self) -> int:
        name = metrics_of(Role.LABEL).horizontalAdvance(self.words.name)
        return 10 + (name + 6 if name else 0)

    def _value_width(self) -> int:
        return metrics_of(Role.LABEL_STRONG).horizontalAdvance(self.words.value)


class ChipLine(QWidget):
    """Chips on one line, then what does not fit as a number, then the button that adds one.

    Signals:
        edited: a chip was pressed, by its key.
        removed: a chip was taken away, by its key.
        adding: another filter is wanted.
    """

    edited = Signal(str)
    removed = Signal(str)
    adding = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme = theme
        self._texts = texts
        self.chips: list[Chip] = []
        self.more = Button(theme, "", Kind.PLAIN, small=True)
        self.more.clicked.connect(self._list_hidden)
        self.add = Button(theme, texts.gettext("Add filter"), Kind.PLAIN, icon="plus", small=True)
        self.add.clicked.connect(self.adding)
        for part in (self.more, self.add):
            part.setParent(self)
        self.more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(32)

    def minimumSizeHint(self) -> QSize:
        """Do with the button and the number: chips never make the window wider."""
        wide = self.add.sizeHint().width() if self.add.isVisibleTo(self) else 0
        return QSize(wide + 44, 32)

    def sizeHint(self) -> QSize:
        """Ask for no more than is needed at least: what is left over comes by itself."""
        return self.minimumSizeHint()

    def show_chips(self, words: Sequence[ChipWords]) -> None:
        """Show a chip for each; those that stay keep the focus."""
        known = {chip.words: chip for chip in self.chips}
        chips = [known.pop(each) if each in known else self._made(each) for each in words]
        for gone in known.values():
            gone.hide()
            gone.deleteLater()
        self.chips = chips
        self._lay_out()

    def chip(self, key: str) -> Chip | None:
        """Return the chip of a facet that can be seen."""
        return next((chip for chip in self.chips if chip.words.key == key and chip.isVisibleTo(self)), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def _made(self, words: ChipWords) -> Chip:
        chip = Chip(self._theme, self._texts, words)
        chip.setParent(self)
        chip.clicked.connect(self._telling(self.edited.emit, words.key))
        chip.removed.connect(self._telling(self.removed.emit, words.key))
        return chip

    def _lay_out(self) -> None:
        add = self.add.sizeHint().width() if self.add.isVisibleTo(self) else 0
        room = self.width() - add - _GAP
        widths = [chip.sizeHint().width() for chip in self.chips]
        fitting = len(widths)
        while fitting and sum(widths[:fitting]) + _GAP * fitting + (44 if fitting < len(widths) else 0) > room:
            fitting -= 1
        left = 0
        before: Chip | None = None
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < fitting)
            if place < fitting:
                chip.setGeometry(left, 2, widths[place], 28)
                left += widths[place] + _GAP
            if before is not None:
                QWidget.setTabOrder(before, chip)
            before = chip
        hidden = len(self.chips) - fitting
        self.more.setText(f"+{hidden}")
        name = self._texts.ngettext("{n} more filter", "{n} more filters", hidden).format(n=hidden)
        self.more.setAccessibleName(name)
        self.more.setToolTip(name)
        self.more.setVisible(hidden > 0)
        if hidden:
            self.more.setGeometry(left, 2, 36, 28)
            left += 36 + _GAP
        self.add.setGeometry(left, 2, add, 28)
        if before is not None:
            QWidget.setTabOrder(before, self.more)
        QWidget.setTabOrder(self.more, self.add)

    def _list_hidden(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(self.more.accessibleName())
        for chip in self.chips:
            if not chip.isVisibleTo(self):
                item = menu.addAction(f"{chip.words.name}: {chip.words.value}")
                item.triggered.connect(self._telling(self.edited.emit, chip.words.key))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    @staticmethod
    def _telling(tell: Callable[[str], None], key: str) -> Callable[[], None]:
        return lambda: tell(key)
