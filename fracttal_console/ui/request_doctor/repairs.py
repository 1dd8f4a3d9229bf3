"""Carry out the repair of a refused request: a question and a verb, or a dialog with the value in it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.permission_groups.dialog import GroupDialog
from fracttal_console.ui.work_page import SETTINGS, Errand, Spot

Say = Callable[[str], None]
Send = Callable[[Errand], None]

_FORMS = {
    "edit_consumer": ("oauth_consumers", "edit"),
    "edit_api_key": ("api_keys", "edit"),
    "open_keys": ("oauth_consumers", "keys"),
    "rotate_consumer": ("oauth_consumers", "rotate"),
    "rotate_api_key": ("api_keys", "rotate"),
}
"""Repairs that are a form of another page, and what that page is asked to do with the row."""


class Repairs:
    """The repairs that a page or dialog offers."""

    def __init__(self, desk: Desk, parent: QWidget, say: Say, send: Send) -> None:
        """Take where they are offered.

        Args:
            desk: the tools of the window.
            parent: over what questions stand.
            say: shows a sentence when something is done.
            send: leads to another page.
        """
        self._desk = desk
        self._parent = parent
        self._say = say
        self._send = send

    def do(self, name: str, credential: Credential | None, group: PermissionGroup | None, value: str) -> None:
        """Do a repair by the name of its action; `value` is the redirect URI or permission that it needs."""
        if name == "open_settings":
            self._send(Errand(SETTINGS))
        if credential is None:
            return
        if name == "add_redirect_uri" and isinstance(credential, Consumer):
            self._add_redirect_uri(credential, value)
        elif name.startswith("enable_"):
            self._enable(credential)
        elif name == "edit_group" and group is not None:
            self._edit_group(group, value)
        elif name in _FORMS:
            page, act = _FORMS[name]
            self._send(Errand(page, Spot(text=credential.name, thing=credential.id), act))
        elif name == "open_authorizations":
            self._send(Errand("authorizations", Spot(text=credential.name)))

    def _add_redirect_uri(self, consumer: Consumer, uri: str) -> None:
        texts, consumers, actor = self._desk.texts, self._desk.base.consumers, self._desk.actor

        def work() -> object:
            return consumers.add_redirect_uri(actor, consumer.client_id, uri)

        said = texts.gettext("Redirect URI added to {name}").format(name=consumer.name)
        Confirm(
            self._desk,
            self._parent,
            title=texts.gettext("Add this redirect URI to {name}?").format(name=consumer.name),
            subtitle=uri,
            consequences=(
                (
                    "link",
                    texts.gettext("Authorization codes can then be sent to this address. Add only what is theirs."),
                ),
            ),
            safe=texts.gettext("Leave as it is"),
            action=texts.gettext("Add redirect URI"),
            then=lambda _reason: self._run(work, said),
            icon="link",
            destroys=False,
        ).open()

    def _enable(self, credential: Credential) -> None:
        texts, base, actor = self._desk.texts, self._desk.base, self._desk.actor
        verb = base.consumers.enable if isinstance(credential, Consumer) else base.api_keys.enable
        ref = credential.public_id
        said = texts.gettext("{name} is enabled").format(name=credential.name)
        Confirm(
            self._desk,
            self._parent,
            title=texts.gettext("Enable {name}?").format(name=credential.name),
            subtitle=ref,
            consequences=(("circle-play", texts.gettext("Its next request is accepted again.")),),
            safe=texts.gettext("Leave as it is"),
            action=texts.gettext("Enable"),
            then=lambda _reason: self._run(lambda: verb(actor, ref), said),
            icon="circle-play",
            destroys=False,
        ).open()

    def _edit_group(self, group: PermissionGroup, permission: str) -> None:
        groups, actor = self._desk.base.permission_groups, self._desk.actor

        def show(current: PermissionGroup) -> None:
            dialog = GroupDialog(self._desk, self._parent, current)
            for name in permission.split(", "):
                if name in self._desk.base.catalogue.all:
                    dialog.matrix.box(name).setChecked(True)
            dialog.open()

        self._desk.operations.run(self._parent, lambda: groups.show(actor, str(group.id)), show, lane=Lane.READ)

    def _run(self, work: Callable[[], object], said: str) -> None:
        self._desk.operations.run(self._parent, work, lambda _saved: self._say(said))
