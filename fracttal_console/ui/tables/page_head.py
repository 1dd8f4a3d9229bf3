"""The head of a page: its title, one line of facts that lead to their rows, and its buttons."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.tables.presenter import PageFact
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import clear, column, row
from fracttal_console.ui.widgets.panel_content import Action

_INDENT = 4
"""Room for the focus ring around a link, whose words begin where the title does."""


def fact_link(theme: Theme, fact: PageFact, follow: Callable[[PageFact], None]) -> Button:
    """Return the link that leads from a fact to its rows."""
    link = Button(theme, fact.text, Kind.LINK, small=True)
    link.setFixedHeight(24)
    link.clicked.connect(lambda: follow(fact))
    return link


class PageHead(QWidget):
    """Title, facts, buttons.

    Signals:
        acted: a button was pressed, by its action's key.
        followed: a fact was followed to its rows.
    """

    acted = Signal(str)
    followed = Signal(object)

    def __init__(self, theme: Theme, title: str, actions: Sequence[Action]) -> None:
        super().__init__()
        self._theme = theme
        self._facts: QHBoxLayout = row(spacing=2)
        self.offered = tuple(actions)
        self._shown: tuple[PageFact, ...] = ()
        self.buttons = {action.key: self._button(action) for action in actions}
        name = Label(theme, title, Role.PAGE_TITLE)
        name.setContentsMargins(_INDENT, 0, 0, 0)
        words = column(name, self._facts, spacing=0)
        self.setLayout(row(words, *self.buttons.values(), margins=(24 - _INDENT, 14, 24, 14), stretch=0))
        self.setFixedHeight(84)
        self.show_facts(())

    def show_facts(self, facts: tuple[PageFact, ...]) -> None:
        """Show the line under the title."""
        if facts == self._shown and self._facts.count():
            return
        self._shown = facts
        clear(self._facts)
        for place, fact in enumerate(facts):
            if place:
                self._facts.addWidget(Label(self._theme, "·", Role.BODY, "text3"))
            if fact.leads:
                self._facts.addWidget(fact_link(self._theme, fact, self.followed.emit))
            else:
                words = Label(self._theme, fact.text, Role.BODY, "text2")
                words.setContentsMargins(_INDENT, 0, _INDENT, 0)
                self._facts.addWidget(words)
        if not facts:
            keeps_height = Label(self._theme, " ", Role.BODY)
            keeps_height.setAccessibleName(" ")
            self._facts.addWidget(keeps_height)
        self._facts.addStretch(1)

    def _button(self, action: Action) -> Button:
        button = Button(self._theme, action.text, action.kind, icon=action.icon)
        button.setToolTip(action.shortcut)
        button.clicked.connect(lambda: self.acted.emit(action.key))
        return button
