"""The authorizations page without its widgets: what it shows and offers."""

from collections.abc import Sequence

from fracttal_console.domain.audit import Event
from fracttal_console.domain.permission_advice import PermissionAdvice
from fracttal_console.services.authorizations import AuthorizationView
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.services.usage_figures import DailyRequests
from fracttal_console.texts.brief import number
from fracttal_console.texts.catalogue import N_
from fracttal_console.ui.authorizations.columns import authorization_columns
from fracttal_console.ui.authorizations.details import menu_on, one_authorization, several_authorizations
from fracttal_console.ui.authorizations.facets import ACTIVE, UNUSED, authorization_facets
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.tables.cells import Column
from fracttal_console.ui.tables.facets import Facet
from fracttal_console.ui.tables.presenter import Chosen, PageFact
from fracttal_console.ui.widgets.panel_content import Action, PanelContent

_SUBSETS = {"active": N_("Only active"), "unused": N_("Not used in 90 days"), "ending": N_("Ends within 14 days")}
_KINDS = ("authorizations:", "consumers:", "people:", "proposals:", "permission_groups:", "tokens:code_replay",
          "tokens:refresh_reuse")  # fmt: skip
"""Events after which a row may look different."""


class AuthorizationsPresenter:
    """Shows authorizations."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._daily: dict[int, DailyRequests] = {}
        self.advice: dict[int, PermissionAdvice] = {}
        self.title = desk.texts.gettext("Active authorizations")
        self.search_hint = desk.texts.gettext("Consumer, person or permission")
        self.first_sort = ("last_used", True)
        self.list_name = "authorizations"
        self.all_name = desk.texts.gettext("All authorizations")

    def facets(self) -> Sequence[Facet]:
        """Return by what the rows can be narrowed."""
        return authorization_facets(self._desk)

    def columns(self) -> Sequence[Column[AuthorizationView]]:
        """Return the columns from left to right."""
        return authorization_columns(self._desk)

    def key(self, row: AuthorizationView) -> int:
        """Return the id."""
        return row.authorization.id

    def page(self, query: ListQuery, start: int, most: int) -> Page[AuthorizationView]:
        """Return rows of a query."""
        return self._desk.base.authorizations.page(self._desk.actor, query, start, most)

    def facts(self) -> tuple[PageFact, ...]:
        """Return how many are active, and how many of them nobody uses."""
        texts = self._desk.texts
        figures = self._desk.base.authorizations.figures(self._desk.actor)
        active = texts.ngettext("{n} active", "{n} active", figures.active).format(n=number(figures.active, texts))
        facts = [PageFact(active, facets=ACTIVE if figures.active else {})]
        if figures.unused:
            words = texts.ngettext("{n} not used in 90 days", "{n} not used in 90 days", figures.unused)
            facts.append(PageFact(words.format(n=number(figures.unused, texts)), facets=UNUSED))
        return tuple(facts)

    def name_of(self, only: str) -> str:
        """Return what a named subset is called."""
        return self._desk.texts.gettext(_SUBSETS[only])

    def query(self, text: str, only: str, sort: str, *, descending: bool) -> ListQuery:
        """Return the query for what a person typed and chose."""
        return ListQuery(text=text, only=only, sort=sort, descending=descending)

    def describe(self, row: AuthorizationView) -> PanelContent:
        """Describe one authorization."""
        return one_authorization(self._desk, row, self._daily.get(self.key(row)), self.advice.get(self.key(row)))

    def read_advice(self, row: AuthorizationView) -> PermissionAdvice | None:
        """Return what the consumer may do and does not, for whomever; runs beside the window."""
        if row.status not in {"active", "suspended"}:
            return None
        return self._desk.base.least_privilege.consumer(self._desk.actor, row.consumer.client_id)

    def read_usage(self, row: AuthorizationView) -> DailyRequests:
        """Return the requests of the last 30 days; runs beside the window."""
        one = row.authorization
        return self._desk.base.usage_figures.of_authorization(self._desk.actor, one.consumer_id, one.person_id)

    def take_usage(self, row: AuthorizationView, daily: DailyRequests) -> None:
        """Keep the requests of the one that is described; of the others nobody asks."""
        self._daily = {row.authorization.id: daily}

    def describe_several(self, chosen: Chosen[AuthorizationView]) -> PanelContent:
        """Describe several."""
        return several_authorizations(self._desk, chosen)

    def menu(self, chosen: Chosen[AuthorizationView]) -> tuple[Action, ...]:
        """Return what can be done with the chosen ones."""
        return menu_on(self._desk, chosen.rows, chosen.number)

    def concerned(self, events: Sequence[Event]) -> bool:
        """Tell whether a row may look different after these events."""
        return any(event.tag.startswith(_KINDS) for event in events)
