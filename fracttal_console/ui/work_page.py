"""What the window asks of every page, whatever is on it: to open and leave, to follow events, to act, to be led to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fracttal_console.domain.audit import Event
from fracttal_console.services.facets import FacetValue
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.widgets.panel_content import Action
from fracttal_console.ui.widgets.surfaces import Ground
from fracttal_console.ui.window.remembered import PageLook

SETTINGS = "settings"
"""What an errand names in place of a page, where the settings are to be shown."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on a page a person is: what narrows it, and the thing in view, None where there is none."""

    text: str = ""
    only: str = ""
    thing: int | None = None
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows are shown, of how many, and how many are chosen."""

    shown: int
    total: int
    chosen: int


@dataclass(frozen=True, slots=True)
class Errand:
    """What another page is asked for: its key, where on it to lead, and what to do there, "" for nothing."""

    page: str
    spot: Spot = Spot()
    act: str = ""


class WorkPage(Ground):
    """One page of the main window; `noun` is what links call its things, "" where none leads to one.

    Signals:
        settled: its content is there for the first time or anew, or could not be had.
        counted: what `counts` answers changed.
        moves: the person is about to be at another spot of it, because of a fact or link that is followed.
        sent: the person is to be led to another page, by an errand.
        said: something that a person should know and the page does not show: words, tone, icon.
        offers: an Offer of what can be undone, or None where the last one was taken.
        led: another page, by its key, is to show the rows that match a text.
        linked: what a Link names is to be shown.
    """

    settled = Signal()
    counted = Signal()
    moves = Signal()
    sent = Signal(object)
    said = Signal(str, str, str)
    offers = Signal(object)
    led = Signal(str, str)
    linked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "surface")
        self.desk = desk
        self.noun = ""

    def open(self) -> None:
        """Become the page that is seen."""

    def leave(self) -> None:
        """Stop what only matters while the page is seen."""

    def refresh(self) -> None:
        """Read again what is shown."""

    def hear(self, events: Sequence[Event]) -> None:
        """Follow what was committed."""

    def note_used(self) -> None:
        """Follow what was used."""

    def regions(self) -> list[QWidget]:
        """Return the parts that F6 goes through."""
        return [self]

    def focus_first(self) -> None:
        """Give the focus to where the work is."""
        self.setFocus()

    def search(self) -> None:
        """Give the focus to what narrows the page, where there is such a thing."""

    def seek(self, text: str) -> None:
        """Show the rows that match a text, and no other, where the page has rows."""

    def counts(self) -> Counts | None:
        """Return what the status bar says; None where nothing is counted."""
        return None

    def offered(self) -> tuple[Action, ...]:
        """Return what can be done here just now."""
        return ()

    def about(self) -> str:
        """Return the name of the one thing that is chosen, "" where there is none."""
        return ""

    def act(self, key: str) -> None:
        """Do what an action names."""
        raise NotImplementedError(key)

    def act_by_key(self, key: str) -> None:
        """Do what a key stands for, where it is offered just now."""
        if key in {action.key for action in self.offered()}:
            self.act(key)

    def take_back(self, things: tuple[int, ...]) -> None:
        """Undo what this page offered to undo."""
        raise NotImplementedError(things)

    def serve(self, errand: Errand) -> None:
        """Lead to the spot of an errand, and do there what it asks for."""
        self.go_to(errand.spot)
        if errand.act:
            self.act_by_key(errand.act)

    def look(self) -> PageLook:
        """Return how the page is left, for the next start."""
        return PageLook()

    def take_look(self, look: PageLook) -> None:
        """Become as the page was left; before it is opened."""

    def spot(self) -> Spot:
        """Return where on the page the person is."""
        return Spot()

    def go_to(self, spot: Spot) -> None:
        """Lead to a spot."""

    def reveal(self, thing: int) -> None:
        """Show one thing, by its id, and what is known of it."""
