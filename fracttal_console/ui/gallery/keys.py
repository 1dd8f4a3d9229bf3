"""Pictures of the public keys of a consumer."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from fracttal_console.ui.desk import Desk
from fracttal_console.ui.oauth_consumers.key_form import KeyForm
from fracttal_console.ui.oauth_consumers.public_keys_dialog import PublicKeysDialog

Taken = Callable[[QDialog, str], None]
"""Shows a dialog, takes its picture under a name, and puts it away."""


def key_pictures(desk: Desk, page: QWidget, taken: Taken) -> None:
    """Take the dialogs, for a consumer that has keys."""
    view = next((view for view in desk.base.consumers.all(desk.actor) if view.keys), None)
    if view is None:
        return
    taken(PublicKeysDialog(desk, page, view), "40-public-keys")
    form = KeyForm(desk, page, view)
    form.key.paste.setPlainText(view.keys[0].jwk)
    taken(form, "41-add-key")
