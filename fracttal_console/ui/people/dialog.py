"""Invite a person, or edit one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fracttal_console.domain.actors import Role
from fracttal_console.domain.names import check_name
from fracttal_console.domain.people import check_email
from fracttal_console.services.invitations import Invited
from fracttal_console.services.people_views import PersonView
from fracttal_console.ui.credentials.group_choice import GroupChoice
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.people.states import role_word
from fracttal_console.ui.widgets.fields import Choice, Field, TextEdit

_ROLES = (Role.MEMBER, Role.SUPPORT, Role.SUPER_ADMINISTRATOR)


class PersonDialog(FormDialog):
    """Asks for name, e-mail, role and permission group.

    Signals:
        invited: a person, and the link that sets the password, in clear this once.
    """

    invited = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget, view: PersonView | None) -> None:
        texts = desk.texts
        super().__init__(
            desk,
            parent,
            title=texts.gettext("Edit person") if view else texts.gettext("Invite person"),
            subtitle=view.person.email
            if view
            else texts.gettext("The person sets the own password with a link that you hand over."),
            icon="user-plus" if view is None else "pencil",
            action=texts.gettext("Save") if view else texts.gettext("Invite"),
        )
        self._view = view
        self.name, self.email, self.role = TextEdit(desk.theme), TextEdit(desk.theme), Choice(desk.theme)
        self.role.addItems([role_word(role, texts) for role in _ROLES])
        self.group = GroupChoice(desk, view.group_name if view else "", none=texts.gettext("No group"))
        hints = {
            Role.MEMBER: texts.gettext("Consents to applications and revokes the own authorizations, in a browser."),
            Role.SUPPORT: texts.gettext("Sees everything in this console but secrets, and changes nothing."),
            Role.SUPER_ADMINISTRATOR: texts.gettext("Runs the base: may do everything in this console."),
        }
        self._hints = hints
        self.add("name", Field(desk.theme, texts.gettext("Name"), self.name), lambda: check_name("name", self._name()))
        self.add(
            "email", Field(desk.theme, texts.gettext("E-mail"), self.email), lambda: check_email(self.email.text())
        )
        self._role_field = self.add("role", Field(desk.theme, texts.gettext("Role"), self.role), lambda: None)
        about = texts.gettext("What applications may get from this person at most.")
        self.add(
            "permission_group",
            Field(desk.theme, texts.gettext("Permission group"), self.group, help_text=about),
            self.group.value,
        )
        self.finish("" if view else texts.gettext("The link is shown next, this once."))
        if view is not None:
            self.name.setText(view.person.name)
            self.email.setText(view.person.email)
            self.role.setCurrentIndex(_ROLES.index(view.person.role))
        self.name.textChanged.connect(lambda: self.recheck("name"))
        self.email.textChanged.connect(lambda: self.recheck("email"))
        self.group.changed.connect(lambda: self.recheck("permission_group"))
        self.role.currentIndexChanged.connect(self._explain)
        self.submitted.connect(self._save)
        self._explain()
        self.name.setFocus()

    def chosen_role(self) -> Role:
        """Return the chosen role."""
        return _ROLES[max(0, self.role.currentIndex())]

    def _name(self) -> str:
        return self.name.text()

    def _explain(self) -> None:
        self._role_field.explain(self._hints[self.chosen_role()])

    def _save(self) -> None:
        desk, base, view = self.desk, self.desk.base, self._view
        name, email, role, group = self.name.text(), self.email.text(), self.chosen_role(), self.group.value()
        if view is None:
            desk.operations.run(
                self,
                lambda: base.invitations.invite(desk.actor, email=email, name=name, role=role, permission_group=group),
                self._invited,
                self.fail,
            )
            return
        ref = str(view.person.id)
        desk.operations.run(
            self,
            lambda: base.people.edit(desk.actor, ref, email=email, name=name, role=role, permission_group=group),
            lambda _saved: self.accept(),
            self.fail,
        )

    def _invited(self, made: Invited) -> None:
        self.accept()
        self.invited.emit(made)
