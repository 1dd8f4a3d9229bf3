"""Make or edit a permission group: a name, what it allows, and whether it only reads."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.names import check_name
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.permission_groups.matrix import Matrix
from fracttal_console.ui.widgets.fields import Field, TextEdit


class GroupDialog(FormDialog):
    """Asks for a permission group.

    Signals:
        saved: the group is stored.
    """

    saved = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget, group: PermissionGroup | None) -> None:
        texts = desk.texts
        super().__init__(
            desk,
            parent,
            title=texts.gettext("Edit permission group") if group else texts.gettext("Create permission group"),
            subtitle=texts.gettext("What its credentials and people may do; a change counts from the next request on."),
            icon="shield",
            action=texts.gettext("Save group") if group else texts.gettext("Create group"),
            width=640,
        )
        self._group = group
        self.name = TextEdit(desk.theme)
        self.matrix = Matrix(desk, group.permissions if group else frozenset())
        self.read_only = QCheckBox(
            texts.gettext("Read only: whatever is ticked, nothing can be added, edited or deleted")
        )
        self.read_only.setFont(desk.theme.font(Role.BODY))
        self.add("name", Field(desk.theme, texts.gettext("Name"), self.name), self._check_name)
        self.add("permissions", Field(desk.theme, texts.gettext("Allows"), self.matrix), self._check_permissions)
        self.body.addWidget(self.read_only)
        self.finish()
        if group is not None:
            self.name.setText(group.name)
            self.read_only.setChecked(group.read_only)
        self.name.textChanged.connect(lambda: self.recheck("name"))
        self.matrix.changed.connect(lambda: self.recheck("permissions"))
        self.submitted.connect(self._save)
        self.name.setFocus()

    def _check_name(self) -> str:
        return check_name("name", self.name.text())

    def _check_permissions(self) -> None:
        if not self.matrix.chosen():
            raise Invalid("permissions", "empty")

    def _save(self) -> None:
        groups, actor, group = self.desk.base.permission_groups, self.desk.actor, self._group
        name, chosen, read_only = self.name.text(), self.matrix.chosen(), self.read_only.isChecked()

        def work() -> PermissionGroup:
            if group is None:
                return groups.create(actor, name=name, permissions=chosen, read_only=read_only)
            return groups.edit(actor, str(group.id), name=name, permissions=chosen, read_only=read_only)

        self.desk.operations.run(self, work, self._saved, self.fail)

    def _saved(self, group: PermissionGroup) -> None:
        self.accept()
        self.saved.emit(group)
