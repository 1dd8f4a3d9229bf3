"""Counts what waits for a person on each page: after the start, and after events."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from fracttal_console.domain.errors import ConsoleError
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.window.places import PlacedPage

_PAUSE_MS = 200


class Waiting(QObject):
    """Asks the pages that can count, beside the window.

    Signals:
        counted: a page's key, and how much waits there.
    """

    counted = Signal(str, int)

    def __init__(self, desk: Desk, pages: Sequence[PlacedPage], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pages = [page for page in pages if page.waiting is not None]
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.count)

    def soon(self) -> None:
        """Count in a moment; what happens until then is counted with it."""
        if self._pages and not self._pause.isActive():
            self._pause.start()

    def count(self) -> None:
        """Count now."""
        for page in self._pages:
            self._ask(page)

    def _ask(self, page: PlacedPage) -> None:
        key, ask, desk = page.place.key, page.waiting, self._desk
        if ask is not None:
            # what cannot be counted says so where it is listed
            desk.operations.run(
                self, lambda: ask(desk), lambda number: self.counted.emit(key, number), _let_be, lane=Lane.READ
            )


def _let_be(_error: ConsoleError) -> None:
    return
