"""The lines of an impact preview in their box."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from fracttal_console.ui.impact import ImpactLine
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.labels import ElidedLabel, Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.marks import IconLabel
from fracttal_console.ui.widgets.surfaces import Card


def impact_card(theme: Theme, lines: Sequence[ImpactLine]) -> Card:
    """Return the box."""
    card = Card(theme, "panel")
    card.setLayout(column(*(_line(theme, line) for line in lines), spacing=10, margins=(16, 14, 16, 14)))
    return card


def _line(theme: Theme, line: ImpactLine) -> QWidget:
    figure = Label(theme, line.figure, Role.STRONG)
    meaning = ElidedLabel(theme, line.meaning, Role.BODY, "text2")
    whole = QWidget()
    whole.setLayout(row(IconLabel(theme, line.icon, line.ink), figure, meaning, spacing=12, stretch=2))
    return whole
