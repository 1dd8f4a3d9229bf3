"""Work beside the window: a worker for each lane, and one way home for what they bring."""

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from fracttal_console.domain.errors import ConsoleError, StepUpNeeded

Result = TypeVar("Result")
Failed = Callable[[ConsoleError], None]
_Brought = tuple[QObject, Callable[[], None]]
Ask = Callable[[QObject, Callable[[], None], Callable[[], None]], None]
"""Asks for a proof over what an owner shows; then calls the second argument, or the third where there is none."""

_log = logging.getLogger(__name__)


class Lane(Enum):
    """Works of one lane run one after the other; a click must not wait behind a long search."""

    READ = "read"
    CHANGE = "change"
    LONG = "long"
    TRY = "try"
    """Waits for a person at the browser; nothing may wait behind it but another try."""


@dataclass(frozen=True, slots=True)
class _Order:
    owner: QObject
    work: Callable[[], Any]
    success: Callable[[Any], None]
    failure: Failed | None
    lane: Lane
    again: bool = False


class Operations(QObject):
    """Run work beside the window and bring the results into its thread.

    What comes home is a closure in a deque, announced by one signal without arguments: signals that carry Python
    objects from other threads were seen to crash. Whatever belongs to a widget that is gone by then is dropped.

    Signals:
        settled: nothing is under way any more.
    """

    settled = Signal()
    _arrived = Signal()

    def __init__(
        self, refused: Failed, unexpected: Callable[[BaseException], None], parent: QObject | None = None
    ) -> None:
        """Start the workers.

        Args:
            refused: told of a known failure that nobody else takes.
            unexpected: told of any other: the last resort.
            parent: owner in Qt's sense.
        """
        super().__init__(parent)
        self._refused = refused
        self._unexpected = unexpected
        self._ask: Ask | None = None
        self._home: deque[_Brought] = deque()
        self._under_way = 0
        self._closing = threading.Event()
        self._arrived.connect(self._bring_home, Qt.ConnectionType.QueuedConnection)
        self._queues: dict[Lane, queue.SimpleQueue[_Order | None]] = {lane: queue.SimpleQueue() for lane in Lane}
        self._threads = [
            threading.Thread(target=self._serve, args=(orders,), name=f"operations-{lane.value}")
            for lane, orders in self._queues.items()
        ]
        for thread in self._threads:
            thread.start()

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return self._under_way > 0

    @property
    def closing(self) -> bool:
        """Whether long work should stop because the program ends; may be asked in any thread."""
        return self._closing.is_set()

    def run(
        self,
        owner: QObject,
        work: Callable[[], Result],
        success: Callable[[Result], None],
        failure: Failed | None = None,
        *,
        lane: Lane = Lane.CHANGE,
    ) -> None:
        """Run work beside the window.

        Args:
            owner: what is told; if it is gone by then, nobody is.
            work: what is done, in a worker's thread.
            success: takes the result, in the window's thread.
            failure: takes a known failure; without it, the window says it.
            lane: behind which other work it waits.
        """
        self._put(_Order(owner, work, success, failure, lane))

    def ask_by(self, ask: Ask) -> None:
        """Have a fresh proof of the password asked for where an operation needs one, and do that operation again."""
        self._ask = ask

    def refuse(self, error: ConsoleError) -> None:
        """Hand on a known failure that nobody else takes."""
        self._refused(error)

    def close(self) -> None:
        """Let what is under way end, and the workers with it; results are dropped."""
        self._closing.set()
        for orders in self._queues.values():
            orders.put(None)
        for thread in self._threads:
            thread.join()
        self._home.clear()

    def _serve(self, orders: "queue.SimpleQueue[_Order | None]") -> None:
        brought: list[_Brought] = []
        while self._worked(orders, brought):
            # nothing of an order stays here: the window may let go of its owner before this thread's next step, and
            # then the last reference to it would be given up in the wrong thread
            self._home.append(brought.pop())
            self._arrived.emit()

    def _worked(self, orders: "queue.SimpleQueue[_Order | None]", brought: list[_Brought]) -> bool:
        order = orders.get()
        if order is None:
            return False
        brought.append((order.owner, self._done(order)))
        return True

    def _done(self, order: _Order) -> Callable[[], None]:
        success = order.success
        try:
            result = order.work()
        except ConsoleError as known:
            error = known
            return lambda: self._fail(order, error)
        except Exception as other:  # noqa: BLE001 - the last resort takes it, in the window's thread
            unknown = other
            return lambda: self._unexpected(unknown)
        return lambda: success(result)

    def _put(self, order: _Order) -> None:
        self._under_way += 1
        self._queues[order.lane].put(order)

    def _fail(self, order: _Order, error: ConsoleError) -> None:
        if not isinstance(error, StepUpNeeded) or self._ask is None or order.again:
            (order.failure or self._refused)(error)
            return

        def again() -> None:
            self._put(replace(order, again=True))

        def leave() -> None:
            # whoever gave no proof knows it; only a form has to let its fields go on
            if order.failure is not None and shiboken6.isValid(order.owner):
                order.failure(error)

        self._ask(order.owner, again, leave)

    def _bring_home(self) -> None:
        # one for each announcement: between two of them the window may paint and hear keys
        if not self._home:
            return
        owner, tell = self._home.popleft()
        self._under_way -= 1
        if shiboken6.isValid(owner):
            tell()
        if not self._under_way:
            self.settled.emit()
