"""One thread that runs what changes the base: all jobs that wait share one commit, nobody is answered before it."""

import asyncio
import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from fracttal_console.gateway.exchange import Response

MOST_PER_COMMIT = 128

Job = Callable[[], Response]
Finish = Callable[[Response | BaseException], None]

_log = logging.getLogger(__name__)


class _Waiting:
    __slots__ = ("finish", "job", "outcome")

    def __init__(self, job: Job, finish: Finish) -> None:
        self.job = job
        self.finish = finish
        self.outcome: Response | BaseException = RuntimeError("a job ended without an outcome")


class WriteQueue:
    """Run jobs one after the other in a thread of its own, in batches."""

    def __init__(
        self,
        batch: Callable[[], AbstractContextManager[Any]],
        committed: Callable[[int], None] = lambda _jobs: None,
    ) -> None:
        """Begin to work.

        Args:
            batch: what all jobs of a batch run in.
            committed: told of each batch how many jobs it had.
        """
        self._batch = batch
        self._committed = committed
        self._gathered: list[_Waiting] = []
        self._jobs: queue.SimpleQueue[tuple[asyncio.AbstractEventLoop, list[_Waiting]] | None] = queue.SimpleQueue()
        self._depth = 0
        self._thread = threading.Thread(target=self._work, name="gateway-writer", daemon=True)
        self._thread.start()

    @property
    def depth(self) -> int:
        """How many jobs wait for a batch."""
        return self._depth

    def put(self, job: Job, finish: Finish) -> None:
        """Let a job run; from the event loop, to which its outcome comes back after its batch was committed.

        What comes in one turn of the loop goes to the writer together: it would begin with the first alone, and contend
        with the loop for the interpreter while that reads the others.

        Args:
            job: gives the answer.
            finish: takes the answer, or what the job or the commit raised.
        """
        self._depth += 1
        self._gathered.append(_Waiting(job, finish))
        if len(self._gathered) == 1:
            loop = asyncio.get_running_loop()
            loop.call_soon(self._hand_over, loop)

    def close(self) -> None:
        """Finish what waits and end the thread."""
        self._jobs.put(None)
        self._thread.join()

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        gathered, self._gathered = self._gathered, []
        self._jobs.put((loop, gathered))

    def _work(self) -> None:
        while (first := self._jobs.get()) is not None:
            loop, waiting = first
            last = False
            try:
                while len(waiting) < MOST_PER_COMMIT:
                    more = self._jobs.get_nowait()
                    if more is None:
                        last = True
                        break
                    waiting += more[1]
            except queue.Empty:
                pass
            self._run_batch(waiting)
            self._committed(len(waiting))
            with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits any more
                loop.call_soon_threadsafe(self._deliver, waiting)
            if last:
                return

    def _run_batch(self, waiting: list[_Waiting]) -> None:
        try:
            with self._batch():
                for one in waiting:
                    try:
                        one.outcome = one.job()
                    except Exception as error:  # noqa: BLE001  # it belongs to the one who asked
                        one.outcome = error
        except Exception as error:  # noqa: BLE001  # no commit: whatever was answered did not happen
            for one in waiting:
                one.outcome = error

    def _deliver(self, waiting: list[_Waiting]) -> None:
        self._depth -= len(waiting)
        for one in waiting:
            try:
                one.finish(one.outcome)
            except Exception:  # noqa: BLE001 - one connection's trouble must not keep the others' answers
                _log.exception("an answer could not be delivered")
