"""The log of requests: one line of JSON each, written by a thread of its own, many at a time.

No line holds a query, a header, a body or an unmasked path; whatever was sent is escaped, so that one request is one
line.
"""

import json
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from fracttal_console.domain.refusals import safe_public_id, safe_text
from fracttal_console.gateway.exchange import Finding

MOST_WAITING = 20_000
"""How many lines wait for a log that nobody reads, before further ones are only counted."""

WRITE_SECONDS = 0.2
_CLOSE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Answered:
    """One request and its end; `status` 499 is that of a request whose answer nobody waited for.

    `peer` is the other end of the connection, `client` the address that a declared proxy told.
    """

    method: str
    path: str
    status: int
    seconds: float
    peer: str
    client: str
    finding: Finding


class RequestLog:
    """Gather requests and write them."""

    def __init__(
        self, write: Callable[[str], None], wall_clock: Callable[[], float] = time.time, *, most: int = MOST_WAITING
    ) -> None:
        """Begin to write.

        Args:
            write: takes whole lines; called from a thread of its own, and may wait.
            wall_clock: seconds since 1970.
            most: how many requests may wait.
        """
        self._write = write
        self._clock = wall_clock
        self._most = most
        self._waiting: queue.SimpleQueue[tuple[float, Answered] | None] = queue.SimpleQueue()
        self._dropped = 0
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._work, name="gateway-log", daemon=True)
        self._thread.start()

    @property
    def dropped(self) -> int:
        """How many lines were not written, because nobody took the earlier ones off."""
        return self._dropped

    def note(self, answered: Answered) -> None:
        """Note a request; nothing is written here."""
        if self._waiting.qsize() >= self._most:
            self._dropped += 1
            return
        self._waiting.put((self._clock(), answered))

    def close(self) -> None:
        """Write what waits, as long as somebody takes it off."""
        self._ending.set()
        self._waiting.put(None)
        self._thread.join(_CLOSE_SECONDS)

    def _work(self) -> None:
        told = 0
        while (first := self._waiting.get()) is not None:
            # those that follow in a moment share its write, and wake nobody
            self._ending.wait(WRITE_SECONDS)
            lines, last = [request_line(*first)], False
            while not self._waiting.empty():
                following = self._waiting.get()
                if following is None:
                    last = True
                    break
                lines.append(request_line(*following))
            dropped = self._dropped
            if dropped > told:
                lines.append(_dropped_line(self._clock(), dropped - told))
                told = dropped
            self._write("".join(lines))
            if last:
                return


def request_line(at: float, answered: Answered) -> str:
    """Return the line of a request."""
    finding = answered.finding
    level = "error" if answered.status >= 500 else "info"
    line = (
        f'{{"time":"{moment(at)}","level":"{level}","event":"request","method":{_quoted(answered.method)}'
        f',"path":{_quoted(answered.path)},"status":{answered.status},"ms":{answered.seconds * 1000:.2f}'
        f',"peer":{_quoted(answered.peer)}'
    )
    if answered.client and answered.client != answered.peer:
        line += f',"client":{_quoted(answered.client)}'
    if finding.public_id:
        line += f',"credential":{_credential(finding.public_id)}'
    if finding.cause:
        line += f',"cause":{_quoted(finding.cause)}'
    if finding.incident:
        line += f',"incident":"{finding.incident}"'
    return line + "}\n"


def moment(at: float) -> str:
    """Return a time as lines tell it: UTC, with milliseconds."""
    return f"{_second(int(at))}.{int(at % 1 * 1000):03d}Z"


def _dropped_line(at: float, dropped: int) -> str:
    return f'{{"time":"{moment(at)}","level":"warning","event":"lines_dropped","count":{dropped}}}\n'


@lru_cache(maxsize=4)
def _second(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S")


@lru_cache(maxsize=2048)
def _quoted(text: str) -> str:
    return json.dumps(safe_text(text))


@lru_cache(maxsize=2048)
def _credential(public_id: str) -> str:
    return json.dumps(safe_public_id(public_id))
