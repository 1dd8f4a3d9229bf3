"""A sentence at the bottom of a page for what no row shows; one at a time, with one action at most."""

from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import filled_box, painting
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.buttons import Button, IconButton, Kind
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import row
from fracttal_console.ui.widgets.marks import IconLabel
from fracttal_console.ui.widgets.ring import Ring

SHOWN_MS = 8000
_TICK_MS = 1000
_FROM_BOTTOM = 16
_WIDEST = 720
_AROUND = 130
"""Icon, gaps and the closing cross, in pixels."""


class Toast(QFrame):
    """Lies over the bottom of its parent and goes away by itself; with an offer, when that ends."""

    def __init__(self, theme: Theme, parent: QWidget, close_name: str) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ground = parent
        self._act: Callable[[], None] | None = None
        self._until: QDeadlineTimer | None = None
        self._whole = 1
        self._icon = IconLabel(theme, "info", "info")
        self._text = Label(theme, "", Role.NAME, wrap=True)
        self._ring = Ring(theme)
        self._left = Label(theme, "", Role.BODY, "text2")
        self._button = Button(theme, "", Kind.LINK, small=True)
        self._button.clicked.connect(self._acted)
        close = IconButton(theme, "x", close_name)
        close.clicked.connect(self.hide)
        self.setLayout(
            row(
                self._icon, self._text, self._ring, self._left, self._button, close, spacing=10, margins=(16, 6, 8, 6),
                stretch=1,
            )
        )  # fmt: skip
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._time_is_up)
        self._ticks = QTimer(self)
        self._ticks.setInterval(_TICK_MS)
        self._ticks.timeout.connect(self._count)
        parent.installEventFilter(self)
        self.hide()

    @property
    def counting(self) -> bool:
        """Whether an offer is shown that has not ended."""
        return self.isVisible() and self._until is not None

    def say(
        self, text: str, *, tone: str = "info", icon: str = "info", action: str = "",
        act: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        """Show a sentence, with an action where one helps."""
        self._until = None
        self._ticks.stop()
        self._show(text, tone, icon, action, act)
        self._timer.start(SHOWN_MS)

    def offer(
        self, text: str, *, icon: str, action: str, until: QDeadlineTimer, whole: int, act: Callable[[], None]
    ) -> None:  # fmt: skip
        """Show a sentence with an action that can be taken for some time, which is counted down from `whole` ms."""
        self._timer.stop()
        self._until = until
        self._whole = max(1, whole)
        self._show(text, "bad", icon, action, act)
        self._count()
        self._ticks.start()

    def end_countdown(self) -> None:
        """Take an offer away, where one is shown."""
        if self._until is not None:
            self._until = None
            self._ticks.stop()
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom of the parent."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box."""
        with painting(self) as painter:
            filled_box(painter, self.rect(), self._theme.colour("raised"), 8, self._theme.colour("border_strong"))

    def _show(self, text: str, tone: str, icon: str, action: str, act: Callable[[], None] | None) -> None:
        self._icon.set_icon(icon, tone)
        self._text.setText(text)
        self.setAccessibleName(text)
        self._act = act
        self._button.setText(action)
        self._button.setVisible(bool(action))
        for part in (self._ring, self._left):
            part.setVisible(self._until is not None)
        self._button.updateGeometry()
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _count(self) -> None:
        if self._until is None:
            return
        left = -(-self._until.remainingTime() // 1000)
        if left <= 0:
            self.end_countdown()
            return
        words = f"{left // 60}:{left % 60:02}"
        self._left.setText(words)
        self._ring.show_share(self._until.remainingTime() / self._whole)
        if left == 10:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{self._button.text()} {words}"))

    def _place(self) -> None:
        room = min(_WIDEST, self._ground.width() - 48)
        self._text.setMinimumWidth(1)
        wanted = self._text.fontMetrics().horizontalAdvance(self._text.text()) + _AROUND
        wanted += self._button.sizeHint().width()
        if self._until is not None:
            wanted += 80
        width = max(280, min(room, wanted))
        self.setFixedWidth(width)
        self.adjustSize()
        self.resize(width, max(44, self.heightForWidth(width)))
        self.move((self._ground.width() - width) // 2, self._ground.height() - self.height() - _FROM_BOTTOM)

    def _acted(self) -> None:
        act = self._act
        self.hide()
        if act is not None:
            act()

    def _time_is_up(self) -> None:
        # whoever is at its button by keyboard keeps it
        if self._button.hasFocus():
            self._timer.start(SHOWN_MS)
        else:
            self.hide()
