"""Notices when nobody has touched the keyboard or the mouse for a while, sleep of the computer included."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputEvent
from PySide6.QtWidgets import QApplication

_LOOK_MS = 5_000
_ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleWatch(QObject):
    """Tells when the program has been idle long enough.

    The wall clock counts, so that time asleep counts as well.

    Signals:
        idle: nobody did anything for the time that was set.
    """

    idle = Signal()

    def __init__(
        self, minutes: float, *, clock: Callable[[], float] = time.time, parent: QObject | None = None
    ) -> None:
        """Begin to watch.

        Args:
            minutes: how long nothing may happen.
            clock: tells seconds of the day's time.
            parent: owner in Qt's sense.
        """
        super().__init__(parent)
        self.minutes = minutes
        self._clock = clock
        self._last = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Count from now."""
        self._last = self._clock()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Count no more."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._timer.stop()

    def look(self) -> None:
        """See whether it is time."""
        # a clock that was set back must not put the lock off
        waited = self._clock() - self._last
        if waited >= self.minutes * 60 or waited < -60:
            self.stop()
            self.idle.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there."""
        # every event of the program comes through here, hundreds for each chosen row: first the cheap question
        if isinstance(event, QInputEvent) and event.type() in _ACTIVITY:
            now = self._clock()
            if now - self._last >= self.minutes * 60:
                # woken up: the first key after a long sleep must not count as work
                self.look()
            else:
                self._last = now
        return False
