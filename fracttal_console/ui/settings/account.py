"""The own account: the password, and the codes of the own device."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.second_factors import TotpState
from fracttal_console.texts.brief import brief_date
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.settings.codes import CodesDialog
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.fields import Field, PasswordEdit
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row


class AccountRow(QWidget):
    """Says whether codes are set up, and offers what can be changed."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__()
        texts = desk.texts
        self._desk = desk
        self._over = parent
        self._state: TotpState | None = None
        self.password = Button(desk.theme, texts.gettext("Change password…"), icon="key-round")
        self.codes = Button(desk.theme, texts.gettext("Set up codes…"), icon="smartphone")
        self.password.clicked.connect(lambda: PasswordDialog(desk, parent).open())
        self.codes.clicked.connect(self._change_codes)
        self._words = Label(desk.theme, "", Role.SMALL, "text2", wrap=True)
        self.setLayout(column(row(self.password, self.codes, None), self._words, spacing=8))
        self.read()

    def read(self) -> None:
        """Read whether codes are set up."""
        factors, desk = self._desk.base.second_factors, self._desk
        desk.operations.run(self, lambda: factors.state(desk.actor), self._show)

    def _show(self, state: TotpState) -> None:
        texts, self._state = self._desk.texts, state
        if state.since is None:
            self.codes.setText(texts.gettext("Set up codes…"))
            words = texts.gettext(
                "You sign in with the password alone. A code of your device makes a stolen one useless."
            )
        else:
            self.codes.setText(texts.gettext("Remove codes…"))
            words = texts.ngettext(
                "You sign in with codes since {date}. {n} recovery code is left.",
                "You sign in with codes since {date}. {n} recovery codes are left.",
                state.recovery_codes_left,
            ).format(date=brief_date(state.since, self._desk.now(), texts), n=state.recovery_codes_left)
        self.codes.set_kind(Kind.SECONDARY if state.since is None else Kind.DANGER)
        self.codes.updateGeometry()
        self._words.setText(words)

    def _change_codes(self) -> None:
        texts, desk, factors = self._desk.texts, self._desk, self._desk.base.second_factors
        if self._state is None or self._state.since is None:
            dialog = CodesDialog(desk, self._over)
            dialog.finished.connect(lambda _result: self.read())
            dialog.begin()
            return
        Confirm(
            desk,
            self._over,
            title=texts.gettext("Remove the codes of your device?"),
            consequences=(
                ("smartphone", texts.gettext("You sign in with the password alone.")),
                ("ban", texts.gettext("The recovery codes that you wrote down open nothing any more.")),
            ),
            safe=texts.gettext("Keep the codes"),
            action=texts.gettext("Remove codes"),
            icon="smartphone",
            then=lambda _reason: desk.operations.run(
                self, lambda: factors.remove(desk.actor), lambda _done: self.read()
            ),
        ).open()


class PasswordDialog(FormDialog):
    """Asks for another password of one's own."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        texts = desk.texts
        super().__init__(
            desk,
            parent,
            title=texts.gettext("Change your password"),
            subtitle=texts.gettext("Sessions in browsers and tokens of applications that act for you end."),
            icon="key-round",
            action=texts.gettext("Change password"),
            width=480,
        )
        show, hide = texts.gettext("Show password"), texts.gettext("Hide password")
        self.password, self.again = PasswordEdit(desk.theme, show, hide), PasswordEdit(desk.theme, show, hide)
        hint = texts.gettext("A sentence of four or five words is easy to remember and hard to guess.")
        self.add(
            "password", Field(desk.theme, texts.gettext("New password"), self.password, help_text=hint), self._check
        )
        self.add("again", Field(desk.theme, texts.gettext("Password again"), self.again), self._compare)
        self.finish()
        self.password.textChanged.connect(lambda: self.recheck("password"))
        self.again.textChanged.connect(lambda: self.recheck("again"))
        self.submitted.connect(self._save)
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> bool:
        """Let what was typed go: it does not wait behind a lock."""
        # without the question before what was typed is lost: nobody is there to answer it
        self.done(self.DialogCode.Rejected)
        return False

    def done(self, result: int) -> None:
        """Let what was typed go, and close."""
        self.password.clear()
        self.again.clear()
        super().done(result)

    def _check(self) -> None:
        if not self.password.text():
            raise Invalid("password", "empty")

    def _compare(self) -> None:
        if self.again.text() != self.password.text():
            raise Invalid("password", "differs")

    def _save(self) -> None:
        desk, people, password = self.desk, self.desk.base.people, SecretText(self.password.text())
        desk.operations.run(
            self, lambda: people.change_own_password(desk.actor, password), lambda _saved: self.accept(), self.fail
        )
