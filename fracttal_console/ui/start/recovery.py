"""The recovery code of a new base, shown this once."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from fracttal_console.domain.secrets import SecretText
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.start.card import CardPage
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.marks import IconLabel
from fracttal_console.ui.widgets.surfaces import Card


class RecoveryPage(CardPage):
    """Shows the code to be written down on paper; it is not copied, and cannot be selected.

    Signals:
        noted: the person wrote it down.
    """

    noted = Signal()

    def __init__(self, theme: Theme, texts: Texts, code: SecretText) -> None:
        super().__init__(theme, width=560)
        why = texts.gettext(
            "It opens the base when this computer or its key is lost, and it is shown this once. Write it on paper and "
            "keep it apart from this computer."
        )
        self._code = Label(theme, _in_lines(code.reveal()), Role.SECRET)
        self._code.setAccessibleName(texts.gettext("Recovery code, shown this once"))
        box = Card(theme, "panel")
        box.setLayout(row(None, self._code, None, margins=(16, 16, 16, 16)))
        self.tick = QCheckBox(texts.gettext("I wrote it down"))
        self.tick.setFont(theme.font(Role.NAME))
        self.button = Button(theme, texts.gettext("Go to sign-in"), Kind.PRIMARY, icon="log-in")
        self.button.setEnabled(False)
        self.tick.toggled.connect(self.button.setEnabled)
        self.button.clicked.connect(self._noted)
        head = row(
            IconLabel(theme, "file-key-2", "accent_text", size=20, tile=40),
            column(
                Label(theme, texts.gettext("Write down the recovery code"), Role.TITLE, wrap=True),
                Label(theme, texts.gettext("The base was made."), Role.BODY, "text2"),
                spacing=2,
            ),
            spacing=12,
            stretch=1,
        )
        self.card.setLayout(
            column(
                head,
                Label(theme, why, Role.BODY, "text2", wrap=True),
                box,
                row(self.tick, None, self.button),
                spacing=16,
                margins=(28, 28, 28, 24),
            )
        )

    def focus_first(self) -> None:
        """Give the focus to the box to tick."""
        self.tick.setFocus()

    def _noted(self) -> None:
        self._code.setText("")
        self.noted.emit()


def _in_lines(code: str) -> str:
    """Write a long code in two lines of whole groups."""
    groups = code.split("-")
    half = (len(groups) + 1) // 2
    return "\n".join(part for part in ("-".join(groups[:half]), "-".join(groups[half:])) if part)
