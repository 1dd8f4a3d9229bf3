"""The audit log without its widgets: columns, search, and the check of the chain."""

from collections.abc import Sequence

from fracttal_console.domain.actors import ActorKind
from fracttal_console.domain.audit import ChainReport, Event
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.services.progress import Progress
from fracttal_console.texts.brief import number, time_of_day, whole_moment
from fracttal_console.texts.events import EVENT_TITLES, event_title
from fracttal_console.ui.audit.details import actions_on, actor_name, one_event
from fracttal_console.ui.audit.facets import event_facets
from fracttal_console.ui.audit.marks import event_mark
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.tables.cells import Cell, Column, TextCell
from fracttal_console.ui.tables.facets import Facet
from fracttal_console.ui.tables.presenter import Chosen, PageFact
from fracttal_console.ui.widgets.panel_content import Action, PanelContent


class AuditPresenter:
    """Shows events, newest first."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.title = desk.texts.gettext("Audit log")
        self.search_hint = desk.texts.gettext("Event, name or address")
        self.first_sort = ("when", True)
        self.list_name = "audit"
        self.all_name = desk.texts.gettext("All events")

    def facets(self) -> Sequence[Facet]:
        """Return by what the rows can be narrowed."""
        return event_facets(self._desk)

    def columns(self) -> Sequence[Column[Event]]:
        """Return the columns from left to right."""
        texts = self._desk.texts
        return (
            Column(texts.gettext("Time"), 164, self._when, "when", first_down=True),
            Column(texts.gettext("Event"), 0, self._what, key="event"),
            Column(texts.gettext("About"), 180, self._about, key="about"),
            Column(texts.gettext("Who"), 168, self._who, key="who"),
            Column(texts.gettext("From"), 132, self._where, key="from"),
            Column(texts.gettext("Number"), 88, self._number, key="seq", right=True, hidden=True),
        )

    def key(self, row: Event) -> int:
        """Return the place in the chain."""
        return row.seq

    def page(self, query: ListQuery, start: int, most: int) -> Page[Event]:
        """Return rows of a query."""
        return self._desk.base.audit.page(self._desk.actor, query, start, most)

    def facts(self) -> tuple[PageFact, ...]:
        """Return how many events there are."""
        texts = self._desk.texts
        total = self._desk.base.audit.page(self._desk.actor, ListQuery(), 0, 1).total
        words = texts.ngettext(
            "{n} event, with the names of that time", "{n} events, with the names of that time", total
        )
        return (PageFact(words.format(n=number(total, texts))),)

    def name_of(self, only: str) -> str:
        """Return what a named subset is called; there are none yet."""
        return only

    def query(self, text: str, only: str, sort: str, *, descending: bool) -> ListQuery:
        """Return the query for what a person typed: the titles are looked through here, in the person's language."""
        del sort
        words = text.casefold().split()
        tags = tuple(
            tag for tag in EVENT_TITLES if words and all(word in self._title(tag).casefold() for word in words)
        )
        return ListQuery(text=text, only=only, descending=descending, tags=tags)

    def describe(self, row: Event) -> PanelContent:
        """Describe one event."""
        return one_event(self._desk, row)

    def describe_several(self, chosen: Chosen[Event]) -> PanelContent:
        """Describe several events: how many."""
        texts = self._desk.texts
        title = texts.ngettext("{n} event chosen", "{n} events chosen", chosen.number)
        return PanelContent(title=title.format(n=number(chosen.number, texts)))

    def menu(self, chosen: Chosen[Event]) -> tuple[Action, ...]:
        """Return what can be done with an event: nothing changes it."""
        if chosen.number != 1 or not chosen.rows:
            return ()
        copy = Action("copy_row", self._desk.texts.gettext("Copy row"), "copy", shortcut="Ctrl+Shift+C")
        return (*actions_on(self._desk, chosen.rows[0]), copy)

    def concerned(self, events: Sequence[Event]) -> bool:
        """Tell that every event is a row."""
        return bool(events)

    def verify(self, progress: Progress) -> ChainReport:
        """Check the whole chain; runs beside the window."""
        return self._desk.base.audit.check(self._desk.actor, progress=progress)

    def _title(self, tag: str) -> str:
        return event_title(tag, self._desk.texts)

    def _when(self, event: Event) -> Cell:
        if event.at is None:
            return TextCell(text="")
        texts = self._desk.texts
        return TextCell(text=time_of_day(event.at, self._desk.now(), texts), hint=whole_moment(event.at, texts))

    def _what(self, event: Event) -> Cell:
        icon, ink = event_mark(event.tag)
        return TextCell(text=self._title(event.tag), role=Role.NAME, ink="text", icon=icon, icon_ink=ink)

    def _number(self, event: Event) -> Cell:
        return TextCell(text=number(event.seq, self._desk.texts), right=True)

    @staticmethod
    def _about(event: Event) -> Cell:
        return TextCell(text=event.target.name)

    def _who(self, event: Event) -> Cell:
        icon = "" if event.actor.kind is ActorKind.PERSON else "bot"
        return TextCell(text=actor_name(self._desk, event), icon=icon)

    @staticmethod
    def _where(event: Event) -> Cell:
        return TextCell(text=event.actor.address or "–", role=Role.MONO)
