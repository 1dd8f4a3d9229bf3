"""Create or edit an API key."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from fracttal_console.domain.names import check_name
from fracttal_console.services.api_keys import ApiKeyView, CreatedApiKey
from fracttal_console.ui.credentials.edit_question import weigh_edit
from fracttal_console.ui.credentials.expiry import ExpiryEdit
from fracttal_console.ui.credentials.group_choice import GroupChoice
from fracttal_console.ui.credentials.limits import Limits
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.widgets.fields import Field, TextEdit


class ApiKeyDialog(FormDialog):
    """Asks for what an API key is called, what it may do, and until when.

    Signals:
        created: a key and its secret, in clear this once.
    """

    created = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget, view: ApiKeyView | None) -> None:
        texts = desk.texts
        super().__init__(
            desk,
            parent,
            title=texts.gettext("Edit API key") if view else texts.gettext("Create API key"),
            subtitle=view.api_key.key_id if view else texts.gettext("A program signs each request with it (Hawk)."),
            icon="key-round",
            action=texts.gettext("Save") if view else texts.gettext("Create API key"),
            width=880,
        )
        self._view = view
        self.name = TextEdit(desk.theme)
        self.group = GroupChoice(desk, view.group.name if view else "")
        self.expiry = ExpiryEdit(desk, view.api_key.expires_at if view else None)
        hint = texts.gettext("What the program is and where it runs, such as “Central warehouse, server 2”.")
        self.add("name", Field(desk.theme, texts.gettext("Name"), self.name, help_text=hint), self._check_name)
        self.add("permission_group", Field(desk.theme, texts.gettext("Permission group"), self.group), self.group.value)
        self.add("expires", Field(desk.theme, texts.gettext("Expires"), self.expiry), self.expiry.value)
        self.legacy_basic = self._add_legacy_basic(on=view is not None and view.options.legacy_basic)
        weaker = texts.gettext("Weaker: the content of requests need not be signed.")
        self.limits = Limits(desk, self, view.api_key if view else None, weaker)
        self.finish("" if view else texts.gettext("The secret is shown next, this once."))
        if view is not None:
            self.name.setText(view.api_key.name)
        self.name.textChanged.connect(lambda: self.recheck("name"))
        self.group.changed.connect(lambda: self.recheck("permission_group"))
        self.expiry.changed.connect(lambda: self.recheck("expires"))
        self.submitted.connect(self._save)
        self.name.setFocus()

    def _add_legacy_basic(self, *, on: bool) -> QCheckBox:
        theme, texts = self.desk.theme, self.desk.texts
        box = QCheckBox(texts.gettext("Accept the secret itself, by HTTP Basic"))
        box.setFont(theme.font(Role.BODY))
        box.setChecked(on)
        weaker = texts.gettext("Weaker: whoever sees one request has the key. Each use is in the audit log.")
        box.setAccessibleDescription(weaker)
        field = Field(theme, texts.gettext("Legacy Basic"), box, help_text=weaker)
        self.add("legacy_basic", field, lambda: None)
        return box

    def _check_name(self) -> str:
        return check_name("name", self.name.text())

    def _save(self) -> None:
        desk, keys, view = self.desk, self.desk.base.api_keys, self._view
        name, group, expires = self.name.text(), self.group.value(), self.expiry.value()
        limits = self.limits
        profile, networks = limits.chosen_profile, limits.networks.lines()
        owner, contact, basic = limits.owner.text(), limits.contact.text(), self.legacy_basic.isChecked()
        if view is None:
            self.desk.operations.run(
                self,
                lambda: keys.create(
                    desk.actor, name=name, permission_group=group, expires_at=expires, profile=profile,
                    networks=networks, owner=owner, contact=contact, legacy_basic=basic,
                ),
                self._created,
                self.fail,
            )  # fmt: skip
            return
        ref, (until, never) = view.api_key.key_id, self.expiry.change()
        impact = desk.base.impact

        def save() -> None:
            desk.operations.run(
                self,
                lambda: keys.edit(
                    desk.actor, ref, name=name, permission_group=group, expires_at=until, never_expires=never,
                    profile=profile, networks=networks, owner=owner, contact=contact, legacy_basic=basic,
                ),
                lambda _saved: self.accept(),
                self.fail,
            )  # fmt: skip

        weigh_edit(
            desk, self, view.api_key,
            lambda: impact.api_key_edit(desk.actor, ref, networks=networks, legacy_basic=basic),
            save=save, leave=lambda: self.set_busy(busy=False), fail=self.fail,
        )  # fmt: skip

    def _created(self, made: CreatedApiKey) -> None:
        self.accept()
        self.created.emit(made)
