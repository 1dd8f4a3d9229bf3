"""Refused requests without their widgets: columns, search, details."""

from collections.abc import Sequence
from datetime import timedelta

from fracttal_console.domain.audit import Event
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.services.refusal_facets import DAYS
from fracttal_console.services.refused_requests import RefusalView
from fracttal_console.texts.brief import brief_ago, brief_date, number, whole_moment
from fracttal_console.texts.causes import CAUSES
from fracttal_console.texts.refusals import cause_title, kind_name
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.request_doctor.details import actions_on, one_refusal
from fracttal_console.ui.request_doctor.facets import refusal_facets
from fracttal_console.ui.tables.cells import Cell, Column, TextCell
from fracttal_console.ui.tables.facets import Facet
from fracttal_console.ui.tables.presenter import Chosen, PageFact
from fracttal_console.ui.widgets.panel_content import Action, PanelContent

_KINDS = ("api_keys:", "consumers:", "permission_groups:", "authorizations:", "people:")
"""Events after which another repair, or none, may be offered."""


class RefusalsPresenter:
    """Shows refused requests, the newest first."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.title = desk.texts.gettext("Request doctor")
        self.search_hint = desk.texts.gettext("Cause, name, address or path")
        self.first_sort = ("when", True)
        self.list_name = "refused_requests"
        self.all_name = desk.texts.gettext("All refused requests")

    def facets(self) -> Sequence[Facet]:
        """Return by what the rows can be narrowed."""
        return refusal_facets(self._desk)

    def columns(self) -> Sequence[Column[RefusalView]]:
        """Return the columns from left to right."""
        texts = self._desk.texts
        return (
            Column(texts.gettext("Cause"), 0, self._cause, "cause"),
            Column(texts.gettext("Whose"), 176, self._whose, "credential"),
            Column(texts.gettext("From"), 120, self._where, "address"),
            Column(texts.gettext("Request"), 190, self._request, key="request"),
            Column(texts.gettext("Times"), 76, self._times, "times", first_down=True, right=True),
            Column(texts.gettext("Last"), 104, self._last, "when", first_down=True),
        )

    def key(self, row: RefusalView) -> int:
        """Return the id."""
        return row.refusal.id

    def page(self, query: ListQuery, start: int, most: int) -> Page[RefusalView]:
        """Return rows of a query."""
        return self._desk.base.refused_requests.page(self._desk.actor, query, start, most)

    def facts(self) -> tuple[PageFact, ...]:
        """Return how many requests were refused in the last days, and today."""
        texts = self._desk.texts
        days = self._desk.base.usage_figures.per_day(self._desk.actor, 7)
        week, today = days.total.refused, days.days[-1][1].refused
        words = texts.ngettext("{n} refused in 7 days", "{n} refused in 7 days", week)
        facts = [PageFact(words.format(n=number(week, texts)))]
        if today:
            words = texts.ngettext("{n} today", "{n} today", today)
            facts.append(PageFact(words.format(n=number(today, texts)), DAYS[0]))
        return tuple(facts)

    def name_of(self, only: str) -> str:
        """Return what a named subset is called."""
        texts = self._desk.texts
        if only in DAYS:
            now = self._desk.now()
            days_ago = DAYS.index(only)
            return texts.gettext("Today") if not days_ago else brief_date(now - timedelta(days=days_ago), now, texts)
        return kind_name(only, texts) if only in set(RefusalKind) else only

    def query(self, text: str, only: str, sort: str, *, descending: bool) -> ListQuery:
        """Return the query for what a person typed: the causes are looked through here, in the person's language."""
        words = text.casefold().split()
        tags = tuple(
            cause
            for cause in CAUSES
            if words and all(word in cause_title(cause, self._desk.texts).casefold() for word in words)
        )
        return ListQuery(text=text, only=only, sort=sort, descending=descending, tags=tags)

    def describe(self, row: RefusalView) -> PanelContent:
        """Describe one refusal."""
        return one_refusal(self._desk, row)

    def describe_several(self, chosen: Chosen[RefusalView]) -> PanelContent:
        """Describe several: how many requests they stand for."""
        texts = self._desk.texts
        title = texts.ngettext("{n} refusal chosen", "{n} refusals chosen", chosen.number)
        times = sum(row.refusal.times for row in chosen.rows)
        words = texts.ngettext("{n} request", "{n} requests", times)
        return PanelContent(
            title=title.format(n=number(chosen.number, texts)), subtitle=words.format(n=number(times, texts))
        )

    def menu(self, chosen: Chosen[RefusalView]) -> tuple[Action, ...]:
        """Return what can be done about the chosen one."""
        if chosen.number != 1 or not chosen.rows:
            return ()
        copy = Action("copy_row", self._desk.texts.gettext("Copy row"), "copy", shortcut="Ctrl+Shift+C")
        return (*actions_on(self._desk, chosen.rows[0]), copy)

    def concerned(self, events: Sequence[Event]) -> bool:
        """Tell whether a row may look different after these events."""
        return any(event.tag.startswith(_KINDS) for event in events)

    def _cause(self, row: RefusalView) -> Cell:
        text = cause_title(row.refusal.cause, self._desk.texts)
        return TextCell(text=text, role=Role.NAME, ink="text", icon="circle-x", icon_ink="bad")

    def _whose(self, row: RefusalView) -> Cell:
        refusal = row.refusal
        if refusal.credential_id is None and refusal.credential_name:
            return TextCell(
                text=refusal.credential_name, role=Role.MONO, hint=self._desk.texts.gettext("not known here")
            )
        icons = {"api_key": "key-round", "consumer": "app-window"}
        return TextCell(text=refusal.credential_name or "–", icon=icons.get(refusal.credential_kind, ""))

    @staticmethod
    def _where(row: RefusalView) -> Cell:
        return TextCell(text=row.refusal.address or "–", role=Role.MONO)

    @staticmethod
    def _request(row: RefusalView) -> Cell:
        return TextCell(text=row.refusal.endpoint or "–", role=Role.MONO)

    def _times(self, row: RefusalView) -> Cell:
        return TextCell(text=number(row.refusal.times, self._desk.texts), right=True)

    def _last(self, row: RefusalView) -> Cell:
        texts, at = self._desk.texts, row.refusal.last_at
        return TextCell(text=brief_ago(at, self._desk.now(), texts), hint=whole_moment(at, texts))
