"""One secret of a credential, as a row of its own in the panel."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.labels import ElidedLabel, Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.marks import PillLabel
from fracttal_console.ui.widgets.panel_content import SecretFact


class SecretRow(QWidget):
    """Hint and state, then since and until when, then its use."""

    def __init__(self, theme: Theme, fact: SecretFact) -> None:
        super().__init__()
        hint = ElidedLabel(theme, fact.hint, Role.MONO)
        parts = column(row(hint, PillLabel(theme, fact.pill), spacing=8), spacing=3, margins=(0, 7, 0, 7))
        for text in (fact.life, fact.use):
            parts.addWidget(Label(theme, text, Role.SMALL, "text2", wrap=True))
        if fact.place:
            parts.addWidget(ElidedLabel(theme, fact.place, Role.MONO, "text2", Qt.TextElideMode.ElideMiddle))
        self.setLayout(parts)
        if fact.tip:
            self.setToolTip(fact.tip)
