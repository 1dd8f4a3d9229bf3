"""Make or edit a permission group: a name, what it allows, and whether it only reads."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.names import check_name
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.what_if import WhatIf
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.permission_groups.matrix import Matrix
from fracttal_console.ui.permission_groups.plans import GroupPlan, editing, making
from fracttal_console.ui.permission_groups.refusing import ask_before_refusing
from fracttal_console.ui.permission_groups.what_if_view import Ask, WhatIfView
from fracttal_console.ui.widgets.fields import Field, TextEdit

_WIDTH = 640
_WIDE = 1000
"""Pixels with the view of what would change beside the boxes, in a window that has them."""
_BESIDE = 24


class GroupDialog(FormDialog):
    """Asks for a permission group, and before it takes anything away, whether those requests are to be refused.

    Signals:
        saved: the group is stored.
    """

    saved = Signal(object)

    def __init__(
        self, desk: Desk, parent: QWidget, group: PermissionGroup | None, plan: GroupPlan | None = None
    ) -> None:
        """Show a group.

        Args:
            desk: the tools of the window.
            parent: over what it stands.
            group: the one that is edited, None for a new one.
            plan: what it is opened for, where that is something else than making or editing one.
        """
        texts = desk.texts
        self._plan = plan or (making(desk) if group is None else editing(desk, group))
        super().__init__(
            desk,
            parent,
            title=self._plan.title,
            subtitle=self._plan.subtitle,
            icon="shield",
            action=self._plan.action,
            width=_WIDTH if self._plan.ask is None else min(_WIDE, parent.window().width() - _BESIDE),
        )
        self.name = TextEdit(desk.theme)
        self.matrix = Matrix(desk, self._plan.permissions)
        self.read_only = QCheckBox(texts.gettext("Read only: nothing can be added, edited or deleted"))
        self.read_only.setFont(desk.theme.font(Role.BODY))
        self.what_if = None if self._plan.ask is None else WhatIfView(desk, self._question)
        self.add("name", Field(desk.theme, texts.gettext("Name"), self.name), self._check_name)
        self.add("permissions", Field(desk.theme, texts.gettext("Allows"), self.matrix), self._check_permissions)
        self.body.addWidget(self.read_only)
        if self.what_if is not None:
            self.aside.addWidget(self.what_if)
            self.matrix.changed.connect(self.what_if.note_change)
            self.read_only.toggled.connect(self.what_if.note_change)
        self.finish()
        self.name.setText(self._plan.name)
        self.read_only.setChecked(self._plan.read_only)
        self.name.textChanged.connect(lambda: self.recheck("name"))
        self.matrix.changed.connect(lambda: self.recheck("permissions"))
        self.submitted.connect(self._weigh)
        self.name.setFocus()

    def _check_name(self) -> str:
        return check_name("name", self.name.text())

    def _check_permissions(self) -> None:
        if not self.matrix.chosen():
            raise Invalid("permissions", "empty")

    def _question(self) -> Ask | None:
        ask, chosen, read_only = self._plan.ask, self.matrix.chosen(), self.read_only.isChecked()
        if ask is None or not chosen:
            return None
        return lambda: ask(chosen, read_only)

    def _weigh(self) -> None:
        """Look once more at what would be refused by now; store at once where it is nothing."""
        question = self._question()
        if question is None:
            self._save()
        else:
            self.desk.operations.run(self, question, self._weighed, self.fail, lane=Lane.READ)

    def _weighed(self, found: WhatIf) -> None:
        if self.what_if is not None:
            self.what_if.show_found(found)
        if not found.refused:
            self._save()
            return
        asked = ask_before_refusing(self.desk, self, found, self._plan.action, self._save)
        asked.rejected.connect(lambda: self.set_busy(busy=False))
        asked.open()

    def _save(self) -> None:
        store, name = self._plan.store, self.name.text()
        chosen, read_only = self.matrix.chosen(), self.read_only.isChecked()
        self.desk.operations.run(self, lambda: store(name, chosen, read_only), self._saved, self.fail)

    def _saved(self, group: PermissionGroup) -> None:
        self.accept()
        self.saved.emit(group)
