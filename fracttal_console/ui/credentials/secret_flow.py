"""What a page does with the secrets of its credentials: show a new one, rotate, follow, retire."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.secret_rotation import RotatedSecret, SecretRotation
from fracttal_console.ui.credentials.credential_file_form import CredentialFileDialog
from fracttal_console.ui.credentials.ending import asked_before_retiring
from fracttal_console.ui.credentials.rotate_form import RotateForm
from fracttal_console.ui.credentials.rotation_dialog import RotationDialog
from fracttal_console.ui.credentials.rotation_words import RotationShown, shown_hint
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.impact import read_impact
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.secret_dialog import SecretDialog


@dataclass(frozen=True, slots=True)
class SecretWords:
    """How the secret of one kind of credential is spoken of, in the person's language.

    `made` and `rotated` have {name} in place of the credential's name; `public_name` is the id's name in files.
    """

    made: str
    rotated: str
    why: str
    public_name: str
    public_label: str
    secret_label: str


class SecretFlow:
    """The ways of the secrets of one kind of credential, over one page."""

    def __init__(
        self, desk: Desk, page: QWidget, service: SecretRotation[Any], rotating: Operation, words: SecretWords
    ) -> None:
        """Take what secrets these are.

        Args:
            desk: the tools of the window.
            page: over what dialogs stand.
            service: rotates them.
            rotating: what one must be allowed to do for it.
            words: how they are spoken of.
        """
        self._desk = desk
        self._page = page
        self._service = service
        self._rotating = rotating
        self._words = words

    def show(self, credential: Credential, secret: SecretText, *, rotated: bool = False) -> None:
        """Show a new secret, this once."""
        texts, words = self._desk.texts, self._words
        title = words.rotated if rotated else words.made
        SecretDialog(
            self._desk.theme,
            texts,
            self._desk.clipboard,
            self._page,
            title=texts.gettext("Store this secret now"),
            subtitle=title.format(name=credential.name),
            why=words.why,
            public=(words.public_label, credential.public_id),
            secret_name=words.secret_label,
            secret=secret,
            save=lambda over, clear: self._save(over, credential, clear),
        ).open()

    def _save(self, over: QWidget, credential: Credential, secret: SecretText) -> None:
        base = self._desk.base
        values = {"company": base.company, self._words.public_name: credential.public_id, "name": credential.name}
        if base.gateway.url:
            values["url"] = base.gateway.url
        dialog = CredentialFileDialog(self._desk, over, name=credential.name, values=values, secret=("secret", secret))
        dialog.open()

    def rotate(self, credential: Credential) -> None:
        """Ask how, and make another secret."""
        form = RotateForm(self._desk, self._page, service=self._service, ref=credential.public_id, name=credential.name)
        form.rotated.connect(self._rotated)
        form.open()

    def follow(self, credential: Credential) -> None:
        """Show how far the rotation is."""
        service, actor, ref = self._service, self._desk.actor, credential.public_id
        dialog = RotationDialog(
            self._desk,
            self._page,
            credential.name,
            lambda: service.show(actor, ref),
            may_change=self._desk.session.may(self._rotating),
        )
        dialog.extend_asked.connect(lambda _shown: self._extend(dialog, credential))
        dialog.retire_asked.connect(lambda shown: self._ask_to_retire(dialog, credential, shown))
        dialog.open()

    def _rotated(self, made: RotatedSecret[Any]) -> None:
        self.show(made.credential, made.clear, rotated=True)

    def _extend(self, over: QWidget, credential: Credential) -> None:
        RotateForm(
            self._desk, over, service=self._service, ref=credential.public_id, name=credential.name, extends=True
        ).open()

    def _ask_to_retire(self, over: QWidget, credential: Credential, shown: RotationShown) -> None:
        desk, texts, service, old = self._desk, self._desk.texts, self._service, shown.old
        if old is None:
            return
        actor, ref, which = desk.actor, credential.public_id, str(old.id)
        question = asked_before_retiring(
            credential.name, f"{credential.name} · {shown_hint(old.hint)}", texts.gettext("Retire the old secret now?"),
            texts.gettext("Retire"), texts,
        )  # fmt: skip

        def retire(_reason: str) -> None:
            desk.operations.run(over, lambda: service.retire(actor, ref, which), lambda _gone: None)

        read_impact(
            over, desk, lambda: service.impact(actor, ref, which),
            lambda impact: ImpactDialog(desk, over, impact, question, then=retire).open(),
        )  # fmt: skip
