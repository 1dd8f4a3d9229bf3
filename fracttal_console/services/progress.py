"""How long work tells how far it is, and hears that it should stop."""

from typing import Protocol


class Progress(Protocol):
    """Told between two chunks of long work; every call may come from any thread."""

    def report(self, done: int, total: int) -> None:
        """Say how much is done, and of how much."""

    def cancelled(self) -> bool:
        """Tell whether the work should stop here; what is done stays done."""


class Unwatched:
    """Progress that nobody looks at and nobody stops."""

    def report(self, done: int, total: int) -> None:
        """Say nothing to anybody."""

    def cancelled(self) -> bool:
        """Go on."""
        return False


UNWATCHED = Unwatched()
