"""The field of the palette."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLineEdit

from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme


class PaletteField(QLineEdit):
    """One line without an edge of its own: the box around it is the palette's."""

    def __init__(self, theme: Theme, placeholder: str) -> None:
        super().__init__()
        self.setFrame(False)
        self.setFont(theme.font(Role.FIELD))
        self.setFixedHeight(36)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        palette = QPalette(theme.palette())
        palette.setColor(QPalette.ColorRole.Base, theme.colour("raised"))
        self.setPalette(palette)
