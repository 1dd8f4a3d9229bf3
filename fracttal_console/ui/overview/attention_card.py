"""The list of what needs attention, each line with a button to its rows or its action."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.overview.words import Item
from fracttal_console.ui.widgets.buttons import Button
from fracttal_console.ui.widgets.labels import ElidedLabel, Label, Line
from fracttal_console.ui.widgets.layouts import clear, column, row
from fracttal_console.ui.widgets.marks import IconLabel
from fracttal_console.ui.widgets.surfaces import Card

_LINE = 62
_BUTTON = 116


class AttentionCard(Card):
    """What needs attention.

    Signals:
        followed: a button was pressed, by its errand.
    """

    followed = Signal(object)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme)
        self._texts = texts
        self._shown: tuple[Item, ...] | None = None
        self._number = Label(theme, "", Role.CARD_TITLE, "text3")
        self.buttons: list[Button] = []
        self._lines = column(spacing=0)
        title = Label(theme, texts.gettext("Needs attention"), Role.CARD_TITLE)
        head = row(title, self._number, None, spacing=10)
        self.setLayout(column(head, 12, self._lines, None, spacing=0, margins=(20, 16, 20, 12)))

    def show_items(self, items: Sequence[Item], number: str) -> None:
        """Show what there is; the same again costs nothing."""
        if tuple(items) == self._shown:
            return
        focused = next((at for at, button in enumerate(self.buttons) if button is QApplication.focusWidget()), None)
        self._shown = tuple(items)
        self._number.setText(number)
        clear(self._lines)
        self.buttons = []
        for item in items:
            self._lines.addWidget(Line(self._theme))
            self._lines.addWidget(self._line(item))
        if not items:
            self._lines.addWidget(Line(self._theme))
            words = Label(self._theme, self._texts.gettext("Nothing needs attention just now."), Role.BODY, "text2")
            icon = IconLabel(self._theme, "shield-check", "ok", size=20, tile=32)
            self._lines.addLayout(row(icon, words, None, spacing=12, margins=(0, 14, 0, 14)))
        if focused is not None and self.buttons:
            button = self.buttons[min(focused, len(self.buttons) - 1)]
            button.show()
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, item: Item) -> QWidget:
        theme = self._theme
        button = Button(theme, item.button, small=True)
        button.setMinimumWidth(_BUTTON)
        button.setAccessibleName(f"{item.button}: {item.title}")
        button.clicked.connect(lambda: self.followed.emit(item.errand))
        self.buttons.append(button)
        title = ElidedLabel(theme, item.title, Role.STRONG)
        subtitle = ElidedLabel(theme, item.subtitle, Role.SMALL, "text2")
        words = column(title, subtitle, spacing=1)
        parts: list[QWidget] = [IconLabel(theme, item.icon, item.tone, size=16, tile=32)]
        line = row(*parts, spacing=12, margins=(0, 10, 0, 10))
        line.addLayout(words, 1)
        if item.when:
            ink = item.tone if item.tone in {"bad", "warn"} else "text2"
            line.addWidget(Label(theme, item.when, Role.LABEL, ink))
        line.addWidget(button)
        box = QWidget()
        box.setLayout(line)
        box.setFixedHeight(_LINE)
        return box
