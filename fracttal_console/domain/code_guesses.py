"""Wrong codes of devices from one place: how many may come before nobody looks at another one."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

GUESSES_WINDOW = timedelta(minutes=1)

GUESSES_OF_PERSON = 5
"""How many wrong codes one person may enter in that time."""

GUESSES_OF_ADDRESS = 20
"""How many may come from one address, behind which there may be many people."""


@dataclass(frozen=True, slots=True)
class CodeGuesses:
    """Wrong codes since the first one of a stretch."""

    wrong: int
    since: datetime

    def wait_left(self, allowed: int, now: datetime) -> timedelta:
        """Return how long the next code has to wait; zero when it may come now."""
        over = self.since + GUESSES_WINDOW
        return over - now if self.wrong >= allowed and now < over else timedelta(0)

    def one_more(self, now: datetime) -> "CodeGuesses":
        """Return them with one more; the first after a stretch begins another one."""
        if now >= self.since + GUESSES_WINDOW:
            return CodeGuesses(1, now)
        return replace(self, wrong=self.wrong + 1)
