"""Decline a proposal: who proposed it is owed an answer."""

from PySide6.QtWidgets import QWidget

from fracttal_console.domain.proposals import check_stated
from fracttal_console.services.proposals import ProposalView
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.widgets.fields import Field, TextEdit


class AnswerDialog(FormDialog):
    """Asks for the answer and declines."""

    def __init__(self, desk: Desk, parent: QWidget, view: ProposalView) -> None:
        texts, proposal = desk.texts, view.proposal
        super().__init__(
            desk, parent,
            title=texts.gettext("Decline the proposal of {name}").format(name=proposal.proposed_by),
            subtitle=texts.gettext("{consumer}: {reason}").format(consumer=view.consumer.name, reason=proposal.reason),
            icon="circle-x", action=texts.gettext("Decline"),
        )  # fmt: skip
        self._ref = str(proposal.id)
        self.answer = TextEdit(desk.theme)
        self.add(
            "answer", Field(desk.theme, texts.gettext("Answer (kept in the audit log)"), self.answer),
            lambda: check_stated("answer", self.answer.text()),
        )  # fmt: skip
        self.answer.textChanged.connect(lambda: self.recheck("answer"))
        self.finish(texts.gettext("The authorization stays as it is."))
        self.submitted.connect(self._send)
        self.answer.setFocus()

    def _send(self) -> None:
        desk, answer = self.desk, self.answer.text()
        desk.operations.run(
            self,
            lambda: desk.base.proposals.decline(desk.actor, self._ref, answer=answer),
            lambda _saved: self.accept(),
            self.fail,
        )
