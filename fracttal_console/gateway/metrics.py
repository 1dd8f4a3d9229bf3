"""Figures of the running gateway, counted where they arise and never locked.

Each figure is written by one thread only: those of requests by the event loop, those of batches by the writer.
"""

from bisect import bisect_left
from collections import Counter

from fracttal_console.gateway.request_log import Answered

DURATIONS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 128)


class Histogram:
    """How many values fell below each bound, how many there were, and their sum."""

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.sum = 0.0

    def note(self, value: float) -> None:
        """Count a value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.sum += value


class Metrics:
    """What was counted since the start."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        self.durations: dict[str, Histogram] = {}
        self.refusals: Counter[tuple[str, str]] = Counter()
        self.tokens: Counter[str] = Counter()
        self.batches = Histogram(BATCH_SIZES)

    def answered(self, route: str, answered: Answered) -> None:
        """Count a request by its class, never by its path: paths are without end."""
        self.requests[route, answered.status] += 1
        duration = self.durations.get(route)
        if duration is None:
            duration = self.durations[route] = Histogram(DURATIONS)
        duration.note(answered.seconds)
        finding = answered.finding
        if finding.cause:
            self.refusals[finding.refused, finding.cause] += 1
        if finding.issued:
            self.tokens[finding.issued] += 1

    def committed(self, jobs: int) -> None:
        """Count a batch of the writer."""
        self.batches.note(jobs)
