"""Advice on least privilege beside a list: read for the one that is described, shown in its panel, followed from it."""

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QElapsedTimer, QTimer

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.audit import Event
from fracttal_console.domain.permission_advice import PermissionAdvice
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.texts.what_if import advice_reason, advice_title
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.permission_groups.dialog import GroupDialog
from fracttal_console.ui.permission_groups.plans import advised
from fracttal_console.ui.tables.list_page import ListPage
from fracttal_console.ui.tables.presenter import ListPresenter
from fracttal_console.ui.widgets.empty import EmptyPage
from fracttal_console.ui.widgets.panel_content import Action, Tip

Row = TypeVar("Row")

NARROW = "narrow"
"""The errand that leads from the overview to the narrower group."""

_STAYS_MS = 120
"""How long a row is chosen before its advice is read: who walks down the rows does not stop at each."""

_HOLDS_MS = 60_000
"""How long advice is shown before it is read again: it looks at months."""


class AdvisedPresenter(ListPresenter[Row], Protocol[Row]):
    """A presenter whose rows may get advice; `advice` holds what is known, by the key of the row."""

    @property
    def advice(self) -> dict[int, PermissionAdvice]:
        """What is known so far."""

    def read_advice(self, row: Row) -> PermissionAdvice | None:
        """Return the advice for a row; runs beside the window."""


def advice_tip(desk: Desk, advice: PermissionAdvice | None) -> tuple[Tip, ...]:
    """Return advice as the panel says it, nothing where nothing is advised."""
    if advice is None or advice.narrower is None:
        return ()
    may = desk.session.may(Operation.PERMISSION_GROUPS_EDIT)
    link = desk.texts.gettext("See the narrower group") if may else ""
    return (Tip(advice_title(advice, desk.texts), advice_reason(advice, desk.texts), link),)


class AdvisedPage(ListPage[Row], Generic[Row]):
    """A page of rows that may be allowed more than they use."""

    def __init__(
        self, desk: Desk, presenter: AdvisedPresenter[Row], empty: EmptyPage, actions: Sequence[Action]
    ) -> None:
        super().__init__(desk, presenter, empty, actions)
        self._advised = presenter
        self._narrow_wanted = False
        self._read_for: int | None = None
        self._known_for: int | None = None
        self._since = QElapsedTimer()
        self._stays = QTimer(self)
        self._stays.setSingleShot(True)
        self._stays.setInterval(_STAYS_MS)
        self._stays.timeout.connect(self._advise)
        self.counted.connect(self._stays.start)
        self.panel.followed_tip.connect(self.narrow)

    def leave(self) -> None:
        """Stop what only matters while the page is seen."""
        super().leave()
        self._stays.stop()
        self._narrow_wanted = False

    def hear(self, events: Sequence[Event]) -> None:
        """Follow what was committed; what is allowed may be another thing now."""
        if self._advised.concerned(events):
            self._read_for = None
        super().hear(events)

    def act_by_key(self, key: str) -> None:
        """Do what a key or another page asks for."""
        if key == NARROW:
            self.narrow()
        else:
            super().act_by_key(key)

    def narrow(self) -> None:
        """Show the narrower group for the chosen row, as soon as row and advice are here."""
        self._narrow_wanted = True
        self._advise()

    def _advise(self) -> None:
        """Read advice for the row that is described: again when something happened, else once a minute."""
        row = self._one_chosen()
        if row is None or not (self._narrow_wanted or self.panel.isVisibleTo(self)):
            return
        key = self._advised.key(row)
        if self._read_for == key and not self._since.hasExpired(_HOLDS_MS):
            if self._known_for == key:
                self._follow_wanted(self._advised.advice.get(key))
            return
        self._read_for = key
        self._since.start()
        self.desk.operations.run(
            self,
            lambda: self._advised.read_advice(row),
            lambda advice: self._take(key, advice),
            # a row that was deleted meanwhile has no advice, and the list says that itself
            lambda _error: None,
            lane=Lane.READ,
        )

    def _take(self, key: int, advice: PermissionAdvice | None) -> None:
        self._known_for = key
        self._advised.advice.clear()
        if advice is not None:
            self._advised.advice[key] = advice
        chosen = self._one_chosen()
        if chosen is None or self._advised.key(chosen) != key:
            return
        if self.panel.isVisibleTo(self):
            self.panel.show_content(self._advised.describe(chosen))
        self._follow_wanted(advice)

    def _follow_wanted(self, advice: PermissionAdvice | None) -> None:
        if not self._narrow_wanted:
            return
        self._narrow_wanted = False
        if advice is not None:
            self._open_narrower(advice)

    def _one_chosen(self) -> Row | None:
        # a row that is only on its way here is not the one that is chosen until then
        chosen = self.chosen()
        return chosen.rows[0] if self._wanted is None and chosen.number == 1 and chosen.rows else None

    def _open_narrower(self, advice: PermissionAdvice) -> None:
        if advice.narrower is None or not self.desk.session.may(Operation.PERMISSION_GROUPS_EDIT):
            return
        dialog = GroupDialog(self.desk, self, None, advised(self.desk, advice))
        dialog.saved.connect(lambda group: self._narrowed(advice, group))
        dialog.open()

    def _narrowed(self, advice: PermissionAdvice, group: PermissionGroup) -> None:
        if advice.group.id != group.id:
            words = self.desk.texts.gettext("{name} now has the group {group}.")
            self.said.emit(words.format(name=advice.name, group=group.name), "ok", "circle-check")
