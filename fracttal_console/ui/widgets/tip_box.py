"""Advice in its box: a lamp, a title, a sentence, and a link that leads to what is advised."""

from PySide6.QtCore import Qt, Signal

from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.marks import IconLabel
from fracttal_console.ui.widgets.panel_content import Tip
from fracttal_console.ui.widgets.surfaces import TintedBox

_LINK_PADDING = 4
"""Pixels around the words of a link, which stand under those above it."""


class TipBox(TintedBox):
    """Shows one piece of advice.

    Signals:
        followed: the person wants to see what is advised.
    """

    followed = Signal()

    def __init__(self, theme: Theme, tip: Tip) -> None:
        super().__init__(theme, "warn")
        words = column(
            Label(theme, tip.title, Role.STRONG, wrap=True),
            Label(theme, tip.text, Role.SMALL, "text", wrap=True),
            spacing=2,
            margins=(_LINK_PADDING, 0, 0, 0),
        )
        parts = column(words, spacing=4)
        if tip.link:
            link = Button(theme, tip.link, Kind.LINK, small=True)
            link.clicked.connect(self.followed)
            parts.addLayout(row(link, None))
        icon = IconLabel(theme, "lightbulb", "warn", size=16)
        lamp = column(2, icon, None, spacing=0)
        lamp.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row(lamp, parts, spacing=10 - _LINK_PADDING, margins=(12, 10, 12, 8), stretch=1))
