"""The page of permission groups without its widgets: columns, panel, verbs."""

from collections.abc import Sequence

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.audit import Event
from fracttal_console.domain.permission_advice import PermissionAdvice
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.services.permission_groups import PermissionGroupView
from fracttal_console.texts.brief import brief_date, number, whole_moment
from fracttal_console.texts.catalogue import N_
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.paint import Pill, monogram
from fracttal_console.ui.permission_groups.advice import advice_tip
from fracttal_console.ui.permission_groups.facets import permission_group_facets
from fracttal_console.ui.permissions import allowed_rows, strip, widest
from fracttal_console.ui.tables.cells import Cell, Column, NameCell, PillCell, StripCell, TextCell
from fracttal_console.ui.tables.facets import Facet
from fracttal_console.ui.tables.presenter import Chosen, PageFact
from fracttal_console.ui.widgets.panel_content import Action, Fact, Named, PanelContent, Section

SUBSETS = {"unused": N_("Used by nobody"), "read_only": N_("Only read-only ones")}
"""The named subsets, by the services' words for them."""

_NAMED = 12
_NOUNS = ("api_keys:", "consumers:", "people:", "permission_groups:")


class PermissionGroupsPresenter:
    """Shows permission groups."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.advice: dict[int, PermissionAdvice] = {}
        self.title = desk.texts.gettext("Permission groups")
        self.search_hint = desk.texts.gettext("Name or permission")
        self.first_sort = ("name", False)
        self.list_name = "permission_groups"
        self.all_name = desk.texts.gettext("All permission groups")

    def facets(self) -> Sequence[Facet]:
        """Return by what the rows can be narrowed."""
        return permission_group_facets(self._desk)

    def columns(self) -> Sequence[Column[PermissionGroupView]]:
        """Return the columns from left to right."""
        texts = self._desk.texts
        return (
            Column(texts.gettext("Name"), 200, self._name, "name"),
            Column(texts.gettext("Allows"), 224, self._allows, key="allows"),
            Column(texts.gettext("Access"), 124, self._access, "read_only"),
            Column(texts.gettext("Used by"), 0, self._used_by, "uses", first_down=True),
            Column(texts.gettext("Created"), 104, self._created, "created", first_down=True),
        )

    def key(self, row: PermissionGroupView) -> int:
        """Return the id."""
        return row.group.id

    def page(self, query: ListQuery, start: int, most: int) -> Page[PermissionGroupView]:
        """Return rows of a query."""
        return self._desk.base.permission_groups.page(self._desk.actor, query, start, most)

    def read_advice(self, row: PermissionGroupView) -> PermissionAdvice | None:
        """Return what its members may do and do not; runs beside the window."""
        return self._desk.base.least_privilege.group(self._desk.actor, str(row.group.id)).whole

    def facts(self) -> tuple[PageFact, ...]:
        """Return how many there are, and how many of them limit nobody."""
        groups, actor, texts = self._desk.base.permission_groups, self._desk.actor, self._desk.texts
        every = groups.page(actor, ListQuery(only="unused"), 0, 1)
        words = texts.ngettext("{n} group", "{n} groups", every.total).format(n=number(every.total, texts))
        if not every.matching:
            return (PageFact(words),)
        unused = texts.ngettext("{n} used by nobody", "{n} used by nobody", every.matching)
        return (PageFact(words), PageFact(unused.format(n=number(every.matching, texts)), "unused"))

    def name_of(self, only: str) -> str:
        """Return what a named subset is called."""
        return self._desk.texts.gettext(SUBSETS[only])

    def query(self, text: str, only: str, sort: str, *, descending: bool) -> ListQuery:
        """Return the query for what a person typed and chose."""
        return ListQuery(text=text, only=only, sort=sort, descending=descending)

    def describe(self, row: PermissionGroupView) -> PanelContent:
        """Describe one group: what it allows, and whom it limits."""
        texts, group = self._desk.texts, row.group
        made = Fact(
            texts.gettext("Created"),
            brief_date(group.created_at, self._desk.now(), texts),
            hint=whole_moment(group.created_at, texts),
        )
        aside = texts.gettext("read only") if group.read_only else ""
        allowed = allowed_rows(group.allowed, self._desk.base.catalogue, texts)
        tip = advice_tip(self._desk, self.advice.get(group.id))
        return PanelContent(
            title=group.name,
            subtitle=texts.gettext("Permission group"),
            icon="shield",
            icon_ink="accent_text",
            pills=tuple(pill for pill in (self._pill(row),) if pill is not None),
            actions=self.menu(Chosen(1, (row,))),
            sections=(
                Section(texts.gettext("Allows"), (*(allowed or (texts.gettext("Nothing"),)), *tip), aside),
                *self._members(row),
                Section(texts.gettext("Identity"), (made,)),
            ),
        )

    def describe_several(self, chosen: Chosen[PermissionGroupView]) -> PanelContent:
        """Describe several groups."""
        texts = self._desk.texts
        title = texts.ngettext("{n} permission group chosen", "{n} permission groups chosen", chosen.number)
        rows = tuple(Fact(row.group.name, self._uses(row)) for row in chosen.rows[:_NAMED])
        return PanelContent(
            title=title.format(n=number(chosen.number, texts)), sections=(Section(texts.gettext("Chosen"), rows),)
        )

    def menu(self, chosen: Chosen[PermissionGroupView]) -> tuple[Action, ...]:
        """Return what can be done with the chosen group."""
        if chosen.number != 1 or not chosen.rows or not self._desk.session.may(Operation.PERMISSION_GROUPS_EDIT):
            return ()
        return (Action("edit", self._desk.texts.gettext("Edit…"), "pencil", shortcut="F2"),)

    def concerned(self, events: Sequence[Event]) -> bool:
        """Tell whether a row may look different after these events."""
        return any(event.tag.startswith(_NOUNS) for event in events)

    @staticmethod
    def _name(view: PermissionGroupView) -> Cell:
        return NameCell(text=view.group.name, mark=monogram(view.group.name))

    def _allows(self, view: PermissionGroupView) -> Cell:
        allowed, catalogue, texts = view.group.allowed, self._desk.base.catalogue, self._desk.texts
        rows = allowed_rows(allowed, catalogue, texts)
        said = "; ".join(f"{row.name}: {row.words.lower()}" for row in rows) or texts.gettext("Nothing")
        return StripCell(text=said, hint=said, allowed=strip(allowed), words=widest(allowed, catalogue, texts))

    def _access(self, view: PermissionGroupView) -> Cell:
        pill = self._pill(view)
        if pill is not None:
            return PillCell(text=pill.word, pill=pill)
        return TextCell(text=self._desk.texts.gettext("As ticked"))

    def _used_by(self, view: PermissionGroupView) -> Cell:
        return TextCell(text=self._uses(view), ink="text2" if view.uses else "text3")

    def _created(self, view: PermissionGroupView) -> Cell:
        texts, moment = self._desk.texts, view.group.created_at
        return TextCell(text=brief_date(moment, self._desk.now(), texts), hint=whole_moment(moment, texts))

    def _pill(self, view: PermissionGroupView) -> Pill | None:
        return Pill("eye", self._desk.texts.gettext("Read only"), "idle") if view.group.read_only else None

    def _uses(self, view: PermissionGroupView) -> str:
        texts = self._desk.texts
        counted = (
            (len(view.consumers), texts.ngettext("{n} consumer", "{n} consumers", len(view.consumers))),
            (len(view.api_keys), texts.ngettext("{n} API key", "{n} API keys", len(view.api_keys))),
            (len(view.people), texts.ngettext("{n} person", "{n} people", len(view.people))),
        )
        said = [words.format(n=number(count, texts)) for count, words in counted if count]
        return " · ".join(said) or texts.gettext("Nobody")

    def _members(self, view: PermissionGroupView) -> tuple[Section, ...]:
        texts = self._desk.texts
        parts = (
            (texts.gettext("OAuth consumers"), view.consumers),
            (texts.gettext("API keys"), view.api_keys),
            (texts.gettext("People"), view.people),
        )
        return tuple(Section(title, self._some(names), number(len(names), texts)) for title, names in parts if names)

    def _some(self, names: tuple[str, ...]) -> tuple[Named, ...]:
        shown, more = tuple(Named(name) for name in names[:_NAMED]), len(names) - _NAMED
        if more <= 0:
            return shown
        words = self._desk.texts.ngettext("and {n} more", "and {n} more", more)
        return (*shown, Named(words.format(n=number(more, self._desk.texts)), "text2"))
