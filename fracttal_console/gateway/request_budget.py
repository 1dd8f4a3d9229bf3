"""How many requests a minute the programs of the base share, where their profile limits them."""

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from fracttal_console.domain.credentials import PROFILE_RULES, Profile
from fracttal_console.gateway.exchange import Headers

WINDOW_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one request was told: whether it may pass, what is left, and in how many seconds there is more again."""

    allowed: bool
    limit: int
    remaining: int
    reset: int

    @property
    def headers(self) -> Headers:
        """Both spellings that programs look for."""
        told = {"limit": self.limit, "remaining": self.remaining, "reset": self.reset}
        return (
            *((f"ratelimit-{name}", str(value)) for name, value in told.items()),
            *((f"request-call-{name}", str(value)) for name, value in told.items()),
        )


class RequestBudget:
    """Count requests in a sliding minute, in the memory of one process.

    Several nodes that are to share one budget need another object with this one method.
    """

    def __init__(self, *, window: float = WINDOW_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._window = window
        self._clock = clock
        self._lock = threading.Lock()
        self._passed: deque[float] = deque()

    def take(self, profile: Profile) -> Allowance | None:
        """Count a request of a program that proved itself; None where its profile has no limit.

        What is refused is not counted, so that nobody stays out by asking.
        """
        limit = PROFILE_RULES[profile].requests_per_minute
        if limit is None:
            return None
        with self._lock:
            now, passed = self._clock(), self._passed
            while passed and now - passed[0] >= self._window:
                passed.popleft()
            allowed = len(passed) < limit
            if allowed:
                passed.append(now)
            reset = max(1, math.ceil(self._window - (now - passed[0])))
            return Allowance(allowed, limit, limit - len(passed), reset)
