"""What stands where there are no rows: a drawing, what this is, why, and how to begin."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import filled_box, paint_icon, painting
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.buttons import Button
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import clear, column, row
from fracttal_console.ui.widgets.panel_content import Action
from fracttal_console.ui.widgets.surfaces import Ground

_DRAWING = QSize(292, 84)
_STEP_WIDTH = 232


class Drawing(QLabel):
    """A program, what it carries, and the base behind it."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self.setFixedSize(_DRAWING)
        self.setAccessibleName(" ")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        with painting(self) as painter:
            self._draw(painter)

    def _draw(self, painter: QPainter) -> None:
        theme = self._theme
        surface, edge = theme.colour("surface"), theme.colour("border_strong")
        window, base = QRect(1, 10, 80, 64), QRect(217, 1, 74, 82)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colour("accent_text"), 2, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([3, 2.5])
        painter.setPen(pen)
        painter.drawLine(QLineF(84, 42, 122, 42))
        painter.drawLine(QLineF(176, 42, 214, 42))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        filled_box(painter, window, surface, 8, edge)
        painter.fillRect(2, 25, 78, 1, edge)
        for place in range(3):
            filled_box(painter, QRect(10 + place * 8, 16, 4, 4), edge, 2)
        for place, width in enumerate((42, 54, 31)):
            painter.fillRect(13, 38 + place * 10, width, 1, theme.colour("text2"))
        filled_box(painter, QRect(125, 18, 48, 48), theme.colour("info_bg"), 24)
        paint_icon(painter, theme, self._icon, "accent_text", 137, 42, 24)
        filled_box(painter, base, surface, 8, edge)
        paint_icon(painter, theme, "shield-check", "ok", 240, 42, 28)


class KeyCap(QLabel):
    """A key or combination of keys, drawn as one."""

    def __init__(self, theme: Theme, keys: str) -> None:
        super().__init__(keys)
        self._theme = theme
        self.setFont(theme.font(Role.LABEL))
        self.setFixedSize(self.fontMetrics().horizontalAdvance(keys) + 12, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the key."""
        with painting(self) as painter:
            filled_box(painter, self.rect(), self._theme.colour("panel"), 4, self._theme.colour("border"))
            painter.setFont(self.font())
            painter.setPen(self._theme.colour("text2"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class _Number(QLabel):
    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__(str(number))
        self._theme = theme
        self.setFont(theme.font(Role.LABEL_STRONG))
        self.setFixedSize(24, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the number in its ring."""
        with painting(self) as painter:
            filled_box(painter, self.rect(), None, 12, self._theme.colour("border_strong"))
            painter.setFont(self.font())
            painter.setPen(self._theme.colour("text2"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class EmptyPage(Ground):
    """Teaches what a page is for, and how to begin.

    Signals:
        acted: the button was pressed, by its action's key.
    """

    acted = Signal(str)

    def __init__(
        self, theme: Theme, *, icon: str, title: str, text: str, action: Action | None = None, or_press: str = "",
        steps: Sequence[tuple[str, str]] = (),
    ) -> None:  # fmt: skip
        super().__init__(theme, "surface")
        self._button: Button | None = None
        self._ways = row(spacing=8)
        heading = Label(theme, title, Role.PAGE_TITLE)
        why = Label(theme, text, Role.BODY, "text2", wrap=True)
        why.setFixedWidth(560)
        why.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box = column(
            None,
            row(None, Drawing(theme, icon), None),
            28,
            row(None, heading, None),
            2,
            row(None, why, None),
            spacing=8,
        )
        if action is not None:
            self._button = Button(theme, action.text, action.kind, icon=action.icon)
            self._button.clicked.connect(lambda: self.acted.emit(action.key))
            self.setFocusProxy(self._button)
            keys = KeyCap(theme, action.shortcut.replace("+", " "))
            box.addSpacing(12)
            box.addLayout(row(None, self._button, None))
            box.addSpacing(4)
            box.addLayout(row(None, Label(theme, or_press, Role.SMALL, "text3"), keys, None))
        box.addLayout(self._ways)
        if steps:
            box.addSpacing(32)
            parts = [_step(theme, number, *words) for number, words in enumerate(steps, 1)]
            box.addLayout(row(None, *parts, None, spacing=24))
        box.addStretch(2)
        box.setContentsMargins(24, 24, 24, 24)
        self.setLayout(box)

    def show_ways(self, links: Sequence[Button]) -> None:
        """Show what leads to rows all the same, such as the bin's; without a button, the first takes the focus."""
        focused = QApplication.focusWidget()
        held = focused is not None and self._ways.indexOf(focused) >= 0
        clear(self._ways)
        if links:
            self._ways.addStretch(1)
            for link in links:
                self._ways.addWidget(link)
            self._ways.addStretch(1)
        proxy = self._button or next(iter(links), None)
        if proxy is not None:
            self.setFocusProxy(proxy)
        if held:
            self.setFocus(Qt.FocusReason.OtherFocusReason)


class NothingMatches(Ground):
    """Stands where a filter leaves nothing."""

    def __init__(self, theme: Theme, title: str, button: Button) -> None:
        super().__init__(theme, "surface")
        self.title = Label(theme, title, Role.CARD_TITLE, "text2")
        self.setLayout(column(48, row(None, self.title, None), row(None, button, None), None, spacing=12))


def _step(theme: Theme, number: int, title: str, text: str) -> QWidget:
    words = QVBoxLayout()
    words.setContentsMargins(0, 2, 0, 0)
    words.setSpacing(2)
    head, body = Label(theme, title, Role.STRONG, wrap=True), Label(theme, text, Role.SMALL, "text2", wrap=True)
    for part in (head, body):
        part.setFixedWidth(_STEP_WIDTH - 36)
        words.addWidget(part)
    words.addStretch(1)
    box = QWidget()
    box.setLayout(row(column(_Number(theme, number), None, spacing=0), words, spacing=12))
    box.setFixedWidth(_STEP_WIDTH)
    return box
