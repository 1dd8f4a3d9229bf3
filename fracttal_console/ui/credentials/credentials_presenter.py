"""The page of one kind of credentials without its widgets: what a row of API keys and one of consumers share."""

from abc import ABC, abstractmethod
from typing import Generic, Protocol, TypeVar

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.permission_advice import PermissionAdvice
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.rotations import live_secrets
from fracttal_console.domain.usage import Use
from fracttal_console.services.listing import ListQuery
from fracttal_console.texts.brief import number
from fracttal_console.ui.credentials.cells import ink_of, pill_cell, use_cell
from fracttal_console.ui.credentials.details import HasSecrets
from fracttal_console.ui.credentials.listed import SUBSETS, reading_verbs, used_lately, verbs
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.paint import Pill
from fracttal_console.ui.tables.cells import Column, TextCell
from fracttal_console.ui.tables.presenter import Chosen
from fracttal_console.ui.widgets.panel_content import Action, Listed, PanelContent, Section

_LISTED_MOST = 12


class CredentialView(HasSecrets, Protocol):
    """A credential as lists show it."""

    @property
    def group(self) -> PermissionGroup:
        """What limits it."""

    @property
    def last_use(self) -> Use | None:
        """The newest use of any of its secrets."""


View = TypeVar("View", bound=CredentialView)


class CredentialsPresenter(ABC, Generic[View]):
    """Shows credentials of one kind; which one, and how it is spoken of, a subclass knows."""

    def __init__(self, desk: Desk, editing: Operation) -> None:
        """Begin without advice.

        Args:
            desk: the tools of the window.
            editing: what one must be allowed to do to be offered changes.
        """
        self._desk = desk
        self._editing = editing
        self.advice: dict[int, PermissionAdvice] = {}
        self.first_sort = ("created", True)

    # --- what subclasses say ------------------------------------------------------------------

    @abstractmethod
    def credential(self, row: View) -> Credential:
        """Return the credential of a row."""

    @abstractmethod
    def pill(self, row: View) -> Pill:
        """Return its state."""

    @abstractmethod
    def several(self, count: int) -> str:
        """Say that so many are chosen, with {n} in place of the number."""

    @abstractmethod
    def end(self) -> Action:
        """Return how one is ended."""

    # --- what is the same ---------------------------------------------------------------------

    def key(self, row: View) -> int:
        """Return the id."""
        return self.credential(row).id

    def name_of(self, only: str) -> str:
        """Return what a named subset is called."""
        return self._desk.texts.gettext(SUBSETS[only])

    def query(self, text: str, only: str, sort: str, *, descending: bool) -> ListQuery:
        """Return the query for what a person typed and chose."""
        return ListQuery(text=text, only=only, sort=sort, descending=descending)

    def describe_several(self, chosen: Chosen[View]) -> PanelContent:
        """Describe several."""
        texts = self._desk.texts
        rows = tuple(
            Listed(self.credential(row).name, row.group.name, self.pill(row)) for row in chosen.rows[:_LISTED_MOST]
        )
        return PanelContent(
            title=self.several(chosen.number).format(n=number(chosen.number, texts)),
            sections=(Section(texts.gettext("Chosen"), rows),),
        )

    def menu(self, chosen: Chosen[View]) -> tuple[Action, ...]:
        """Return what can be done with the chosen one."""
        desk, texts = self._desk, self._desk.texts
        if chosen.number != 1 or not chosen.rows:
            return ()
        row, now = chosen.rows[0], desk.now()
        credential = self.credential(row)
        if not desk.session.may(self._editing):
            return reading_verbs(texts, credential, secrets=len(live_secrets(row.secrets, now)))
        return verbs(
            texts,
            credential,
            now,
            self.end(),
            secrets=self.secrets_alive(row),
            in_use=used_lately(row.last_use, now),
        )

    def secrets_alive(self, row: View) -> int:
        """Return how many secrets open something, for what is offered."""
        return len(live_secrets(row.secrets, self._desk.now()))

    def group_column(self) -> Column[View]:
        """Return the column of what limits it."""
        return Column(
            self._desk.texts.gettext("Permission group"),
            140,
            lambda row: TextCell(text=row.group.name, ink=ink_of(self.credential(row))),
            "group",
        )

    def state_column(self) -> Column[View]:
        """Return the column of its state."""
        return Column(self._desk.texts.gettext("State"), 144, lambda row: pill_cell(self.pill(row)), "status")

    def used_column(self) -> Column[View]:
        """Return the column of its last use."""
        desk = self._desk
        return Column(
            desk.texts.gettext("Last used"),
            122,
            lambda row: use_cell(desk, self.credential(row), row.last_use),
            "last_used",
            first_down=True,
        )
