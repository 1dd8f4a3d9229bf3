"""Save a credential to a file for its hand-over, sealed or in clear."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.names import search_form
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.credential_file import CredentialFileForm, check_passphrase, write_credential_file
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.widgets.choices import Choices
from fracttal_console.ui.widgets.fields import Field, PasswordEdit, TextEdit

_FORMS = (CredentialFileForm.JSON, CredentialFileForm.ENV)


class CredentialFileDialog(FormDialog):
    """Asks for the form, the place and a passphrase.

    Signals:
        written: where the file is.
    """

    written = Signal(str)

    def __init__(
        self, desk: Desk, parent: QWidget, *, name: str, values: Mapping[str, str], secret: tuple[str, SecretText]
    ) -> None:
        """Take what is handed over.

        Args:
            desk: the tools of the window.
            parent: over what it stands.
            name: of the credential.
            values: what is no secret, by name.
            secret: name and value of what is.
        """
        texts = desk.texts
        super().__init__(
            desk,
            parent,
            title=texts.gettext("Save credential file"),
            subtitle=name,
            icon="file-lock",
            action=texts.gettext("Save"),
        )
        self._values = dict(values)
        self._secret: tuple[str, SecretText] | None = secret
        self._stem = "-".join("".join(s if s.isalnum() else " " for s in search_form(name)).split()) or "credential"
        self.form = Choices(
            desk.theme,
            (
                ("JSON", texts.gettext("For programs that read a document.")),
                (".env", texts.gettext("For shells and containers.")),
            ),
            0,
        )
        self.path = TextEdit(desk.theme, role=Role.MONO)
        show, hide = texts.gettext("Show"), texts.gettext("Hide")
        self.passphrase = PasswordEdit(desk.theme, show, hide)
        self.again = PasswordEdit(desk.theme, show, hide)
        self.add("form", Field(desk.theme, texts.gettext("Form"), self.form), lambda: None)
        self.add(
            "path",
            Field(
                desk.theme,
                texts.gettext("File"),
                self.path,
                help_text=texts.gettext("Only your account can read it. A file that exists is not overwritten."),
            ),
            self._place,
        )
        sealed = texts.gettext(
            "Seals it as a ZIP with AES-256, which 7-Zip and others open. Hand the passphrase over another way."
        )
        self.add(
            "passphrase",
            Field(desk.theme, texts.gettext("Passphrase"), self.passphrase, optional=texts.gettext("optional"),
                  help_text=sealed),
            lambda: check_passphrase(SecretText(self.passphrase.text())),
        )  # fmt: skip
        self.add("again", Field(desk.theme, texts.gettext("Passphrase, once more"), self.again), self._compare)
        self.finish()
        self._suggest()
        self.form.changed.connect(self._suggest)
        self.path.textChanged.connect(lambda: self.recheck("path"))
        self.passphrase.textChanged.connect(lambda: self.recheck("passphrase"))
        self.again.textChanged.connect(lambda: self.recheck("again"))
        self.submitted.connect(self._save)
        self.form.button(0).setFocus()

    def put_away(self) -> bool:
        """Let the secret go: it does not wait behind a lock."""
        self.reject()
        return False

    def reject(self) -> None:
        """Let the secret go."""
        self._forget()
        super().reject()

    def _chosen(self) -> CredentialFileForm:
        return _FORMS[max(0, self.form.chosen)]

    def _suggest(self) -> None:
        self.path.setText(str(Path.home() / f"{self._stem}.{self._chosen()}"))

    def _place(self) -> Path:
        text = self.path.text().strip()
        if not text:
            raise Invalid("path", "empty")
        return Path(text).expanduser()

    def _compare(self) -> None:
        if self.again.text() != self.passphrase.text():
            raise Invalid("passphrase", "not_the_same")

    def _save(self) -> None:
        path, form, values, secret = self._place(), self._chosen(), self._values, self._secret
        seal = SecretText(self.passphrase.text())
        if secret is None:
            return
        self.desk.operations.run(
            self, lambda: write_credential_file(path, form, values, secret, seal), self._saved, self.fail
        )

    def _saved(self, path: Path) -> None:
        self._forget()
        self.accept()
        self.written.emit(str(path))

    def _forget(self) -> None:
        self._secret = None
        self.passphrase.clear()
        self.again.clear()
