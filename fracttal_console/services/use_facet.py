"""The facet of the last use: in a period, never, or not for some days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fracttal_console.domain.periods import Period, read_days, read_period

NEVER = "never"
UNUSED = "unused:"
"""Begins the value for what was not used for so many days, as in `unused:90`; what never was counts from its making."""


@dataclass(frozen=True, slots=True)
class UseFacet:
    """What the values of the facet say together: one of them must fit."""

    periods: tuple[Period, ...] = ()
    never: bool = False
    idle_since: datetime | None = None

    def fits(self, used: datetime | None, made: datetime) -> bool:
        """Tell whether something made and last used at these moments fits."""
        if self.never and used is None:
            return True
        if self.idle_since is not None and (used or made) < self.idle_since:
            return True
        return any(period.holds(used) for period in self.periods)


def read_use_facet(values: Iterable[str], now: datetime, field: str = "last_used") -> UseFacet:
    """Read the values of the facet.

    Args:
        values: as they were chosen.
        now: the end of the last days (UTC).
        field: what the facet is called.

    Raises:
        Invalid: the field of the facet: a value cannot be read.
    """
    periods: list[Period] = []
    never, idle = False, None
    for value in values:
        if value == NEVER:
            never = True
        elif value.startswith(UNUSED):
            since = now - read_days(field, value.removeprefix(UNUSED))
            idle = since if idle is None else max(idle, since)
        else:
            periods.append(read_period(field, value, now))
    return UseFacet(tuple(periods), never, idle)
