"""A few choices side by side."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QRadioButton, QWidget

from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row


class Choices(QWidget):
    """A few choices side by side or below each other, each with what it means.

    Signals:
        changed: another one is chosen.
    """

    changed = Signal()

    def __init__(self, theme: Theme, rows: tuple[tuple[str, str], ...], chosen: int, *, below: bool = False) -> None:
        """Show the choices.

        Args:
            theme: gives the colours.
            rows: word and meaning of each.
            chosen: place of the one that is chosen first.
            below: whether they stand below each other.
        """
        super().__init__()
        self._group = QButtonGroup(self)
        line: QBoxLayout = column(spacing=8) if below else row(spacing=16)
        for place, (word, meaning) in enumerate(rows):
            button = QRadioButton(word)
            button.setFont(theme.font(Role.NAME))
            button.setChecked(place == chosen)
            button.setAccessibleDescription(meaning)
            self._group.addButton(button, place)
            hint = Label(theme, meaning, Role.SMALL, "text2", wrap=True)
            hint.setContentsMargins(24, 0, 0, 0)
            # else Qt asks for the width that looks best, which three side by side do not have
            hint.setMinimumWidth(160)
            line.addLayout(column(button, hint, spacing=2) if below else column(button, hint, None, spacing=2), 1)
        self.setLayout(line)
        self._group.idToggled.connect(lambda _place, _on: self.changed.emit())

    def button(self, place: int) -> QRadioButton:
        """Return one of the buttons."""
        found = self._group.button(place)
        if not isinstance(found, QRadioButton):
            raise IndexError(place)
        return found

    @property
    def chosen(self) -> int:
        """Place of the chosen one."""
        return self._group.checkedId()
