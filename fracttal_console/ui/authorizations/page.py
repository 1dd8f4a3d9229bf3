"""The authorizations page: one click revokes what is not in use; what is in use is asked about with its impact."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.authorization_selection import Selection
from fracttal_console.domain.authorizations import UNDO_GRACE
from fracttal_console.domain.impact import Impact
from fracttal_console.services.authorization_acts import Acted
from fracttal_console.services.authorizations import AuthorizationView
from fracttal_console.services.progress import Progress
from fracttal_console.services.usage_figures import DailyRequests
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.authorizations.acts import Acts, Places
from fracttal_console.ui.authorizations.details import in_use
from fracttal_console.ui.authorizations.empty import nothing_granted
from fracttal_console.ui.authorizations.final import FinalWatch
from fracttal_console.ui.authorizations.presenter import AuthorizationsPresenter
from fracttal_console.ui.authorizations.selection_dialog import SelectionDialog
from fracttal_console.ui.authorizations.words import asked_of_one, asked_of_several, doing, done, revoked_one
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.impact import read_impact
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.offer import Offer
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.permission_groups.advice import AdvisedPage
from fracttal_console.ui.reviews.proposal_dialog import ProposalDialog
from fracttal_console.ui.tables.presenter import Chosen
from fracttal_console.ui.widgets.panel_content import Action
from fracttal_console.ui.work_page import Errand, Spot

_SEEN = 1000
"""Rows of a large choice whose ids are compared before anything is done with those places."""


_STAYS_MS = 120
"""How long a row is chosen before its daily requests are read."""


class AuthorizationsPage(AdvisedPage[AuthorizationView]):
    """Everything that consumers may do, for whom, and since when."""

    def __init__(self, desk: Desk) -> None:
        self._acts = Acts(desk)
        self._told = AuthorizationsPresenter(desk)
        by = Action("choose_by", desk.texts.gettext("End by…"), "list-filter")
        may = desk.session.may(Operation.AUTHORIZATIONS_REVOKE)
        super().__init__(desk, self._told, nothing_granted(desk), (by,) if may else ())
        # once a revocation is final, the panel no longer offers to undo it
        self._final = FinalWatch(desk, self)
        # who walks down the rows does not stop at each
        self._rests = QTimer(self)
        self._rests.setSingleShot(True)
        self._rests.setInterval(_STAYS_MS)
        self._rests.timeout.connect(self._read_usage)
        self.counted.connect(self._rests.start)
        self.panel.followed.connect(self._follow_usage)

    def act(self, key: str) -> None:
        """Suspend, resume, revoke, undo or propose."""
        if key == "choose_by":
            self._choose_by()
            return
        chosen = self.chosen()
        if not chosen.rows:
            return
        view = chosen.rows[0]
        if key == "propose":
            self._propose(view)
        elif key in {"end_person", "end_consumer"}:
            self._ask_about_several(self._alike(key, view))
        elif chosen.number > 1:
            self._several(key, chosen)
        elif key == "end" and in_use(view, self.desk.now()):
            self._ask_about(view)
        elif key == "end":
            self._revoke(view)
        elif key == "undo":
            self.take_back((view.authorization.id,))
        else:
            # the row itself tells the outcome: no message
            self.desk.operations.run(self, lambda: self._acts.one(key, view), lambda _saved: None)

    def arrived(self) -> None:
        """Follow the rows, and when what is chosen becomes final."""
        super().arrived()
        self._final.watch(self.chosen().rows)

    def _read_usage(self) -> None:
        """Read the requests of the one that is described; the panel shows the rest at once."""
        chosen = self.chosen()
        if self._split.panel_shown and chosen.number == 1 and chosen.rows:
            row = chosen.rows[0]
            self.desk.operations.run(
                self, lambda: self._told.read_usage(row), lambda daily: self._show_usage(row, daily), lane=Lane.READ
            )

    def _show_usage(self, row: AuthorizationView, daily: DailyRequests) -> None:
        chosen = self.chosen()
        if chosen.number == 1 and chosen.rows and chosen.rows[0].authorization.id == row.authorization.id:
            self._told.take_usage(row, daily)
            self.panel.show_content(self._told.describe(chosen.rows[0]))

    def _follow_usage(self, _place: int) -> None:
        chosen = self.chosen()
        if chosen.rows:
            self.sent.emit(Errand("request_doctor", Spot(text=chosen.rows[0].consumer.name)))

    # --- one ----------------------------------------------------------------------------------

    def _revoke(self, view: AuthorizationView, reason: str = "") -> None:
        ids = (view.authorization.id,)
        self.desk.operations.run(
            self,
            lambda: self._acts.one("end", view, reason),
            lambda _saved: self._offer_undo(partial(revoked_one, view), ids),
        )

    def _ask_about(self, view: AuthorizationView) -> None:
        selection = Selection(ids=(view.authorization.id,))

        def show(impact: Impact) -> None:
            ImpactDialog(
                self.desk, self, impact, asked_of_one(view, self.desk.texts),
                then=lambda reason: self._revoke(view, reason),
                instead=self._suspending(selection) if view.status == "active" else None,
            ).open()  # fmt: skip

        read_impact(self, self.desk, lambda: self._acts.impact(selection), show)

    def _propose(self, view: AuthorizationView) -> None:
        selection = Selection(ids=(view.authorization.id,))

        def show(impact: Impact) -> None:
            ProposalDialog(self.desk, self, view, impact).open()

        read_impact(self, self.desk, lambda: self._acts.impact(selection), show)

    # --- several ------------------------------------------------------------------------------

    def _several(self, key: str, chosen: Chosen[AuthorizationView]) -> None:
        find = self._finding(chosen)
        if key == "end":
            self._ask_about_several(find)
        else:
            self._run(key, find, "")

    def _finding(self, chosen: Chosen[AuthorizationView]) -> Callable[[], Selection]:
        """Return what tells the chosen ones; where more are chosen than are here, storage is asked."""
        if len(chosen.rows) == chosen.number:
            selection = Selection(ids=tuple(view.authorization.id for view in chosen.rows))
            return lambda: selection
        places = tuple(self.table.chosen_places())
        known = {place: key for place in places[:_SEEN] if (key := self.model.key_at(place)) is not None}
        found = Places(self.model.query, places, known)
        return lambda: self._acts.standing_at(found)

    @staticmethod
    def _alike(key: str, view: AuthorizationView) -> Callable[[], Selection]:
        person = str(view.authorization.person_id) if key == "end_person" else None
        consumer = str(view.authorization.consumer_id) if key == "end_consumer" else None
        selection = Selection(person=person, consumer=consumer)
        return lambda: selection

    def _ask_about_several(self, find: Callable[[], Selection]) -> None:
        found: list[Selection] = []

        def read() -> Impact:
            found.append(find())
            return self._acts.impact(found[0])

        def show(impact: Impact) -> None:
            selection = found[0]
            ImpactDialog(
                self.desk, self, impact, asked_of_several(impact, self.desk.texts),
                then=lambda reason: self._run("end", lambda: selection, reason),
                instead=self._suspending(selection),
            ).open()  # fmt: skip

        read_impact(self, self.desk, read, show)

    def _suspending(self, selection: Selection) -> Callable[[str], None]:
        return lambda reason: self._run("suspend", lambda: selection, reason)

    def _choose_by(self) -> None:
        chosen = self.chosen()
        dialog = SelectionDialog(self.desk, self, chosen.rows[0] if chosen.rows else None)
        dialog.chosen.connect(self._chosen_by)
        dialog.open()

    def _chosen_by(self, key: str, selection: Selection) -> None:
        if key == "end":
            self._ask_about_several(lambda: selection)
        else:
            self._run(key, lambda: selection, "")

    def _run(self, key: str, find: Callable[[], Selection], reason: str) -> None:
        texts = self.desk.texts

        def work(progress: Progress) -> Acted:
            return self._acts.several(key, find(), reason, progress)

        def told(acted: Acted) -> None:
            if key == "end" and acted.done:
                self._offer_undo(partial(done, key, acted), acted.done)
            else:
                icons = {"suspend": "circle-pause", "resume": "circle-play", "undo": "undo-2", "end": "ban"}
                self.said.emit(done(key, acted, texts), "info", icons[key])

        if not self.progress.run(doing(key, texts), work, told):
            self.said.emit(
                texts.gettext("Other work of this page is not finished. Wait for it, or stop it."), "warn", "clock"
            )

    # --- undo ---------------------------------------------------------------------------------

    def take_back(self, things: tuple[int, ...]) -> None:
        """Undo revocations."""
        if len(things) > 1:
            self._run("undo", lambda: Selection(ids=things), "")
            return
        service, ref = self.desk.base.authorizations, str(things[0])
        # the row tells that it is active again; the toast has nothing to offer any more
        self.desk.operations.run(
            self, lambda: service.undo(self.desk.actor, ref), lambda _saved: self.offers.emit(None)
        )

    def _offer_undo(self, words: Callable[[Texts], str], ids: tuple[int, ...]) -> None:
        self.offers.emit(Offer(words, "ban", int(UNDO_GRACE.total_seconds()), ids))
