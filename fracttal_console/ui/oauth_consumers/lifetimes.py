"""How long what a consumer is given lives, written as in commands: 15m, 2h, 30d."""

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from fracttal_console.domain.oauth_consumers import LifetimeChange, Lifetimes, parse_lifetime, spelled_lifetime
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.widgets.fields import Field, TextEdit


class LifetimesEdit(QWidget):
    """Four spans; that of authorizations may stay empty, which means until they are revoked.

    Signals:
        changed: something else stands in one of them.
    """

    changed = Signal()

    def __init__(self, desk: Desk, now: Lifetimes) -> None:
        super().__init__()
        texts, ends = desk.texts, now.authorization
        self._before = now
        rows: tuple[tuple[str, str, timedelta | None], ...] = (
            ("access_token", texts.gettext("Access token"), now.access_token),
            ("authorization", texts.gettext("Authorization"), ends),
            ("refresh_idle", texts.gettext("Refresh token unused"), now.refresh_idle),
            ("refresh", texts.gettext("Refresh token at most"), now.refresh),
        )
        self.edits: dict[str, TextEdit] = {}
        self._fields: dict[str, Field] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for place, (name, label, value) in enumerate(rows):
            edit = TextEdit(desk.theme, role=Role.MONO)
            edit.setText("" if value is None else spelled_lifetime(value))
            edit.textChanged.connect(self.changed)
            self.edits[name] = edit
            self._fields[name] = Field(desk.theme, label, edit)
            grid.addWidget(self._fields[name], place // 2, place % 2)
        self.edits["authorization"].setPlaceholderText(texts.gettext("until revoked"))
        self.setLayout(grid)
        self.setFocusProxy(self.edits["access_token"])

    def show_only_access(self, *, only: bool) -> None:
        """Leave out what a consumer that acts for itself is not given."""
        for name, field in self._fields.items():
            field.setVisible(name == "access_token" or not only)

    def change(self) -> LifetimeChange:
        """Return what was entered.

        Raises:
            Invalid: the field of one of the four.
        """
        given = {
            name: parse_lifetime(f"{name}_lifetime", edit.text())
            for name, edit in self.edits.items()
            if name != "authorization" or edit.text().strip()
        }
        change = LifetimeChange(**given, until_revoked="authorization" not in given)
        change.applied(self._before)
        return change
