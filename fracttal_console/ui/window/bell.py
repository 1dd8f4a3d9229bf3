"""How many things need attention, in the header."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPaintEvent

from fracttal_console.texts.brief import number
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role, metrics_of
from fracttal_console.ui.look.paint import filled_box, painting
from fracttal_console.ui.widgets.buttons import IconButton

_BADGE = 16
_MOST = 99


class Bell(IconButton):
    """A bell with a number; it leads to where the things are."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "bell", "", size=36)
        self._desk = desk
        self._waiting = 0
        self.show_waiting(0)

    def show_waiting(self, waiting: int) -> None:
        """Show how many things need attention."""
        texts = self._desk.texts
        self._waiting = waiting
        if waiting:
            words = texts.ngettext("{n} thing needs attention", "{n} things need attention", waiting)
            self.set_name(words.format(n=number(waiting, texts)))
        else:
            self.set_name(texts.gettext("Nothing needs attention"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bell, and the number over it."""
        super().paintEvent(event)
        if not self._waiting:
            return
        words = str(self._waiting) if self._waiting <= _MOST else f"{_MOST}+"
        theme = self._desk.theme
        width = max(_BADGE, metrics_of(Role.CAPTION).horizontalAdvance(words) + 8)
        with painting(self) as painter:
            box = QRect(self.width() - width - 1, 2, width, _BADGE)
            filled_box(painter, box, theme.colour("danger"), _BADGE / 2, theme.colour("chrome"))
            painter.setFont(theme.font(Role.CAPTION))
            painter.setPen(theme.colour("on_danger"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
