"""Pictures of what is done with secrets: begin a rotation, follow it, snippets, credential file."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from fracttal_console.domain.secrets import SecretText
from fracttal_console.texts.snippets import snippets_of
from fracttal_console.ui.credentials.credential_file_form import CredentialFileDialog
from fracttal_console.ui.credentials.rotate_form import RotateForm
from fracttal_console.ui.credentials.rotation_dialog import RotationDialog
from fracttal_console.ui.credentials.snippets_dialog import SnippetsDialog
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.secret_dialog import SecretDialog

Taken = Callable[[QDialog, str], None]
"""Shows a dialog, takes its picture under a name, and puts it away."""


EXAMPLE = "fcs_EXAMPLE0not0a0real0secret0EXAMPLE0not0a0real0se"


def secret_once(desk: Desk, page: QWidget) -> SecretDialog:
    """Return the dialog that shows a secret once."""
    texts = desk.texts
    return SecretDialog(
        desk.theme, texts, desk.clipboard, page, title=texts.gettext("Store this secret now"),
        subtitle=texts.gettext("{name} · new client secret").format(name="Portal de Contratistas"),
        why=texts.gettext(
            "It is shown this once. Only a digest is kept, so nobody can show it again, not even support. "
            "If it is lost, rotate the secret."
        ),
        public=(texts.gettext("Client id"), "fcc_EXAMPLE0of0a0client"), secret_name=texts.gettext("Client secret"),
        secret=SecretText(EXAMPLE),
    )  # fmt: skip


def secret_pictures(desk: Desk, page: QWidget, taken: Taken) -> None:
    """Take the dialogs, for the consumer whose secret is in rotation."""
    service, actor = desk.base.consumer_secrets, desk.actor
    view = next((view for view in desk.base.consumers.all(actor) if view.rotations), None)
    if view is None:
        return
    name, ref = view.consumer.name, view.consumer.client_id
    taken(RotateForm(desk, page, service=service, ref=ref, name=name), "26-rotate")
    taken(RotationDialog(desk, page, name, lambda: service.show(actor, ref), may_change=True), "27-rotation")
    snippets = SnippetsDialog(desk, page, name=name, shown=snippets_of(view.consumer), public_id=ref)
    snippets.language.button(1).setChecked(True)
    taken(snippets, "28-snippets")
    secret = ("secret", SecretText("not a real secret"))
    taken(CredentialFileDialog(desk, page, name=name, values={}, secret=secret), "29-credential-file")
