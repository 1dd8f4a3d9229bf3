"""Garbage is looked for in the window's thread alone, between two of its events.

Python looks for cycles in whichever thread asks for memory when enough was asked for, in the middle of what that thread
does. What it finds may be ours of Qt's: let go of in a worker, they end there, while the window may be handing them an
event; let go of in the midst of a painting, they end under Qt's hands.
"""

import gc
import time

from PySide6.QtCore import QObject, QTimer

_TURN_MS = 100
_ENOUGH = 700
"""New objects for which it is worth while to look, as Python has it."""
_OFTEN = 10
"""Times that younger ones are gone through for each time that older ones are, as Python has it."""
_WORKED_FOR_EACH_LOOKED = 100
"""Going through everything takes the longer the more there is: it may take a hundredth of the time, and no more."""


class Garbage(QObject):
    """Look for garbage from time to time, and keep Python from doing so by itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._by_itself = gc.isenabled()
        gc.disable()
        self._whole_from = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_TURN_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def close(self) -> None:
        """Leave it to Python again where it was left to it before; when no worker runs any more."""
        self._timer.stop()
        if self._by_itself:
            gc.enable()

    def _look(self) -> None:
        # in a loop within the loop somebody further down may still hold what is let go of here
        if self.thread().loopLevel() > 1:
            return
        new, younger, older = gc.get_count()
        if new <= _ENOUGH:
            return
        if younger <= _OFTEN:
            gc.collect(0)
        elif older <= _OFTEN or time.monotonic() < self._whole_from:
            gc.collect(1)
        else:
            begun = time.monotonic()
            gc.collect()
            ended = time.monotonic()
            self._whole_from = ended + _WORKED_FOR_EACH_LOOKED * (ended - begun)
