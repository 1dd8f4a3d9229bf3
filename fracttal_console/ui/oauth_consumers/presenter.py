"""The page of OAuth consumers without its widgets: columns, panel, verbs."""

from collections.abc import Sequence

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.audit import Event
from fracttal_console.domain.consumer_keys import AuthMethod
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.permission_advice import PermissionAdvice
from fracttal_console.domain.weaknesses import weaknesses_of_consumer
from fracttal_console.services.consumer_views import ConsumerView
from fracttal_console.services.credential_facets import STATES
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.texts.brief import number, span
from fracttal_console.texts.failures import STATES_MASCULINE
from fracttal_console.texts.weaknesses import weakness_words
from fracttal_console.ui.credentials.cells import ink_of, name_cell
from fracttal_console.ui.credentials.credentials_presenter import CredentialsPresenter
from fracttal_console.ui.credentials.details import (
    group_section,
    life_facts,
    secret_section,
    use_section,
    weakness_section,
)
from fracttal_console.ui.credentials.facets import grant_facet, key_facets
from fracttal_console.ui.credentials.listed import activity_facts
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.paint import Pill
from fracttal_console.ui.oauth_consumers.key_words import key_section, method_fact
from fracttal_console.ui.oauth_consumers.switches import switch_facts
from fracttal_console.ui.oauth_consumers.words import GRANTS, grant_name, nature
from fracttal_console.ui.states import consumer_pill, profile_pill
from fracttal_console.ui.tables.cells import Cell, Column, TextCell
from fracttal_console.ui.tables.facets import Facet
from fracttal_console.ui.tables.presenter import Chosen, PageFact
from fracttal_console.ui.widgets.buttons import Kind
from fracttal_console.ui.widgets.panel_content import Action, Fact, PanelContent, Section


class ConsumersPresenter(CredentialsPresenter[ConsumerView]):
    """Shows OAuth consumers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Operation.CONSUMERS_EDIT)
        self.title = desk.texts.gettext("OAuth consumers")
        self.search_hint = desk.texts.gettext("Name, client id, URI or group")
        self.list_name = "consumers"
        self.all_name = desk.texts.gettext("All consumers")

    def facets(self) -> Sequence[Facet]:
        """Return by what the rows can be narrowed; a deleted consumer is in no list."""
        states = [state for state in STATES if state != "revoked"]
        return (*key_facets(self._desk, STATES_MASCULINE, states), grant_facet(self._desk, GRANTS))

    def columns(self) -> Sequence[Column[ConsumerView]]:
        """Return the columns from left to right."""
        texts = self._desk.texts

        def name(view: ConsumerView) -> Cell:
            return name_cell(view.consumer, weakness_words(weaknesses_of_consumer(view.consumer), texts))

        def grant(view: ConsumerView) -> Cell:
            return TextCell(text=grant_name(view.consumer.grant, texts), ink=ink_of(view.consumer))

        def people(view: ConsumerView) -> Cell:
            return TextCell(text=number(view.authorizations, texts), ink=ink_of(view.consumer), right=True)

        return (
            Column(texts.gettext("Name"), 0, name, "name"),
            Column(texts.gettext("Grant"), 166, grant, key="grant"),
            self.group_column(),
            self.state_column(),
            Column(texts.gettext("Authorizations"), 112, people, "authorizations", first_down=True, right=True),
            self.used_column(),
        )

    def credential(self, row: ConsumerView) -> Consumer:
        """Return the consumer of a row."""
        return row.consumer

    def pill(self, row: ConsumerView) -> Pill:
        """Return its state."""
        return consumer_pill(row.consumer, self._desk.now(), self._desk.texts)

    def several(self, count: int) -> str:
        """Say that so many are chosen."""
        return self._desk.texts.ngettext("{n} consumer chosen", "{n} consumers chosen", count)

    def end(self) -> Action:
        """Return how one is ended."""
        return Action("end", self._desk.texts.gettext("Delete…"), "trash-2", Kind.DANGER, "Del")

    def page(self, query: ListQuery, start: int, most: int) -> Page[ConsumerView]:
        """Return rows of a query."""
        return self._desk.base.consumers.page(self._desk.actor, query, start, most)

    def read_advice(self, row: ConsumerView) -> PermissionAdvice | None:
        """Return what it may do and does not; runs beside the window."""
        return self._desk.base.least_privilege.consumer(self._desk.actor, row.consumer.client_id)

    def facts(self) -> tuple[PageFact, ...]:
        """Return how many are active, and how many of them nobody uses."""
        consumers, actor, texts = self._desk.base.consumers, self._desk.actor, self._desk.texts
        return activity_facts(
            texts,
            lambda query: consumers.page(actor, query, 0, 1).matching,
            lambda active: texts.ngettext("{n} active consumer", "{n} active consumers", active),
        )

    def describe(self, row: ConsumerView) -> PanelContent:
        """Describe one consumer."""
        texts, consumer = self._desk.texts, row.consumer
        return PanelContent(
            title=consumer.name,
            subtitle=nature(consumer, texts),
            mark=consumer.name,
            pills=(self.pill(row), profile_pill(consumer.profile, texts)),
            actions=self.menu(Chosen(1, (row,))),
            sections=tuple(section for section in self._sections(row) if section.rows),
        )

    def secrets_alive(self, row: ConsumerView) -> int:
        """Return how many secrets open something; one that was registered with keys gets its first by rotating."""
        return super().secrets_alive(row) or int(row.consumer.confidential)

    def menu(self, chosen: Chosen[ConsumerView]) -> tuple[Action, ...]:
        """Return what can be done with the chosen consumer."""
        offered = super().menu(chosen)
        row = chosen.rows[0] if offered else None
        changes = self._desk.session.may(Operation.CONSUMERS_EDIT)
        if row is None or not changes or row.consumer.ended or not row.consumer.confidential:
            return offered
        if row.method is AuthMethod.PRIVATE_KEY_JWT:
            # the snippets send a secret
            offered = tuple(action for action in offered if action.key != "snippets")
        keys = Action("keys", self._desk.texts.gettext("Public keys…"), "key-round")
        return (*offered[:-2], keys, *offered[-2:])

    def concerned(self, events: Sequence[Event]) -> bool:
        """Tell whether a row may look different after these events."""
        return any(event.tag.startswith(("consumers:", "permission_groups:", "authorizations:")) for event in events)

    def _sections(self, row: ConsumerView) -> tuple[Section, ...]:
        desk, texts, consumer = self._desk, self._desk.texts, row.consumer
        identity = [
            Fact(texts.gettext("Client id"), consumer.client_id, mono=True, copied=True),
            Fact(texts.gettext("Grant"), grant_name(consumer.grant, texts)),
            *method_fact(row, texts),
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
            weakness_section(texts, weaknesses_of_consumer(consumer)),
            use_section(desk, row.last_use),
            Section(texts.gettext("Redirect URIs"), consumer.redirect_uris),
            secret_section(desk, row),
            key_section(desk, row),
            Section(texts.gettext("Lifetimes"), lifetimes),
            Section(texts.gettext("Beyond the usual"), switch_facts(row.switches, texts)),
            group_section(desk, row.group, self.advice.get(self.key(row))),
        )
