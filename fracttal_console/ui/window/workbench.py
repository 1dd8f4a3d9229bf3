"""The main window of a signed-in person: header, navigation, one page at a time, status bar."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from fracttal_console.domain.audit import Event
from fracttal_console.domain.links import Link
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.step_up import StepUp
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.surfaces import Ground
from fracttal_console.ui.widgets.toast import Toast
from fracttal_console.ui.window.ahead import PagesAhead
from fracttal_console.ui.window.header import Header
from fracttal_console.ui.window.keys_dialog import KeysDialog
from fracttal_console.ui.window.navigation import Navigation, keys_of
from fracttal_console.ui.window.places import PlacedPage
from fracttal_console.ui.window.regions import focus_region, next_region
from fracttal_console.ui.window.remembered import PageLook
from fracttal_console.ui.window.shortcuts import bind, bind_keys
from fracttal_console.ui.window.status_bar import StatusBar
from fracttal_console.ui.window.trail import Stop, Trail
from fracttal_console.ui.window.undo import LastUndo
from fracttal_console.ui.window.waiting import Waiting
from fracttal_console.ui.work_page import SETTINGS, Errand, Spot, WorkPage

_NARROW_BELOW = 1024
"""Width below which the navigation shows icons alone: that of a window at twice its size on a usual screen."""


class Workbench(Ground):
    """Everything that a signed-in person sees.

    Signals:
        turned: another page is shown, by its key.
        set_up: the settings are asked for.
        searched: the palette is asked for.
        waits: how many things need attention.
        zoomed: another size is wanted, by steps; 0 is the normal one.
    """

    turned = Signal(str)
    set_up = Signal()
    searched = Signal()
    waits = Signal(int)
    zoomed = Signal(int)

    def __init__(
        self, desk: Desk, pages: Sequence[PlacedPage], lock_minutes: int, looks: Mapping[str, PageLook] | None = None
    ) -> None:
        super().__init__(desk.theme, "chrome")
        self.desk = desk
        self.pages = tuple(pages)
        self._looks = dict(looks or {})
        self._made: dict[str, WorkPage] = {}
        self._ahead = PagesAhead(pages, self._make, desk.operations, self)
        self.trail = Trail()
        self._arriving = False
        self.header = Header(desk)
        self.navigation = Navigation(desk.theme, [page.place for page in pages], desk.texts)
        self.status = StatusBar(desk, lock_minutes)
        self._waiting = Waiting(desk, pages, self)
        self._stack = QStackedWidget()
        side = self._side = Ground(desk.theme, "chrome", line="r")
        self.settings = Button(desk.theme, desk.texts.gettext("Settings"), Kind.PLAIN, icon="settings")
        self.settings.setAccessibleName(self.settings.text())
        self.settings.setToolTip("Ctrl+,")
        self.settings.clicked.connect(self.set_up)
        foot = row(self.settings, None, margins=(12, 0, 8, 0))
        side.setLayout(column(self.navigation, foot, spacing=0, margins=(0, 8, 0, 8)))
        side.setFixedWidth(self.navigation.width() + 1)
        middle = row(side, self._stack, spacing=0, stretch=1)
        self.setLayout(column(self.header, middle, self.status, spacing=0, stretch=1))
        self.toast = Toast(desk.theme, self._stack, desk.texts.gettext("Close message"))
        self.undo = LastUndo(desk.texts, self.toast, lambda key, things: self._page_of(key).take_back(things))
        desk.operations.ask_by(StepUp(desk, self).ask)
        self._join()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words of the navigation out where the pages need the room."""
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW_BELOW
        self.navigation.be_narrow(narrow=narrow)
        self._side.setFixedWidth(self.navigation.width() + 1)
        name = self.settings.accessibleName()
        self.settings.setText("" if narrow else name)
        self.settings.setToolTip(f"{name}  Ctrl+," if narrow else "Ctrl+,")

    @property
    def page(self) -> WorkPage:
        """The page that is shown."""
        return self._made[self.key]

    @property
    def key(self) -> str:
        """The key of the page that is shown."""
        return self.pages[self.navigation.currentIndex()].place.key

    @property
    def made_pages(self) -> Mapping[str, WorkPage]:
        """The pages that were opened, by key."""
        return self._made

    def looks(self) -> dict[str, PageLook]:
        """Return how each page is left, those too that were not opened this time."""
        return {**self._looks, **{key: page.look() for key, page in self._made.items()}}

    def open(self, key: str) -> None:
        """Show a page."""
        keys = [page.place.key for page in self.pages]
        index = keys.index(key) if key in keys else 0
        if index == self.navigation.currentIndex() and self._made:
            return
        if index == self.navigation.currentIndex():
            self._turn(index)
        else:
            self.navigation.setCurrentIndex(index)

    def run_errand(self, errand: Errand) -> None:
        """Lead to another page, and do there what is asked for."""
        if errand.page == SETTINGS:
            self.set_up.emit()
        if errand.page not in {page.place.key for page in self.pages}:
            return
        self.open(errand.page)
        self.page.serve(errand)

    def can_follow(self, link: Link) -> bool:
        """Tell whether there is a page for what a link names."""
        return any(page.noun == link.noun for page in self.pages)

    def follow(self, link: Link) -> None:
        """Show what a link leads to; nothing is done with it."""
        for page in self.pages:
            if page.noun == link.noun:
                # from another page it is one step, and one leads back
                self._arriving = page.place.key != self.key
                self.open(page.place.key)
                self.page.reveal(link.id)
                self._arriving = False

    def go(self, steps: int) -> None:
        """Go back (-1) or forward (1) to where the person was."""
        stop = self.trail.turn(self._here(), steps)
        if stop is not None:
            index = [page.place.key for page in self.pages].index(stop.key)
            self.navigation.blockSignals(True)  # noqa: FBT003 - Qt's own call
            self.navigation.setCurrentIndex(index)
            self.navigation.blockSignals(False)  # noqa: FBT003 - Qt's own call
            self._show(index)
            self.page.go_to(stop.spot)

    def take_over(self, before: "Workbench") -> None:
        """Go on where another one was left, in other words: with its way back and forward, and its undo."""
        self.trail = before.trail
        self.page.go_to(before.page.spot())
        self.undo.take_over(before.undo)

    def lead(self, key: str, text: str) -> None:
        """Show a page with the rows that match a text."""
        self.open(key)
        self.page.seek(text)

    def say(self, text: str, *, tone: str = "info", icon: str = "info") -> None:
        """Show a sentence at the bottom of the page."""
        self.toast.say(text, tone=tone, icon=icon)

    def turn_private(self) -> None:
        """Hide names, ids and addresses, or show them again."""
        theme, texts = self.desk.theme, self.desk.texts
        theme.hide_values(hidden=not theme.private)
        self.status.show_private(private=theme.private)
        if theme.private:
            self.say(texts.gettext("Values are hidden. Ctrl+Shift+H shows them again."), icon="eye-off")
        else:
            self.toast.hide()

    def show_keys(self) -> None:
        """Show every key."""
        KeysDialog(self.desk, self).open()

    def hear(self, events: Sequence[Event]) -> None:
        """Follow what was committed, on every page that was opened."""
        self.status.note_event(max((event.at for event in events if event.at is not None), default=None))
        self._waiting.soon()
        for page in self._made.values():
            page.hear(events)

    def note_used(self) -> None:
        """Follow what was used."""
        for page in self._made.values():
            page.note_used()

    def go_round(self, step: int) -> None:
        """Give the focus to the next region: navigation, filter, table, panel, message."""
        regions = [self.navigation, *self.page.regions(), *([self.toast] if self.toast.isVisible() else [])]
        focus_region(next_region(regions, step))

    def _join(self) -> None:
        self.navigation.currentChanged.connect(self._turn)
        self.header.search.clicked.connect(self.searched)
        self.status.cleared.connect(self.desk.clipboard.clear_now)
        self.header.gateway.said.connect(lambda text: self.say(text, tone="bad", icon="octagon-alert"))
        self.desk.bridge.happened.connect(self.hear)
        self.desk.bridge.touched.connect(self.note_used)
        self._waiting.counted.connect(self.navigation.show_waiting)
        for page in self.pages:
            if page.rings:
                self._ring_for(page.place.key)
        for page, keys in zip(self.pages, keys_of([page.place for page in self.pages]), strict=True):
            if keys:
                bind(self, keys, self._opening(page.place.key))
        deeds: dict[str, Callable[[], object]] = {
            "Ctrl+K": self.searched.emit,
            "Ctrl+,": self.set_up.emit,
            "F6": partial(self.go_round, 1),
            "Shift+F6": partial(self.go_round, -1),
            "Alt+Left": partial(self.go, -1),
            "Alt+Right": partial(self.go, 1),
            "F1": self.show_keys,
            "Ctrl+Shift+H": self.turn_private,
            "Ctrl+F": lambda: self.page.search(),  # noqa: PLW0108 - of the page that is shown by then
            # a text field that has the focus takes it for itself
            "Ctrl+Z": self.undo.take,
            "Ctrl+Shift+X": self.desk.clipboard.clear_now,
        }
        bind_keys(self, deeds, act=self._act, zoom=self.zoomed.emit)
        self._waiting.soon()

    def _ring_for(self, key: str) -> None:
        bell = self.header.bell
        bell.show()
        bell.clicked.connect(self._opening(key))
        self.waits.connect(bell.show_waiting)
        self._waiting.counted.connect(lambda page, number: self.waits.emit(number) if page == key else None)

    def _opening(self, key: str) -> Callable[[], None]:
        return lambda: self.open(key)

    def _act(self, action: str) -> None:
        self.page.act_by_key(action)

    def _here(self) -> Stop:
        before = self._stack.currentWidget()
        key = next((key for key, page in self._made.items() if page is before), self.key)
        return Stop(key, self._made[key].spot())

    def _turn(self, index: int) -> None:
        self.trail.step(self._here() if self._made else None, Stop(self.pages[index].place.key, Spot()))
        self._show(index)

    def _depart(self) -> None:
        if self._arriving:
            return
        here = self._here()
        self.trail.step(here, Stop(here.key, Spot()))

    def _show(self, index: int) -> None:
        key = self.pages[index].place.key
        page = self._page_of(key)
        before = self._stack.currentWidget()
        if isinstance(before, WorkPage) and before is not page:
            before.leave()
        self._stack.setCurrentWidget(page)
        if not self.toast.counting:
            self.toast.hide()
        page.open()
        self._count()
        self.turned.emit(key)

    def _page_of(self, key: str) -> WorkPage:
        if key not in self._made:
            placed = next(page for page in self.pages if page.place.key == key)
            page = self._ahead.take(placed)
            if not self._made:
                page.settled.connect(self._ahead.begin)
            self._made[key] = page
        return self._made[key]

    def _make(self, placed: PlacedPage) -> WorkPage:
        page = placed.make(self.desk)
        page.noun = placed.noun
        page.take_look(self._looks.get(placed.place.key, PageLook()))
        page.counted.connect(self._count)
        page.moves.connect(self._depart)
        page.said.connect(lambda text, tone, icon: self.say(text, tone=tone, icon=icon))
        page.offers.connect(partial(self.undo.hear, placed.place.key))
        page.led.connect(self.lead)
        page.sent.connect(self.run_errand)
        page.linked.connect(self.follow)
        self._stack.addWidget(page)
        return page

    def _count(self) -> None:
        self.status.show_counts(self.page.counts())
