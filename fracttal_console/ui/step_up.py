"""The password once more, before what makes secrets or changes people: one dialog for every operation that asks."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from fracttal_console.domain.actors import Actor
from fracttal_console.domain.errors import ConsoleError, Invalid, SignInFailed, TotpNeeded, TotpWrong
from fracttal_console.domain.secrets import SecretText
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.widgets.fields import Field, PasswordEdit, TextEdit

Then = Callable[[], None]


class StepUpDialog(FormDialog):
    """Asks for the password, and for the code of whoever signs in with one; accepted once both were right."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        texts = desk.texts
        super().__init__(
            desk,
            parent,
            title=texts.gettext("Is it still you?"),
            subtitle=texts.gettext("What comes next makes secrets or changes who may do what."),
            icon="lock",
            action=texts.gettext("Go on"),
            width=480,
        )
        self.password = PasswordEdit(desk.theme, texts.gettext("Show password"), texts.gettext("Hide password"))
        self.code = TextEdit(desk.theme, role=Role.MONO)
        hint = texts.gettext("The one that your device shows now, or a recovery code.")
        name = texts.gettext("Password of {name}").format(name=desk.actor.name)
        self.add("password", Field(desk.theme, name, self.password), self._check_password)
        self._code_field = self.add(
            "code", Field(desk.theme, texts.gettext("Code"), self.code, help_text=hint), self._check_code
        )
        self.finish(texts.gettext("It counts for 5 minutes."))
        self._code_field.hide()
        self.password.textChanged.connect(lambda: self.recheck("password"))
        self.code.textChanged.connect(lambda: self.recheck("code"))
        self.submitted.connect(self._prove)
        self.password.setFocus()

    def put_away(self) -> bool:
        """Let what was typed go: it does not wait behind a lock."""
        # without the question before what was typed is lost: nobody is there to answer it
        self.done(self.DialogCode.Rejected)
        return False

    def done(self, result: int) -> None:
        """Let what was typed go, and close."""
        self.password.clear()
        self.code.clear()
        super().done(result)

    def fail(self, error: ConsoleError) -> None:
        """Say what was wrong beside its field, or ask for the code as well."""
        texts = self.desk.texts
        if isinstance(error, TotpNeeded):
            self.set_busy(busy=False)
            self._code_field.show()
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, SignInFailed):
            self._say("password", texts.gettext("This is not your password. Enter it again."))
        elif isinstance(error, TotpWrong):
            self._say("code", texts.gettext("The code is wrong, too old, or was used already. Wait for the next one."))
        else:
            super().fail(error)

    def _say(self, name: str, text: str) -> None:
        self.set_busy(busy=False)
        field = self._fields[name][0]
        field.say(text)
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(field.control, TextEdit):
            field.control.selectAll()

    def _check_password(self) -> None:
        if not self.password.text():
            raise Invalid("current_password", "empty")

    def _check_code(self) -> None:
        if not self.code.text().strip():
            raise Invalid("code", "empty")

    def _prove(self) -> None:
        sign_in, actor = self.desk.base.sign_in, self.desk.actor
        password = SecretText(self.password.text())
        code = SecretText(self.code.text()) if self._code_field.isVisibleTo(self) else None
        self.password.hide_text()
        self.desk.operations.run(self, lambda: sign_in.prove(actor, password, code), self._proved, self.fail)

    def _proved(self, actor: Actor) -> None:
        self.desk.session.actor = actor
        self.accept()


class StepUp(QObject):
    """Stands between an operation that was refused for want of a fresh proof, and doing it again.

    What is done again reads `desk.actor` anew, so the work of an operation must ask for it when it runs.
    """

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._bench = parent
        self._waiting: list[tuple[Then, Then]] = []

    def ask(self, owner: QObject, again: Then, leave: Then) -> None:
        """Ask for the password over what `owner` shows.

        Args:
            owner: for whom the operation was run.
            again: does it once more, after the proof.
            leave: lets everything be as it was, where there is none.
        """
        self._waiting.append((again, leave))
        if len(self._waiting) > 1:
            return
        over = owner if isinstance(owner, QWidget) and owner.isVisible() else self._bench
        dialog = StepUpDialog(self._desk, over)
        dialog.finished.connect(self._finished)
        dialog.open()

    def _finished(self, result: int) -> None:
        waiting, self._waiting = self._waiting, []
        for again, leave in waiting:
            (again if result == StepUpDialog.DialogCode.Accepted else leave)()
