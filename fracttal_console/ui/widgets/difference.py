"""One side of a change: the value before or after, with its sign and its tint."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame

from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.colours import Scheme
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import filled_box, painting
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row


class DifferenceLine(QFrame):
    """A value that was taken away or came."""

    def __init__(self, theme: Theme, texts: Texts, value: str, *, added: bool, stressed: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._tone = "ok" if added else "bad"
        sign = Label(theme, "+" if added else "−", Role.STRONG, self._tone)
        sign.setFixedWidth(12)
        sign.setAccessibleName(texts.gettext("After") if added else texts.gettext("Before"))
        words = Label(theme, value, Role.BODY, "text", wrap=True)
        place = value.casefold().rfind(stressed.casefold()) if stressed else -1
        if place >= 0:
            before, word, after = value[:place], value[place : place + len(stressed)], value[place + len(stressed) :]
            words.setTextFormat(Qt.TextFormat.RichText)
            words.setText(f"{escape(before)}<b>{escape(word)}</b>{escape(after)}")
            words.setAccessibleName(value)
        self.setLayout(row(column(sign, None, spacing=0), words, spacing=8, margins=(10, 5, 10, 5), stretch=1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tint."""
        with painting(self) as painter:
            edge = self._theme.colour(self._tone) if self._theme.scheme is Scheme.CONTRAST else None
            filled_box(painter, self.rect(), self._theme.colour(f"{self._tone}_bg"), 4, edge)
