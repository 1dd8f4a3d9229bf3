"""Which permission group a credential gets, with a way to make a new one on the spot."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.permission_groups.dialog import GroupDialog
from fracttal_console.ui.permissions import in_words
from fracttal_console.ui.widgets.buttons import Button
from fracttal_console.ui.widgets.fields import Choice
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row


class GroupChoice(QWidget):
    """A list of groups; below it stands what the chosen one allows.

    Signals:
        changed: another group is chosen.
    """

    changed = Signal()

    def __init__(self, desk: Desk, chosen: str, *, none: str = "") -> None:
        """Show the groups.

        Args:
            desk: the tools of the window.
            chosen: name of the group that is chosen first, "" for none.
            none: what the choice of no group is called; "" where one is needed.
        """
        super().__init__()
        self._desk = desk
        self._wanted = chosen
        self._none = none
        self._groups: dict[str, PermissionGroup] = {}
        self.choice = Choice(desk.theme)
        self.choice.setAccessibleName(desk.texts.gettext("Permission group"))
        self.choice.setPlaceholderText(desk.texts.gettext("Choose a group"))
        self.new = Button(desk.theme, desk.texts.gettext("New group…"), icon="plus")
        self.new.clicked.connect(self._make)
        self._allows = Label(desk.theme, "", Role.SMALL, "text2", wrap=True)
        self.setLayout(column(row(self.choice, self.new, stretch=0), self._allows, spacing=6))
        self._allows.hide()
        self.setFocusProxy(self.choice)
        self.choice.currentIndexChanged.connect(self._settle)
        self.read()

    def read(self) -> None:
        """Read the groups anew."""
        base, actor = self._desk.base, self._desk.actor
        self._desk.operations.run(self, lambda: base.permission_groups.all(actor), self._show)

    def value(self) -> str:
        """Return the name of the chosen group, "" for none where that is a choice.

        Raises:
            Invalid: field `permission_group`, rule `empty`.
        """
        name = self.choice.currentText()
        if self._none and (not name or name == self._none):
            return ""
        if not name:
            raise Invalid("permission_group", "empty")
        return name

    def _show(self, groups: Sequence[PermissionGroup]) -> None:
        self._groups = {group.name: group for group in groups}
        self.choice.blockSignals(True)  # noqa: FBT003 - Qt's own call
        self.choice.clear()
        if self._none:
            self.choice.addItem(self._none)
        self.choice.addItems(sorted(self._groups, key=str.casefold))
        self.choice.setCurrentIndex(self.choice.findText(self._wanted or self._none))
        self.choice.blockSignals(False)  # noqa: FBT003 - Qt's own call
        self._settle()

    def _settle(self) -> None:
        texts = self._desk.texts
        group = self._groups.get(self.choice.currentText())
        if group is None:
            self._allows.setText(
                "" if self._groups or self._none else texts.gettext("There is no group yet. Make the first one.")
            )
        else:
            words = in_words(group.allowed, self._desk.base.catalogue, texts)
            self._allows.setText(texts.gettext("Allows: {what}").format(what=words))
            self._wanted = group.name
        self._allows.setVisible(bool(self._allows.text()))
        self.changed.emit()

    def _make(self) -> None:
        dialog = GroupDialog(self._desk, self.window(), None)
        dialog.saved.connect(self._made)
        dialog.open()

    def _made(self, group: PermissionGroup) -> None:
        self._wanted = group.name
        self.read()
