"""Limits on failures: how often a secret may be wrong before nobody looks any more."""

import threading
import time
from collections import OrderedDict, deque

FAILURES_ALLOWED = 20
WINDOW_SECONDS = 60.0
_KEYS_REMEMBERED = 20_000


class FailureLimiter:
    """Count failures by key in a sliding window; good attempts cost nothing.

    An attempt is counted before its secret is looked at and taken back when it was good: so the limit holds for any
    number of attempts at once.
    """

    def __init__(self, allowed: int = FAILURES_ALLOWED, window: float = WINDOW_SECONDS) -> None:
        self._allowed = allowed
        self._window = window
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()

    def reserve(self, key: str) -> int:
        """Count one attempt; return 0 where it may be looked at, else the seconds to wait."""
        now = time.monotonic()
        with self._lock:
            times = self._failures.get(key)
            if times is None:
                times = self._failures[key] = deque()
                if len(self._failures) > _KEYS_REMEMBERED:
                    self._failures.popitem(last=False)
            while times and now - times[0] >= self._window:
                times.popleft()
            if len(times) >= self._allowed:
                return max(1, round(self._window - (now - times[0])))
            times.append(now)
            return 0

    def release(self, key: str) -> None:
        """Take back the newest attempt of a key: it was good."""
        with self._lock:
            times = self._failures.get(key)
            if times:
                times.pop()
            if not times:
                self._failures.pop(key, None)
