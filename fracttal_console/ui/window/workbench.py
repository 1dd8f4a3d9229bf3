"""The main window of a signed-in person: header, navigation, one page at a time, status bar."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from fracttal_console.domain.audit import Event
from fracttal_console.texts.brief import number
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.step_up import StepUp
from fracttal_console.ui.tables.list_page import ListPage
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.surfaces import Ground
from fracttal_console.ui.widgets.toast import Toast
from fracttal_console.ui.window.header import Header
from fracttal_console.ui.window.navigation import Navigation, Place
from fracttal_console.ui.window.status_bar import StatusBar


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page and where it stands; it is made when it is first opened."""

    place: Place
    make: Callable[[Desk], ListPage[Any]]


class Workbench(Ground):
    """Everything that a signed-in person sees.

    Signals:
        turned: another page is shown, by its key.
        set_up: the settings are asked for.
    """

    turned = Signal(str)
    set_up = Signal()

    def __init__(self, desk: Desk, pages: Sequence[PlacedPage], lock_minutes: int) -> None:
        super().__init__(desk.theme, "chrome")
        self.desk = desk
        self._pages = tuple(pages)
        self._made: dict[str, ListPage[Any]] = {}
        self.header = Header(desk)
        self.navigation = Navigation(desk.theme, [page.place for page in pages], desk.texts.gettext("Pages"))
        self.status = StatusBar(desk, lock_minutes)
        self._stack = QStackedWidget()
        side = Ground(desk.theme, "chrome", line="r")
        self.settings = Button(desk.theme, desk.texts.gettext("Settings"), Kind.PLAIN, icon="settings")
        self.settings.setToolTip("Ctrl+,")
        self.settings.clicked.connect(self.set_up)
        foot = row(self.settings, None, margins=(12, 0, 8, 0))
        side.setLayout(column(self.navigation, None, foot, spacing=0, margins=(0, 8, 0, 8)))
        side.setFixedWidth(self.navigation.width() + 1)
        middle = row(side, self._stack, spacing=0, stretch=1)
        self.setLayout(column(self.header, middle, self.status, spacing=0, stretch=1))
        self.toast = Toast(desk.theme, self._stack, desk.texts.gettext("Close message"))
        desk.operations.ask_by(StepUp(desk, self).ask)
        self._join()

    @property
    def page(self) -> ListPage[Any]:
        """The page that is shown."""
        return self._made[self._pages[self.navigation.currentIndex()].place.key]

    @property
    def key(self) -> str:
        """The key of the page that is shown."""
        return self._pages[self.navigation.currentIndex()].place.key

    @property
    def made_pages(self) -> Mapping[str, ListPage[Any]]:
        """The pages that were opened, by key."""
        return self._made

    def open(self, key: str) -> None:
        """Show a page."""
        keys = [page.place.key for page in self._pages]
        index = keys.index(key) if key in keys else 0
        if index == self.navigation.currentIndex() and self._made:
            return
        self.navigation.setCurrentIndex(index)
        self._turn(index)

    def lead(self, key: str, text: str) -> None:
        """Show a page with the rows that match a text."""
        self.open(key)
        self.page.filter.clear()
        self.page.filter.type(text)

    def say(self, text: str, *, tone: str = "info", icon: str = "info") -> None:
        """Show a sentence at the bottom of the page."""
        self.toast.say(text, tone=tone, icon=icon)

    def hear(self, events: Sequence[Event]) -> None:
        """Follow what was committed, on every page that was opened."""
        self.status.note_event(max((event.at for event in events if event.at is not None), default=None))
        for page in self._made.values():
            page.hear(events)

    def note_used(self) -> None:
        """Follow what was used."""
        for page in self._made.values():
            page.note_used()

    def go_round(self, step: int) -> None:
        """Give the focus to the next region: navigation, filter, table, panel, message."""
        regions: list[QWidget] = [self.navigation, *self.page.regions()]
        if self.toast.isVisible():
            regions.append(self.toast)
        focused = QApplication.focusWidget()
        here = -1
        if focused is not None:
            inside = [place for place, part in enumerate(regions) if focused is part or part.isAncestorOf(focused)]
            here = inside[0] if inside else -1
        self._focus(regions[(here + step) % len(regions)])

    def _join(self) -> None:
        self.navigation.currentChanged.connect(self._turn)
        self.status.cleared.connect(self.desk.clipboard.clear_now)
        self.header.gateway.said.connect(lambda text: self.say(text, tone="bad", icon="octagon-alert"))
        self.desk.bridge.happened.connect(self.hear)
        self.desk.bridge.touched.connect(self.note_used)
        for number_, page in enumerate(self._pages, 1):
            self._shortcut(f"Ctrl+{number_}", self._opening(page.place.key))
        self._shortcut("Ctrl+,", self.set_up.emit)
        self._shortcut("F6", lambda: self.go_round(1))
        self._shortcut("Shift+F6", lambda: self.go_round(-1))
        self._shortcut("Ctrl+F", lambda: self.page.filter.type(""))
        self._shortcut("Ctrl+Shift+X", self.desk.clipboard.clear_now)
        for keys, action in (("Ctrl+N", "create"), ("F2", "edit"), ("Del", "end"), ("Ctrl+C", "copy"),
                             ("Ctrl+Shift+C", "copy_row")):  # fmt: skip
            self._shortcut(keys, self._acting(action))

    def _shortcut(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _opening(self, key: str) -> Callable[[], None]:
        return lambda: self.open(key)

    def _acting(self, action: str) -> Callable[[], None]:
        return lambda: self.page.act_by_key(action)

    def _turn(self, index: int) -> None:
        key = self._pages[index].place.key
        page = self._made.get(key)
        if page is None:
            page = self._made[key] = self._pages[index].make(self.desk)
            page.counted.connect(self._count)
            page.said.connect(self._say_for_page)
            page.led.connect(self.lead)
            self._stack.addWidget(page)
        before = self._stack.currentWidget()
        if isinstance(before, ListPage) and before is not page:
            before.leave()
        self._stack.setCurrentWidget(page)
        self.toast.hide()
        page.open()
        self._count()
        self.turned.emit(key)

    def _say_for_page(self, text: str, tone: str, icon: str) -> None:
        self.say(text, tone=tone, icon=icon)

    def _count(self) -> None:
        texts, page = self.desk.texts, self.page
        if not page.model.ready or page.model.total == 0:
            self.status.show_counts("")
            return
        words = texts.gettext("{shown} of {total} shown").format(
            shown=number(page.model.matching, texts), total=number(page.model.total, texts)
        )
        chosen = page.table.number_chosen()
        if chosen:
            some = texts.ngettext("{n} chosen", "{n} chosen", chosen).format(n=number(chosen, texts))
            words = f"{words} · {some}"
        self.status.show_counts(words)

    @staticmethod
    def _focus(region: QWidget) -> None:
        if region.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            region.setFocus(Qt.FocusReason.TabFocusReason)
            return
        for child in region.findChildren(QWidget):
            if child.focusPolicy() is not Qt.FocusPolicy.NoFocus and child.isVisible() and child.isEnabled():
                child.setFocus(Qt.FocusReason.TabFocusReason)
                return
