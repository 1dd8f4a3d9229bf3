"""Tell whoever listens in this process what was committed."""

import logging
from collections.abc import Callable, Sequence

from fracttal_console.domain.audit import Event

Listener = Callable[[Sequence[Event]], None]

_log = logging.getLogger(__name__)


class EventBus:
    """Hand committed events to listeners, in the thread that committed them; a listener must not block."""

    def __init__(self) -> None:
        self._listeners: tuple[Listener, ...] = ()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Add a listener and return what removes it."""
        self._listeners = (*self._listeners, listener)

        def stop() -> None:
            self._listeners = tuple(other for other in self._listeners if other is not listener)

        return stop

    def publish(self, events: Sequence[Event]) -> None:
        """Hand events to every listener; what one of them raises is logged and stops nothing."""
        if not events:
            return
        for listener in self._listeners:
            try:
                listener(events)
            except Exception:  # noqa: BLE001 - whatever a listener raises
                # the change is committed: a broken listener must not make it look failed
                _log.exception("a listener failed on %s", ", ".join(event.tag for event in events))
