"""Makes pages before anybody turns to them, one at a time, while nothing else is to be done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from fracttal_console.ui.operations import Lane, Operations
from fracttal_console.ui.window.later import load_later
from fracttal_console.ui.window.places import PlacedPage
from fracttal_console.ui.work_page import WorkPage

PAUSE_MS = 250
"""Between two pages: to make one takes about as long as the window may be away, and a key may come in between."""


class PagesAhead:
    """Keeps pages that were made and not opened yet; they read nothing until they are opened."""

    def __init__(
        self, pages: Sequence[PlacedPage], make: Callable[[PlacedPage], WorkPage], operations: Operations, seen: QWidget
    ) -> None:
        """Take what is to be made.

        Args:
            pages: in the order in which they are made.
            make: makes one.
            operations: while any is under way, nothing is made.
            seen: the window whose pages they are; while it is hidden, nothing is made.
        """
        self._waiting = list(pages)
        self._make = make
        self._operations = operations
        self._seen = seen
        self.made: dict[str, WorkPage] = {}
        self._pause = QTimer(seen)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._go_on)

    def begin(self) -> None:
        """Begin once the first page has its rows; again, it does nothing."""
        if self._waiting and not self._pause.isActive():
            self._pause.start()
            # nothing is made while anything is under way, so none is made before it is loaded
            self._operations.run(self._seen, load_later, lambda _loaded: None, lane=Lane.LONG)

    def take(self, placed: PlacedPage) -> WorkPage:
        """Return a page that is opened now: the one that was made, or a new one."""
        if placed in self._waiting:
            self._waiting.remove(placed)
        return self.made.pop(placed.place.key, None) or self._make(placed)

    def _go_on(self) -> None:
        if not self._waiting:
            self._pause.stop()
        elif self._seen.isVisible() and not self._operations.busy:
            placed = self._waiting.pop(0)
            self.made[placed.place.key] = self._make(placed)
