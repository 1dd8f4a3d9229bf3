"""Where a person has been, for going back and forward."""

from dataclasses import dataclass

from fracttal_console.ui.work_page import Spot

_MOST = 100


@dataclass(frozen=True, slots=True)
class Stop:
    """A page, and the spot on it."""

    key: str
    spot: Spot


class Trail:
    """The stops in order, and at which of them the person is."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []
        self._at = -1

    def step(self, left: Stop | None, to: Stop) -> None:
        """Go on to a new stop; what lay ahead is forgotten.

        Args:
            left: where the person was, as it looked at last; None at the start.
            to: where the person goes.
        """
        if left is not None and self._at >= 0:
            self._stops[self._at] = left
        self._stops = [*self._stops[: self._at + 1], to][-_MOST:]
        self._at = len(self._stops) - 1

    def turn(self, left: Stop, steps: int) -> Stop | None:
        """Go back (-1) or forward (1) and return where that is; None at an end.

        Args:
            left: where the person was, as it looked at last.
            steps: which way.
        """
        at = self._at + steps
        if not 0 <= at < len(self._stops):
            return None
        self._stops[self._at] = left
        self._at = at
        return self._stops[at]
