"""A super administrator who lost the password or the device: the recovery code, and another password."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal

from fracttal_console.domain.errors import ConsoleError, Invalid
from fracttal_console.domain.secrets import SecretText
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.errors import error_text
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.start.card import CardPage
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.fields import Field, PasswordEdit, TextEdit
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.surfaces import Note


@dataclass(frozen=True, slots=True)
class Rescued:
    """Who gets another password, and by which recovery code of the base."""

    email: str
    code: SecretText
    password: SecretText


class RescuePage(CardPage):
    """Asks for the recovery code of the base and another password.

    Signals:
        asked: everything was filled in, as a Rescued.
        left: the person wants to sign in after all.
    """

    asked = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, width=480)
        self._texts = texts
        show, hide = texts.gettext("Show password"), texts.gettext("Hide password")
        self.email, self.code = TextEdit(theme), TextEdit(theme, role=Role.MONO)
        self.password, self.again = PasswordEdit(theme, show, hide), PasswordEdit(theme, show, hide)
        code_help = texts.gettext("It was written down when the base was made. It stays good.")
        self._fields = {
            "email": Field(theme, texts.gettext("E-mail"), self.email),
            "recovery_code": Field(theme, texts.gettext("Recovery code"), self.code, help_text=code_help),
            "password": Field(theme, texts.gettext("New password"), self.password),
            "again": Field(theme, texts.gettext("Password again"), self.again),
        }
        self._problem = Note(theme, "bad", "octagon-alert", "")
        self._problem.hide()
        self.button = Button(theme, texts.gettext("Set new password"), Kind.PRIMARY, icon="key-round")
        back = Button(theme, texts.gettext("Back to sign-in"), Kind.LINK, small=True)
        self.button.clicked.connect(self._ask)
        back.clicked.connect(self._leave)
        self._edits = {
            "email": self.email, "recovery_code": self.code, "password": self.password, "again": self.again,
        }  # fmt: skip
        for name, edit in self._edits.items():
            edit.returnPressed.connect(self._ask)
            edit.textChanged.connect(self._clearing(name))
        why = texts.gettext(
            "For a super administrator whom no other can help. Signing in with codes is turned off, and sessions and "
            "tokens end; the audit log says so."
        )
        parts = column(
            Label(theme, texts.gettext("Password or device lost"), Role.TITLE, wrap=True),
            Label(theme, why, Role.BODY, "text2", wrap=True),
            *self._fields.values(),
            self._problem,
            row(back, None, self.button),
            spacing=16,
            margins=(24, 24, 24, 20),
        )
        self.card.setLayout(parts)

    def focus_first(self) -> None:
        """Give the focus to the first field."""
        self.email.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, error: ConsoleError) -> None:
        """Say why nothing was changed, beside the field where there is one."""
        self.card.setEnabled(True)
        text = error_text(error, self._texts)
        if isinstance(error, Invalid) and error.field in self._fields:
            self._complain(error.field, text)
            return
        self._problem.say(text)
        self._problem.show()

    def forget(self) -> None:
        """Let everything that was typed go."""
        for edit in self._edits.values():
            edit.clear()

    def _leave(self) -> None:
        self.forget()
        self.left.emit()

    def _ask(self) -> None:
        self._problem.hide()
        for name in self._fields:
            try:
                self._check(name)
            except Invalid as problem:
                self._complain(name, error_text(problem, self._texts))
                return
        self.card.setEnabled(False)
        self.password.hide_text()
        self.again.hide_text()
        code, password = SecretText(self.code.text().strip()), SecretText(self.password.text())
        self.asked.emit(Rescued(self.email.text().strip(), code, password))

    def _check(self, name: str) -> None:
        text = self._edits[name].text()
        if name == "again" and text != self.password.text():
            raise Invalid("password", "differs")
        if not text.strip():
            raise Invalid(name, "empty")

    def _complain(self, name: str, text: str) -> None:
        self._fields[name].say(text)
        self._fields[name].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clearing(self, name: str) -> Callable[[str], None]:
        return lambda _text: self._fields[name].say("")
