"""The page of people without its widgets: columns, panel, verbs."""

from collections.abc import Sequence

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.audit import Event
from fracttal_console.domain.people import INVITED, PersonStatus
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.services.people_views import PersonView
from fracttal_console.texts.brief import brief_ago, number, whole_moment
from fracttal_console.texts.catalogue import N_
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import monogram
from fracttal_console.ui.people.details import one_person
from fracttal_console.ui.people.facets import people_facets
from fracttal_console.ui.people.states import person_pill, role_word
from fracttal_console.ui.tables.cells import Cell, Column, NameCell, PillCell, TextCell
from fracttal_console.ui.tables.facets import Facet
from fracttal_console.ui.tables.presenter import Chosen, PageFact
from fracttal_console.ui.widgets.buttons import Kind
from fracttal_console.ui.widgets.panel_content import Action, Listed, PanelContent, Section

_SUBSETS = {
    "staff": N_("Only staff"),
    "invited": N_("Only invited"),
    "disabled": N_("Only disabled"),
    "without_codes": N_("Staff without codes"),
}
_HEARD = ("people:", "totp:", "sessions:sign_in", "authorizations:", "permission_groups:")


class PeoplePresenter:
    """Shows people."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.title = desk.texts.gettext("People")
        self.search_hint = desk.texts.gettext("Name, e-mail or group")
        self.first_sort = ("name", False)
        self.list_name = "people"
        self.all_name = desk.texts.gettext("All people")

    def facets(self) -> Sequence[Facet]:
        """Return by what the rows can be narrowed."""
        return people_facets(self._desk)

    def columns(self) -> Sequence[Column[PersonView]]:
        """Return the columns from left to right."""
        texts = self._desk.texts
        return (
            Column(texts.gettext("Name"), 0, self._name, "name"),
            Column(texts.gettext("E-mail"), 126, self._email, "email"),
            Column(texts.gettext("Role"), 148, self._role, "role"),
            Column(texts.gettext("Group"), 88, self._group, "group"),
            Column(texts.gettext("State"), 112, self._state, "status"),
            Column(texts.gettext("Codes"), 60, self._codes, "totp", first_down=True),
            Column(texts.gettext("Last sign-in"), 96, self._last_sign_in, "last_sign_in", first_down=True),
            Column(texts.gettext("Apps"), 60, self._authorizations, "authorizations", first_down=True, right=True),
        )

    def key(self, row: PersonView) -> int:
        """Return the id."""
        return row.person.id

    def page(self, query: ListQuery, start: int, most: int) -> Page[PersonView]:
        """Return rows of a query."""
        return self._desk.base.people.page(self._desk.actor, query, start, most)

    def facts(self) -> tuple[PageFact, ...]:
        """Return how many people there are, and who of them still has something to do."""
        people, actor, texts = self._desk.base.people, self._desk.actor, self._desk.texts

        def count(only: str) -> int:
            return people.page(actor, ListQuery(only=only), 0, 1).matching

        whole, invited, uncoded = count(""), count("invited"), count("without_codes")
        facts = [PageFact(texts.ngettext("{n} person", "{n} people", whole).format(n=number(whole, texts)))]
        if invited:
            words = texts.ngettext("{n} invited", "{n} invited", invited)
            facts.append(PageFact(words.format(n=number(invited, texts)), "invited"))
        if uncoded:
            words = texts.ngettext("{n} of the staff without codes", "{n} of the staff without codes", uncoded)
            facts.append(PageFact(words.format(n=number(uncoded, texts)), "without_codes"))
        return tuple(facts)

    def name_of(self, only: str) -> str:
        """Return what a named subset is called."""
        return self._desk.texts.gettext(_SUBSETS[only])

    def query(self, text: str, only: str, sort: str, *, descending: bool) -> ListQuery:
        """Return the query for what a person typed and chose."""
        return ListQuery(text=text, only=only, sort=sort, descending=descending)

    def describe(self, row: PersonView) -> PanelContent:
        """Describe one person."""
        return one_person(self._desk, row, self.menu(Chosen(1, (row,))))

    def describe_several(self, chosen: Chosen[PersonView]) -> PanelContent:
        """Describe several people."""
        texts = self._desk.texts
        title = texts.ngettext("{n} person chosen", "{n} people chosen", chosen.number)
        rows = tuple(
            Listed(row.person.name, role_word(row.person.role, texts), person_pill(row.status, texts))
            for row in chosen.rows[:12]
        )
        return PanelContent(
            title=title.format(n=number(chosen.number, texts)), sections=(Section(texts.gettext("Chosen"), rows),)
        )

    def menu(self, chosen: Chosen[PersonView]) -> tuple[Action, ...]:
        """Return what can be done with the chosen person; support follows to the authorizations and changes nothing."""
        if chosen.number != 1 or not chosen.rows:
            return ()
        texts, view = self._desk.texts, chosen.rows[0]
        actions = [*self._changes(view)] if self._desk.session.may(Operation.PEOPLE_EDIT) else []
        if view.authorizations:
            actions.append(Action("follow", texts.gettext("Show authorizations"), "user-key"))
        return tuple(actions)

    def concerned(self, events: Sequence[Event]) -> bool:
        """Tell whether a row may look different after these events."""
        return any(event.tag.startswith(_HEARD) for event in events)

    def _changes(self, view: PersonView) -> tuple[Action, ...]:
        texts = self._desk.texts
        edit = Action("edit", texts.gettext("Edit…"), "pencil", shortcut="F2")
        if view.person.status is PersonStatus.DISABLED:
            return (edit, Action("enable", texts.gettext("Enable"), "circle-check"))
        invited = view.status == INVITED
        link = texts.gettext("New link…") if invited else texts.gettext("Reset password…")
        actions = [edit, Action("reset_password", link, "link")]
        if view.totp_since is not None:
            actions.append(Action("reset_totp", texts.gettext("Reset codes…"), "smartphone"))
        actions.append(Action("end", texts.gettext("Disable…"), "circle-off", Kind.DANGER, "Del"))
        return tuple(actions)

    def _name(self, view: PersonView) -> Cell:
        return NameCell(
            text=view.person.name, mark=monogram(view.person.name), circle=True, ink=self._ink(view, "text")
        )

    def _email(self, view: PersonView) -> Cell:
        return TextCell(text=view.person.email, ink=self._ink(view))

    def _role(self, view: PersonView) -> Cell:
        return TextCell(text=role_word(view.person.role, self._desk.texts), ink=self._ink(view))

    def _group(self, view: PersonView) -> Cell:
        if view.group is None:
            return TextCell(text=self._desk.texts.gettext("None"), ink="text3")
        return TextCell(text=view.group.name, ink=self._ink(view))

    def _state(self, view: PersonView) -> Cell:
        pill = person_pill(view.status, self._desk.texts)
        return PillCell(text=pill.word, pill=pill)

    def _codes(self, view: PersonView) -> Cell:
        texts = self._desk.texts
        if view.totp_since is None:
            return TextCell(text=texts.gettext("No"), ink="text3")
        hint = whole_moment(view.totp_since, texts)
        return TextCell(text=texts.gettext("Yes"), hint=hint, icon="smartphone", icon_ink="ok", ink=self._ink(view))

    def _last_sign_in(self, view: PersonView) -> Cell:
        texts = self._desk.texts
        if view.last_sign_in is None:
            return TextCell(text=texts.gettext("Never"), ink="text3")
        words = brief_ago(view.last_sign_in, self._desk.now(), texts)
        return TextCell(text=words, hint=whole_moment(view.last_sign_in, texts), ink=self._ink(view))

    def _authorizations(self, view: PersonView) -> Cell:
        words = number(view.authorizations, self._desk.texts)
        return TextCell(text=words, right=True, role=Role.BODY, ink=self._ink(view) if view.authorizations else "text3")

    @staticmethod
    def _ink(view: PersonView, ink: str = "text2") -> str:
        return "text3" if view.person.status is PersonStatus.DISABLED else ink
