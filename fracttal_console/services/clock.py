"""The clock that services read; tests put another one in its place."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tell what time it is."""

    def now(self) -> datetime:
        """Return the moment, in UTC."""


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return datetime.now(UTC)
