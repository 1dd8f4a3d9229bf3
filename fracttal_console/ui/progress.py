"""Long work of a page: a strip at its foot says how far it is, and a button stops it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPaintEvent
from PySide6.QtWidgets import QProgressBar

from fracttal_console.domain.errors import ConsoleError
from fracttal_console.services.progress import Progress
from fracttal_console.texts.brief import number
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import filled_box, painting
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.operations import Failed, Lane, Operations
from fracttal_console.ui.widgets.buttons import Button
from fracttal_console.ui.widgets.labels import ElidedLabel, Label
from fracttal_console.ui.widgets.layouts import row
from fracttal_console.ui.widgets.surfaces import Ground

Result = TypeVar("Result")

_LOOK_MS = 100
_PATIENCE_MS = 300
"""How long work may take before the strip appears."""

_BAR_WIDTH = 220


class Watched:
    """Carries numbers out of the worker's thread and the wish to stop into it."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations
        self._stop = threading.Event()
        self.numbers = (0, 0)

    def report(self, done: int, total: int) -> None:
        """Note how far the work is; the strip looks by itself."""
        self.numbers = (done, total)

    def cancelled(self) -> bool:
        """Tell whether the person asked to stop, or the program ends."""
        return self._stop.is_set() or self._operations.closing

    def stop(self) -> None:
        """Ask the work to stop after its chunk."""
        self._stop.set()


class Bar(QProgressBar):
    """How much of the work is done."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setTextVisible(False)
        self.setFixedSize(_BAR_WIDTH, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar."""
        with painting(self) as painter:
            filled_box(painter, self.rect(), self._theme.colour("sunken"), 4, self._theme.colour("border_strong"))
            share = (self.value() - self.minimum()) / max(1, self.maximum() - self.minimum())
            if share > 0:
                done = QRect(0, 0, max(8, round(self.width() * share)), self.height())
                filled_box(painter, done, self._theme.colour("accent"), 4)


@dataclass(frozen=True, slots=True)
class _UnderWay:
    title: str
    watched: Watched


class ProgressStrip(Ground):
    """Shows the long work of a page while there is any; one at a time.

    Signals:
        ended: nothing is under way any more.
    """

    ended = Signal()

    def __init__(self, theme: Theme, texts: Texts, operations: Operations) -> None:
        super().__init__(theme, "panel", line="t")
        self._texts = texts
        self._operations = operations
        self._work: _UnderWay | None = None
        self._title = Label(theme, "", Role.NAME)
        self._numbers = ElidedLabel(theme, "", Role.BODY, "text2")
        self.bar = Bar(theme)
        self.stop = Button(theme, texts.gettext("Stop"), small=True)
        self.stop.clicked.connect(self._stop)
        self.setFixedHeight(45)
        self.setLayout(row(self._title, self.bar, self._numbers, self.stop, spacing=16, margins=(24, 1, 24, 0)))
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._show_numbers)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._appear)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return self._work is not None

    def run(
        self,
        title: str,
        work: Callable[[Progress], Result],
        success: Callable[[Result], None],
        failure: Failed | None = None,
    ) -> bool:
        """Do long work beside the window, and tell whether it was begun: not while other work of the page goes on.

        Args:
            title: what is being done, in a few words.
            work: what is done, in a worker's thread; it reports, and stops where it is cancelled.
            success: takes the result, in the window's thread, also of work that was stopped.
            failure: takes a known failure; without it, the window says it.
        """
        if self._work is not None:
            return False
        watched = Watched(self._operations)
        self._work = _UnderWay(title, watched)
        # whoever signs out leaves no work behind
        self.destroyed.connect(watched.stop)
        self._title.setText(title)
        self.bar.setAccessibleName(title)
        self.stop.setEnabled(True)
        self.stop.setAccessibleName(f"{self._texts.gettext('Stop')}: {title}")
        self._show_numbers()
        self._look.start()
        self._patience.start()

        def succeeded(result: Result) -> None:
            self._end()
            success(result)

        def failed(error: ConsoleError) -> None:
            self._end()
            (failure or self._operations.refuse)(error)

        self._operations.run(self, lambda: work(watched), succeeded, failed, lane=Lane.LONG)
        return True

    def _appear(self) -> None:
        if self._work is not None:
            self.show()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._work.title))

    def _show_numbers(self) -> None:
        if self._work is None:
            return
        done, total = self._work.watched.numbers
        self.bar.setMaximum(max(1, total))
        self.bar.setValue(min(done, max(1, total)))
        words = self._texts.gettext("{done} of {total}")
        shown = words.format(done=number(done, self._texts), total=number(total, self._texts)) if total else ""
        self._numbers.setText(shown)
        self.bar.setAccessibleDescription(shown)

    def _stop(self) -> None:
        if self._work is not None:
            self._work.watched.stop()
            # only once: what is under way ends its chunk first
            self.stop.setEnabled(False)

    def _end(self) -> None:
        self._work = None
        self._look.stop()
        self._patience.stop()
        self.hide()
        self.ended.emit()
