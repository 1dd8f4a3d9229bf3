"""Follow what is committed to the base, by whichever thread or process."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from fracttal_console.domain.audit import Event
from fracttal_console.domain.errors import ConsoleError
from fracttal_console.services.event_bus import EventBus
from fracttal_console.storage.unit_of_work import Store, Watcher

LOOK_SECONDS = 0.1
"""How often another process's commits are looked for; this process's own are told at once."""

_MOST_AT_ONCE = 1000

Heard = Callable[[Sequence[Event], bool], None]
"""Takes events, oldest first, and whether the base changed without one: something was used."""

_log = logging.getLogger(__name__)


class EventTail:
    """Read the event table from its end on."""

    def __init__(self, store: Store, bus: EventBus) -> None:
        self._store = store
        self._bus = bus

    @contextmanager
    def watch(self, heard: Heard) -> Iterator[None]:
        """Tell what is committed from now on, in a thread of its own, until the block ends.

        Args:
            heard: called in that thread; it must not block.
        """
        stop, woken, ready = threading.Event(), threading.Event(), threading.Event()
        thread = threading.Thread(target=self._follow, args=(heard, stop, woken, ready), name="event-tail", daemon=True)
        forget = self._bus.listen(lambda _events: woken.set())
        thread.start()
        ready.wait()
        try:
            yield
        finally:
            forget()
            stop.set()
            woken.set()
            thread.join()

    def _follow(self, heard: Heard, stop: threading.Event, woken: threading.Event, ready: threading.Event) -> None:
        with self._store.watching() as watcher:
            version, last = watcher.version(), watcher.newest()
            ready.set()
            while not stop.is_set():
                woken.wait(LOOK_SECONDS)
                woken.clear()
                try:
                    version, last = _look(watcher, heard, version, last)
                except ConsoleError:
                    # busy or full for a moment: nothing is lost, the place is kept
                    _log.warning("the base could not be read; it is looked at again", exc_info=True)


def _look(watcher: Watcher, heard: Heard, version: int, last: int) -> tuple[int, int]:
    seen = watcher.version()
    if seen == version:
        return version, last
    told = False
    while events := watcher.since(last):
        last = events[-1].seq
        told = True
        heard(events, False)  # noqa: FBT003 - the listener's own call
        if len(events) < _MOST_AT_ONCE:
            break
    if not told:
        heard((), True)  # noqa: FBT003 - as above
    return seen, last
