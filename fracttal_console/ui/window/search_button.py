"""The field in the middle of the header that opens the palette: a button that looks like where one types."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from fracttal_console.ui.look.fonts import Role, metrics_of
from fracttal_console.ui.look.paint import filled_box, paint_icon, painting
from fracttal_console.ui.look.style import CONTROL_RADIUS
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.buttons import draw_focus

KEYS = "Ctrl+K"
_WIDEST = 400
_NARROWEST = 120
_KEYS_FROM = 220


class SearchButton(QAbstractButton):
    """Opens the palette."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self._theme = theme
        self.setText(words)
        self.setAccessibleName(words)
        self.setToolTip(KEYS)
        self.setFixedHeight(32)
        self.setMaximumWidth(_WIDEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """Ask for the width of a field."""
        return QSize(_WIDEST, 32)

    def minimumSizeHint(self) -> QSize:
        """Do with the icon and some words."""
        return QSize(_NARROWEST, 32)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the pointer is here."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show that the pointer has left."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the field, its icon and the keys."""
        theme = self._theme
        with painting(self) as painter:
            fill = theme.colour("hover" if self.underMouse() else "surface")
            filled_box(painter, self.rect(), fill, CONTROL_RADIUS, theme.colour("border_strong"))
            paint_icon(painter, theme, "search", "text2", 10, self.height() // 2, 16)
            right = self.width() - 10
            if self.width() >= _KEYS_FROM:
                words = KEYS.replace("+", " ")
                cap = metrics_of(Role.LABEL).horizontalAdvance(words) + 12
                box = QRect(self.width() - 6 - cap, 6, cap, 20)
                filled_box(painter, box, theme.colour("panel"), 4, theme.colour("border"))
                painter.setFont(theme.font(Role.LABEL))
                painter.setPen(theme.colour("text2"))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
                right = box.left() - 8
            painter.setFont(theme.font(Role.BODY))
            painter.setPen(theme.colour("text3"))
            room = right - 34
            words = metrics_of(Role.BODY).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(34, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
            draw_focus(painter, self, theme)
