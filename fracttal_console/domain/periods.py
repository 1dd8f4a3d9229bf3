"""Stretches of time, as people and commands write them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fracttal_console.domain.errors import Invalid

_DAYS_MOST = 36_500
_LAST = re.compile(r"([0-9]{1,5})d")


@dataclass(frozen=True, slots=True)
class Period:
    """From `after` on and until before `before`; None leaves a side open."""

    after: datetime | None = None
    before: datetime | None = None

    def holds(self, moment: datetime | None) -> bool:
        """Tell whether a moment lies in it; what never was lies in none."""
        if moment is None:
            return False
        return (self.after is None or moment >= self.after) and (self.before is None or moment < self.before)


def read_period(field: str, value: str, now: datetime) -> Period:
    """Read a period: the last days as `30d`, or an interval as `2026-01-01/2026-02-01`, either side of it open by `..`.

    A date is the moment at which it begins (UTC), and so is a time without a zone.

    Args:
        field: for the error.
        value: as it was written.
        now: the end of the last days (UTC).

    Raises:
        Invalid: rule `period_malformed`.
    """
    last = _LAST.fullmatch(value)
    if last and int(last[1]) <= _DAYS_MOST:
        return Period(now - timedelta(days=int(last[1])))
    first, slash, second = value.partition("/")
    if not slash or {first, second} <= {"..", ""}:
        raise Invalid(field, "period_malformed", value=value[:60])
    return Period(_side(field, value, first), _side(field, value, second))


def read_days(field: str, value: str) -> timedelta:
    """Read a number of days.

    Raises:
        Invalid: rule `days_malformed`.
    """
    if not (value.isascii() and value.isdecimal() and len(value) <= 5 and 0 < int(value) <= _DAYS_MOST):
        raise Invalid(field, "days_malformed", value=value[:20], max=_DAYS_MOST)
    return timedelta(days=int(value))


def _side(field: str, whole: str, text: str) -> datetime | None:
    if text in {"..", ""}:
        return None
    try:
        read = datetime.fromisoformat(text)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid(field, "period_malformed", value=whole[:60]) from None
