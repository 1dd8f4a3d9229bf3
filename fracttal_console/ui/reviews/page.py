"""The reviews page: what support proposes to revoke is approved or declined here."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.authorization_selection import Selection
from fracttal_console.domain.authorizations import UNDO_GRACE, AuthorizationStatus
from fracttal_console.domain.impact import Impact
from fracttal_console.domain.proposals import ProposalStatus
from fracttal_console.services.proposals import ProposalView
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.impact import read_impact
from fracttal_console.ui.impact_dialog import ImpactDialog, ImpactQuestion
from fracttal_console.ui.offer import Offer
from fracttal_console.ui.reviews.answer_dialog import AnswerDialog
from fracttal_console.ui.reviews.presenter import ReviewsPresenter
from fracttal_console.ui.tables.list_page import ListPage
from fracttal_console.ui.widgets.empty import EmptyPage

_LETTERS = {"K": "decline", "R": "approve", "S": "skip"}
"""Keys of a review: keep what is proposed to be revoked, revoke it, skip."""


class ReviewsPage(ListPage[ProposalView]):
    """Proposals; whoever may not decide sees the own ones and what became of them."""

    def __init__(self, desk: Desk) -> None:
        texts = desk.texts
        decides = desk.session.may(Operation.PROPOSALS_DECIDE)
        empty = EmptyPage(
            desk.theme,
            icon="message-square-warning",
            title=texts.gettext("Proposals to revoke wait here for a decision"),
            text=texts.gettext(
                "Support staff see what is dormant or too wide and propose to end it. A super administrator approves, "
                "which revokes at once, or declines with an answer."
            ),
            steps=(
                (
                    texts.gettext("Support proposes"),
                    texts.gettext("With a reason, from the details of an authorization."),
                ),
                (texts.gettext("You see it here"), texts.gettext("With a number beside the page's name."))
                if decides
                else (
                    texts.gettext("A super administrator decides"),
                    texts.gettext("Approves and revokes, or declines with an answer."),
                ),
                (
                    texts.gettext("All of it is kept"),
                    texts.gettext("Who, why and what became of it, in the audit log."),
                ),
            ),
        )
        super().__init__(desk, ReviewsPresenter(desk), empty, ())

    def act(self, key: str) -> None:
        """Approve or decline the chosen proposal, or go on to the next."""
        chosen = self.chosen()
        if not chosen.rows:
            return
        view = chosen.rows[0]
        if key == "skip":
            self._skip()
        elif key == "decline":
            AnswerDialog(self.desk, self, view).open()
        elif view.authorization.status is AuthorizationStatus.REVOKED:
            # it has ended meanwhile: nothing is left to ask about
            self._approve(view, "")
        else:
            self._ask_about(view)

    def take_typed(self, text: str) -> None:
        """Decide by a letter where a proposal waits for it; else it narrows the rows, as everywhere."""
        if text.upper() not in _LETTERS or not self._decide(text):
            super().take_typed(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide by a letter from the panel too."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if not (plain and event.text() and self._decide(event.text())):
            super().keyPressEvent(event)

    def _decide(self, letter: str) -> bool:
        key = _LETTERS.get(letter.upper())
        offered = key is not None and key in {action.key for action in self.offered()}
        if key is not None and offered:
            self.act(key)
        return offered

    def _skip(self) -> None:
        """Choose the next proposal that waits, from the top again after the last."""
        here, rows = self.table.currentIndex().row(), self.model.matching
        for step in range(1, rows):
            place = (here + step) % rows
            view = self.model.row_at(place)
            if view is not None and view.proposal.status is ProposalStatus.OPEN:
                self.table.go_to(place)
                self.table.setFocus()
                return
        self.said.emit(self.desk.texts.gettext("No other proposal waits for a decision."), "info", "list-checks")

    def _ask_about(self, view: ProposalView) -> None:
        texts, selection = self.desk.texts, Selection(ids=(view.authorization.id,))
        whom = texts.gettext("acts for itself") if view.person is None else texts.gettext("for {person}")
        question = ImpactQuestion(
            title=texts.gettext("Approve, and revoke {name}?").format(name=view.consumer.name),
            subtitle=whom.format(person=view.person.name if view.person else ""),
            safe=texts.gettext("Not now"),
            action=texts.gettext("Approve and revoke"),
            word=view.consumer.name,
            typed=texts.gettext("It is in use. Type {word} to go on"),
            foot=texts.gettext("You can undo for 5 minutes."),
            why=texts.gettext("Answer (kept in the audit log)"),
        )

        def show(impact: Impact) -> None:
            ImpactDialog(self.desk, self, impact, question, then=lambda answer: self._approve(view, answer)).open()

        read_impact(self, self.desk, lambda: self.desk.base.impact.authorizations(self.desk.actor, selection), show)

    def _approve(self, view: ProposalView, answer: str) -> None:
        desk, ref = self.desk, str(view.proposal.id)
        desk.operations.run(
            self,
            lambda: desk.base.proposals.approve(desk.actor, ref, answer=answer),
            lambda _saved: self._offer_undo(view),
        )

    def _offer_undo(self, view: ProposalView) -> None:
        if view.authorization.status is AuthorizationStatus.REVOKED:
            return
        name = view.consumer.name

        def words(texts: Texts) -> str:
            return texts.gettext("Approved and revoked: {consumer}").format(consumer=name)

        self.offers.emit(Offer(words, "ban", int(UNDO_GRACE.total_seconds()), (view.authorization.id,)))

    def take_back(self, things: tuple[int, ...]) -> None:
        """Undo the revocation of an authorization whose proposal was approved."""
        desk, (thing,) = self.desk, things
        desk.operations.run(
            self, lambda: desk.base.authorizations.undo(desk.actor, str(thing)), lambda _saved: self.offers.emit(None)
        )
