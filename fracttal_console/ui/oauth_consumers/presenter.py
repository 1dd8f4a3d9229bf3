"""The page of OAuth consumers without its widgets: columns, panel, verbs."""

from collections.abc import Sequence

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.audit import Event
from fracttal_console.domain.rotations import live_secrets
from fracttal_console.services.consumer_views import ConsumerView
from fracttal_console.services.credential_facets import STATES
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.texts.brief import number, span
from fracttal_console.texts.failures import STATES_MASCULINE
from fracttal_console.ui.credentials.cells import ink_of, name_cell, pill_cell, use_cell
from fracttal_console.ui.credentials.details import group_section, life_facts, secret_section, use_section
from fracttal_console.ui.credentials.facets import grant_facet, key_facets
from fracttal_console.ui.credentials.listed import SUBSETS, activity_facts, reading_verbs, used_lately, verbs
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.oauth_consumers.switches import switch_facts
from fracttal_console.ui.oauth_consumers.words import GRANTS, grant_name, nature
from fracttal_console.ui.states import consumer_pill, profile_pill
from fracttal_console.ui.tables.cells import Cell, Column, TextCell
from fracttal_console.ui.tables.facets import Facet
from fracttal_console.ui.tables.presenter import Chosen, PageFact
from fracttal_console.ui.widgets.buttons import Kind
from fracttal_console.ui.widgets.panel_content import Action, Fact, Listed, PanelContent, Section


class ConsumersPresenter:
    """Shows OAuth consumers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.title = desk.texts.gettext("OAuth consumers")
        self.search_hint = desk.texts.gettext("Name, client id, URI or group")
        self.first_sort = ("created", True)
        self.list_name = "consumers"
        self.all_name = desk.texts.gettext("All consumers")

    def facets(self) -> Sequence[Facet]:
        """Return by what the rows can be narrowed; a deleted consumer is in no list."""
        states = [state for state in STATES if state != "revoked"]
        return (*key_facets(self._desk, STATES_MASCULINE, states), grant_facet(self._desk, GRANTS))

    def columns(self) -> Sequence[Column[ConsumerView]]:
        """Return the columns from left to right."""
        desk, texts = self._desk, self._desk.texts

        def grant(view: ConsumerView) -> Cell:
            return TextCell(text=grant_name(view.consumer.grant, texts), ink=ink_of(view.consumer))

        def group(view: ConsumerView) -> Cell:
            return TextCell(text=view.group.name, ink=ink_of(view.consumer))

        def people(view: ConsumerView) -> Cell:
            return TextCell(text=number(view.authorizations, texts), ink=ink_of(view.consumer), right=True)

        return (
            Column(texts.gettext("Name"), 0, lambda view: name_cell(view.consumer), "name"),
            Column(texts.gettext("Grant"), 166, grant, key="grant"),
            Column(texts.gettext("Permission group"), 140, group, "group"),
            Column(
                texts.gettext("State"),
                144,
                lambda view: pill_cell(consumer_pill(view.consumer, desk.now(), texts)),
                "status",
            ),
            Column(texts.gettext("Authorizations"), 112, people, "authorizations", first_down=True, right=True),
            Column(
                texts.gettext("Last used"),
                122,
                lambda view: use_cell(desk, view.consumer, view.last_use),
                "last_used",
                first_down=True,
            ),
        )

    def key(self, row: ConsumerView) -> int:
        """Return the id."""
        return row.consumer.id

    def page(self, query: ListQuery, start: int, most: int) -> Page[ConsumerView]:
        """Return rows of a query."""
        return self._desk.base.consumers.page(self._desk.actor, query, start, most)

    def facts(self) -> tuple[PageFact, ...]:
        """Return how many are active, and how many of them nobody uses."""
        consumers, actor, texts = self._desk.base.consumers, self._desk.actor, self._desk.texts
        return activity_facts(
            texts,
            lambda query: consumers.page(actor, query, 0, 1).matching,
            lambda active: texts.ngettext("{n} active consumer", "{n} active consumers", active),
        )

    def name_of(self, only: str) -> str:
        """Return what a named subset is called."""
        return self._desk.texts.gettext(SUBSETS[only])

    def query(self, text: str, only: str, sort: str, *, descending: bool) -> ListQuery:
        """Return the query for what a person typed and chose."""
        return ListQuery(text=text, only=only, sort=sort, descending=descending)

    def describe(self, row: ConsumerView) -> PanelContent:
        """Describe one consumer."""
        desk, texts, consumer = self._desk, self._desk.texts, row.consumer
        return PanelContent(
            title=consumer.name,
            subtitle=nature(consumer, texts),
            mark=consumer.name,
            pills=(consumer_pill(consumer, desk.now(), texts), profile_pill(consumer.profile, texts)),
            actions=self.menu(Chosen(1, (row,))),
            sections=tuple(section for section in self._sections(row) if section.rows),
        )

    def describe_several(self, chosen: Chosen[ConsumerView]) -> PanelContent:
        """Describe several consumers."""
        texts = self._desk.texts
        title = texts.ngettext("{n} consumer chosen", "{n} consumers chosen", chosen.number)
        rows = tuple(
            Listed(row.consumer.name, row.group.name, consumer_pill(row.consumer, self._desk.now(), texts))
            for row in chosen.rows[:12]
        )
        return PanelContent(
            title=title.format(n=number(chosen.number, texts)), sections=(Section(texts.gettext("Chosen"), rows),)
        )

    def menu(self, chosen: Chosen[ConsumerView]) -> tuple[Action, ...]:
        """Return what can be done with the chosen consumer."""
        desk, texts = self._desk, self._desk.texts
        if chosen.number != 1 or not chosen.rows:
            return ()
        row, now = chosen.rows[0], desk.now()
        live = len(live_secrets(row.secrets, now))
        if not desk.session.may(Operation.CONSUMERS_EDIT):
            return reading_verbs(texts, row.consumer, secrets=live)
        end = Action("end", texts.gettext("Delete…"), "trash-2", Kind.DANGER, "Del")
        in_use = used_lately(row.last_use, now)
        return verbs(texts, row.consumer, now, end, secrets=live, in_use=in_use)

    def concerned(self, events: Sequence[Event]) -> bool:
        """Tell whether a row may look different after these events."""
        return any(event.tag.startswith(("consumers:", "permission_groups:", "authorizations:")) for event in events)

    def _sections(self, row: ConsumerView) -> tuple[Section, ...]:
        desk, texts, consumer = self._desk, self._desk.texts, row.consumer
        identity = [
            Fact(texts.gettext("Client id"), consumer.client_id, mono=True, copied=True),
            Fact(texts.gettext("Grant"), grant_name(consumer.grant, texts)),
            Fact(texts.gettext("Group"), row.group.name),
            Fact(texts.gettext("Authorizations"), number(row.authorizations, texts)),
            *life_facts(desk, consumer),
        ]
        if consumer.description:
            identity.append(Fact(texts.gettext("Description"), consumer.description))
        lives = consumer.lifetimes
        lasting = texts.gettext("until revoked") if lives.authorization is None else span(lives.authorization, texts)
        lifetimes = (
            Fact(texts.gettext("Access token"), span(lives.access_token, texts)),
            Fact(texts.gettext("Refresh token"), span(lives.refresh_idle, texts)),
            Fact(texts.gettext("Authorization"), lasting),
        )
        return (
            Section(texts.gettext("Identity"), tuple(identity)),
            use_section(desk, row.last_use),
            Section(texts.gettext("Redirect URIs"), consumer.redirect_uris),
            secret_section(desk, row),
            Section(texts.gettext("Lifetimes"), lifetimes),
            Section(texts.gettext("Beyond the usual"), switch_facts(row.switches, texts)),
            group_section(desk, row.group),
        )
