"""Committed events, brought from whichever thread or process made them into the window's thread."""

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

from fracttal_console.domain.audit import Event

EVENTS_PAUSE_MS = 150
"""How long figures wait for more events before they are read anew; rows do not wait."""

USED_PAUSE_MS = 800
"""How long pages wait for more uses before they are read anew: what the gateway writes each second is seen within 2."""


class EventBridge(QObject):
    """Tell the window what was committed.

    Signals:
        happened: a list of events, oldest first.
        touched: the base changed without an event: something was used.
        gateway_ended: the gateway ended unasked.
        gateway_started: somebody else than the header started it.
    """

    happened = Signal(list)
    touched = Signal()
    gateway_ended = Signal()
    gateway_started = Signal()
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._news: deque[tuple[tuple[Event, ...], bool]] = deque()
        self._arrived.connect(self._bring_home, Qt.ConnectionType.QueuedConnection)

    def hear(self, events: Sequence[Event], touched: bool) -> None:  # noqa: FBT001 - the tail's own call
        """Take news in any thread."""
        self._news.append((tuple(events), touched))
        self._arrived.emit()

    def hear_gateway_end(self) -> None:
        """Take the end of the gateway in any thread; the signal has no arguments, so it may cross threads."""
        self.gateway_ended.emit()

    def _bring_home(self) -> None:
        events: list[Event] = []
        touched = False
        while self._news:
            more, used = self._news.popleft()
            events.extend(more)
            touched = touched or used
        if events:
            self.happened.emit(events)
        if touched:
            self.touched.emit()
