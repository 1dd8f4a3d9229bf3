"""Explain a request that an integrator sent: paste it, see what is wrong with it."""

from urllib.parse import urlsplit

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from fracttal_console.domain.errors import ConsoleError
from fracttal_console.services.doctor_findings import Explanation
from fracttal_console.services.hawk_comparison import BaseLine
from fracttal_console.texts.errors import error_text
from fracttal_console.texts.findings import finding_advice, finding_title, line_name
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.request_doctor.details import actions_for
from fracttal_console.ui.request_doctor.repairs import Repairs
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.dialog import Dialog
from fracttal_console.ui.widgets.fields import Field, LinesEdit
from fracttal_console.ui.widgets.labels import ElidedLabel, Label
from fracttal_console.ui.widgets.layouts import clear, column, row
from fracttal_console.ui.widgets.marks import IconLabel
from fracttal_console.ui.widgets.scroll_area import ScrollArea
from fracttal_console.ui.widgets.surfaces import Card, Note

_TONES = {"ok": ("circle-check", "ok"), "warn": ("triangle-alert", "warn"), "bad": ("circle-x", "bad")}
_NAME_WIDTH = 120
_RESULT_HEIGHT = 300


class PasteDialog(Dialog):
    """A box for a header, a request, a curl line or a URL, and what the gateway would say of it.

    What is pasted may hold a secret: it is kept nowhere, and gone when the window is locked or the dialog closed.
    """

    def __init__(self, desk: Desk, parent: QWidget, repairs: Repairs) -> None:
        texts = desk.texts
        super().__init__(desk.theme, parent, texts.gettext("Explain a request"), width=640)
        self.desk = desk
        self._repairs = repairs
        self._explanation: Explanation | None = None
        self.pasted = LinesEdit(desk.theme, lines=5, placeholder="curl -H 'Authorization: Hawk id=…' https://…")
        self.pasted.setLineWrapMode(LinesEdit.LineWrapMode.WidgetWidth)
        field = Field(
            desk.theme, texts.gettext("Paste a header or curl line"), self.pasted,
            help_text=texts.gettext("What is pasted is not stored and in no log; no secret is shown."),
        )  # fmt: skip
        self.close_button = Button(desk.theme, texts.gettext("Close"))
        self.explain = Button(desk.theme, texts.gettext("Explain"), Kind.PRIMARY)
        self.repair = Button(desk.theme, "", Kind.SECONDARY)
        self.repair.hide()
        self.findings = column(spacing=10)
        inside = QWidget()
        inside.setLayout(column(self.findings, None, spacing=0, margins=(0, 0, 8, 0)))
        self._area = ScrollArea(inside, stop=True)
        self._area.setAccessibleName(texts.gettext("What was found"))
        self._area.setFixedHeight(_RESULT_HEIGHT)
        self._area.hide()
        body = column(field, self._area, spacing=16)
        title = texts.gettext("Explain a request")
        subtitle = texts.gettext("See it as the gateway sees it: signature, clock, redirect URI, permission.")
        self.lay_out(
            self.head(title, subtitle, icon="stethoscope"),
            body,
            foot=(self.repair, None, self.close_button, self.explain),
        )
        self.close_button.clicked.connect(self.reject)
        self.explain.clicked.connect(self._ask)
        self.repair.clicked.connect(self._do_repair)
        self.set_default(self.explain)
        self.pasted.setFocus()

    def put_away(self) -> bool:
        """Go out of sight without what was pasted."""
        self.forget()
        self.reject()
        return False

    def forget(self) -> None:
        """Drop what was pasted and found."""
        self.pasted.clear()
        self._explanation = None
        clear(self.findings)

    def done(self, result: int) -> None:
        """Close, and keep nothing."""
        self.forget()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Explain by Ctrl+Enter from the field of several lines."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._ask()
            return
        super().keyPressEvent(event)

    def _ask(self) -> None:
        text, actor, doctor = self.pasted.toPlainText(), self.desk.actor, self.desk.base.request_doctor
        hosts = self._hosts()
        self.desk.operations.run(
            self, lambda: doctor.explain(actor, text, hosts=hosts), self._show, self._failed, lane=Lane.READ
        )

    def _hosts(self) -> tuple[tuple[str, int], ...]:
        parts = urlsplit(self.desk.base.gateway.url)
        own = ((parts.hostname, parts.port),) if parts.hostname and parts.port else ()
        return (*own, *self.desk.base.hawk_hosts)

    def _failed(self, error: ConsoleError) -> None:
        clear(self.findings)
        self.findings.addWidget(Note(self.theme, "bad", "octagon-alert", error_text(error, self.desk.texts)))
        self._area.show()

    def _show(self, found: Explanation) -> None:
        self._explanation = found
        clear(self.findings)
        texts = self.desk.texts
        if found.credential is not None:
            whose = Label(self.theme, found.credential.name, Role.CARD_TITLE)
            public = Label(self.theme, found.credential.public_id, Role.MONO, "text2")
            self.findings.addLayout(row(whose, public, None, spacing=10))
        for finding in sorted(found.findings, key=lambda one: ("bad", "warn", "ok").index(one.tone)):
            icon, tone = _TONES[finding.tone]
            title, advice = finding_title(finding.code, finding.facts, texts), finding_advice(finding.code, texts)
            self.findings.addWidget(Note(self.theme, tone, icon, title, "" if finding.tone == "ok" else advice))
        if found.lines:
            self.findings.addWidget(_lines_card(self.desk, found.lines))
        actions = actions_for(self.desk, found)
        self.repair.setVisible(bool(actions))
        if actions:
            self.repair.setText(actions[0].text)
            self.repair.set_icon(actions[0].icon)
        self._area.show()
        self._area.verticalScrollBar().setValue(0)

    def _do_repair(self) -> None:
        found = self._explanation
        if found is None:
            return
        actions = actions_for(self.desk, found)
        self.accept()
        self._repairs.do(actions[0].key, found.credential, found.group, found.repair_value)


def _lines_card(desk: Desk, lines: tuple[BaseLine, ...]) -> Card:
    """Show the base string line by line: expected at the left, signed at the right where it differs."""
    theme, texts = desk.theme, desk.texts
    card = Card(theme, "panel")
    inside = column(Label(theme, texts.gettext("Base string, line by line"), Role.LABEL_STRONG, "text2"), spacing=3,
                    margins=(14, 10, 14, 10))  # fmt: skip
    for line in lines:
        name = Label(theme, line_name(line.name, texts), Role.SMALL, "text2")
        name.setFixedWidth(_NAME_WIDTH)
        icon = "circle-x" if not line.same else "circle-check" if line.signed else "eye"
        ink = "bad" if not line.same else "ok" if line.signed else "text3"
        expected = ElidedLabel(theme, line.expected or "–", Role.MONO, "text", Qt.TextElideMode.ElideMiddle)
        parts = [IconLabel(theme, icon, ink, size=14), name, expected]
        if not line.same:
            words = texts.gettext("signed: {value}").format(value=line.signed or "–")
            parts.append(ElidedLabel(theme, words, Role.MONO, "bad", Qt.TextElideMode.ElideMiddle))
        inside.addLayout(row(*parts, spacing=8))
    card.setLayout(inside)
    return card
