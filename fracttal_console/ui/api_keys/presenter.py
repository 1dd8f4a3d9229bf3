"""The page of API keys without its widgets: columns, panel, verbs."""

from collections.abc import Sequence

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.audit import Event
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.permission_advice import PermissionAdvice
from fracttal_console.domain.weaknesses import Weakness, weaknesses_of_api_key
from fracttal_console.services.api_keys import ApiKeyView
from fracttal_console.services.credential_facets import STATES
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.texts.failures import STATES_FEMININE
from fracttal_console.texts.weaknesses import weakness_words
from fracttal_console.ui.credentials.cells import date_cell, ink_of, name_cell
from fracttal_console.ui.credentials.credentials_presenter import CredentialsPresenter
from fracttal_console.ui.credentials.details import (
    group_section,
    life_facts,
    secret_section,
    use_section,
    weakness_section,
)
from fracttal_console.ui.credentials.facets import basic_facet, key_facets
from fracttal_console.ui.credentials.listed import activity_facts
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import Pill
from fracttal_console.ui.states import key_pill, legacy_basic_pill, profile_pill
from fracttal_console.ui.tables.cells import Cell, Column, TextCell
from fracttal_console.ui.tables.facets import Facet
from fracttal_console.ui.tables.presenter import Chosen, PageFact
from fracttal_console.ui.widgets.buttons import Kind
from fracttal_console.ui.widgets.panel_content import Action, Fact, PanelContent, Section


class ApiKeysPresenter(CredentialsPresenter[ApiKeyView]):
    """Shows API keys."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Operation.API_KEYS_EDIT)
        self.title = desk.texts.gettext("API keys")
        self.search_hint = desk.texts.gettext("Name, key id or group")
        self.list_name = "api_keys"
        self.all_name = desk.texts.gettext("All API keys")

    def facets(self) -> Sequence[Facet]:
        """Return by what the rows can be narrowed."""
        return (*key_facets(self._desk, STATES_FEMININE, STATES), basic_facet(self._desk))

    def columns(self) -> Sequence[Column[ApiKeyView]]:
        """Return the columns from left to right."""
        desk, texts = self._desk, self._desk.texts

        def name(view: ApiKeyView) -> Cell:
            return name_cell(view.api_key, weakness_words(_weaknesses(view), texts))

        def key_id(view: ApiKeyView) -> Cell:
            return TextCell(text=view.api_key.key_id, role=Role.MONO, ink=ink_of(view.api_key))

        return (
            Column(texts.gettext("Name"), 0, name, "name"),
            Column(texts.gettext("Key id"), 192, key_id, key="key_id"),
            self.group_column(),
            self.state_column(),
            Column(
                texts.gettext("Created"),
                96,
                lambda view: date_cell(desk, view.api_key, view.api_key.created_at, ""),
                "created",
                first_down=True,
            ),
            self.used_column(),
        )

    def credential(self, row: ApiKeyView) -> ApiKey:
        """Return the key of a row."""
        return row.api_key

    def pill(self, row: ApiKeyView) -> Pill:
        """Return its state."""
        return key_pill(row.api_key, self._desk.now(), self._desk.texts)

    def several(self, count: int) -> str:
        """Say that so many are chosen."""
        return self._desk.texts.ngettext("{n} API key chosen", "{n} API keys chosen", count)

    def end(self) -> Action:
        """Return how one is ended."""
        return Action("end", self._desk.texts.gettext("Revoke…"), "ban", Kind.DANGER, "Del")

    def page(self, query: ListQuery, start: int, most: int) -> Page[ApiKeyView]:
        """Return rows of a query."""
        return self._desk.base.api_keys.page(self._desk.actor, query, start, most)

    def read_advice(self, row: ApiKeyView) -> PermissionAdvice | None:
        """Return what it may do and does not; runs beside the window."""
        return self._desk.base.least_privilege.api_key(self._desk.actor, row.api_key.key_id)

    def facts(self) -> tuple[PageFact, ...]:
        """Return how many are active, and how many of them nobody uses."""
        keys, actor, texts = self._desk.base.api_keys, self._desk.actor, self._desk.texts
        return activity_facts(
            texts,
            lambda query: keys.page(actor, query, 0, 1).matching,
            lambda active: texts.ngettext("{n} active key", "{n} active keys", active),
        )

    def describe(self, row: ApiKeyView) -> PanelContent:
        """Describe one key."""
        desk, texts, key = self._desk, self._desk.texts, row.api_key
        identity = (
            Fact(texts.gettext("Key id"), key.key_id, mono=True, copied=True),
            Fact(texts.gettext("Group"), row.group.name),
            *life_facts(desk, key),
        )
        weaker = weakness_section(texts, _weaknesses(row))
        return PanelContent(
            title=key.name,
            subtitle=texts.gettext("API key (HTTP Hawk)"),
            mark=key.name,
            pills=self._pills(row),
            actions=self.menu(Chosen(1, (row,))),
            sections=(
                Section(texts.gettext("Identity"), identity),
                *([weaker] if weaker.rows else []),
                use_section(desk, row.last_use),
                secret_section(desk, row),
                group_section(desk, row.group, self.advice.get(self.key(row))),
            ),
        )

    def _pills(self, row: ApiKeyView) -> tuple[Pill, ...]:
        texts, key = self._desk.texts, row.api_key
        known = (self.pill(row), profile_pill(key.profile, texts))
        if not row.options.legacy_basic:
            return known
        # no more than fit side by side: what is out of the ordinary comes before the usual profile
        return (known[0], *known[1:] * (key.profile is not Profile.STANDARD), legacy_basic_pill(texts))

    def concerned(self, events: Sequence[Event]) -> bool:
        """Tell whether a row may look different after these events."""
        return any(event.tag.startswith(("api_keys:", "permission_groups:")) for event in events)


def _weaknesses(view: ApiKeyView) -> tuple[Weakness, ...]:
    return weaknesses_of_api_key(view.api_key, view.options)
