"""One value with its button to copy it; a secret cannot be selected, so it never gets into X11's primary selection."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.buttons import Button
from fracttal_console.ui.widgets.labels import ElidedLabel, Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.surfaces import Card

_LONG = 64
"""What has more characters, as links have, takes several lines."""


class SecretLine(QWidget):
    """Label, value, Copy.

    Signals:
        copied: the button was pressed.
    """

    copied = Signal()

    def __init__(self, theme: Theme, texts: Texts, label: str, value: str, *, secret: bool) -> None:
        super().__init__()
        self._texts = texts
        self._secret = secret
        role = Role.SECRET if secret else Role.MONO
        long = secret and len(value) > _LONG
        self._value: Label | ElidedLabel = (
            Label(theme, value.replace("=", "=\u200b"), role, wrap=long)
            if secret
            else ElidedLabel(theme, value, role, elide=Qt.TextElideMode.ElideMiddle)
        )
        # what a screen reader would say aloud is not the secret
        self._value.setAccessibleName(texts.gettext("{what}, shown this once").format(what=label) if secret else value)
        self._button = Button(theme, texts.gettext("Copy"), icon="copy")
        self._button.setAccessibleName(texts.gettext("Copy {what}").format(what=label.lower()))
        self._button.clicked.connect(self._press)
        box = Card(theme, "panel", radius=6)
        inside = row(self._value, None, self._button, margins=(14, 8, 8, 8)) if secret and not long else row(
            self._value, self._button, margins=(14, 5, 8, 5), stretch=0
        )  # fmt: skip
        box.setLayout(inside)
        self.setLayout(column(Label(theme, label, Role.LABEL, "text2"), box, spacing=6))

    def focus(self) -> None:
        """Give the focus to the button."""
        self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Let the value go."""
        self._value.setText("")
        self._button.setEnabled(False)

    def show_copied(self, *, copied: bool) -> None:
        """Say whether the clipboard holds the value."""
        self._button.setText(self._texts.gettext("Copied") if copied else self._texts.gettext("Copy"))
        self._button.set_icon("check" if copied else "copy")

    def _press(self) -> None:
        self.copied.emit()
        self.show_copied(copied=True)
