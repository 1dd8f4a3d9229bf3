"""Moments as stored: integer milliseconds since 1970 UTC."""

from datetime import UTC, datetime, timedelta
from typing import overload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@overload
def to_stored(moment: datetime) -> int: ...
@overload
def to_stored(moment: None) -> None: ...
@overload
def to_stored(moment: datetime | None) -> int | None: ...
def to_stored(moment: datetime | None) -> int | None:
    """Return a moment as milliseconds, None as None."""
    return None if moment is None else (moment - _EPOCH) // _MILLISECOND


@overload
def from_stored(value: int) -> datetime: ...
@overload
def from_stored(value: None) -> None: ...
@overload
def from_stored(value: int | None) -> datetime | None: ...
def from_stored(value: int | None) -> datetime | None:
    """Return the moment (UTC) of a number of milliseconds, None for None."""
    return None if value is None else _EPOCH + timedelta(milliseconds=value)
