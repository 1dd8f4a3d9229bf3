"""Propose a revocation: what would notice, and why it should end."""

from PySide6.QtWidgets import QWidget

from fracttal_console.domain.impact import Impact
from fracttal_console.domain.proposals import check_stated
from fracttal_console.services.authorizations import AuthorizationView
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.impact import impact_lines
from fracttal_console.ui.impact_card import impact_card
from fracttal_console.ui.widgets.fields import Field, TextEdit


class ProposalDialog(FormDialog):
    """Asks for the reason; a super administrator decides."""

    def __init__(self, desk: Desk, parent: QWidget, view: AuthorizationView, impact: Impact) -> None:
        texts = desk.texts
        whom = texts.gettext("acts for itself") if view.person is None else texts.gettext("for {person}")
        super().__init__(
            desk, parent,
            title=texts.gettext("Propose to revoke {name}").format(name=view.consumer.name),
            subtitle=whom.format(person=view.person.name if view.person else ""),
            icon="message-square-warning", action=texts.gettext("Propose revocation"),
        )  # fmt: skip
        self._ref = str(view.authorization.id)
        self.body.addWidget(impact_card(desk.theme, impact_lines(impact, desk.now(), texts)))
        self.reason = TextEdit(desk.theme)
        self.add(
            "reason", Field(desk.theme, texts.gettext("Why it should end"), self.reason),
            lambda: check_stated("reason", self.reason.text()),
        )  # fmt: skip
        self.reason.textChanged.connect(lambda: self.recheck("reason"))
        self.finish(texts.gettext("A super administrator decides it."))
        self.submitted.connect(self._send)
        self.reason.setFocus()

    def _send(self) -> None:
        desk, reason = self.desk, self.reason.text()
        desk.operations.run(
            self,
            lambda: desk.base.proposals.create(desk.actor, self._ref, reason=reason),
            lambda _made: self.accept(),
            self.fail,
        )
