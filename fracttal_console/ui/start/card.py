"""The card in the middle of an empty window, on which a person begins."""

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.mark import PRODUCT, Mark
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.surfaces import Card, Ground


class CardPage(Ground):
    """Mark and name above, a card, a line below it."""

    def __init__(self, theme: Theme, *, width: int = 416) -> None:
        super().__init__(theme, "chrome")
        self._theme = theme
        self.card = Card(theme, radius=12)
        self.card.setFixedWidth(width)
        self.below: QHBoxLayout = row()
        inside = QWidget()
        inside.setLayout(
            column(
                None,
                row(None, Mark(32), Label(theme, PRODUCT, Role.TITLE), None, spacing=10),
                24,
                row(None, self.card, None),
                24,
                self.below,
                None,
                spacing=0,
                margins=(24, 24, 24, 24),
            )
        )
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.viewport().setAutoFillBackground(False)
        area.setFocusPolicy(area.focusPolicy().NoFocus)
        area.setWidget(inside)
        # Qt fills what is put into a scroll area
        inside.setAutoFillBackground(False)
        self.setLayout(column(area, spacing=0))
