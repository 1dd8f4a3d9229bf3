"""Use of things: statistics gathered in memory and the only thing that a crash may lose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

_FIRST = date(1970, 1, 1)

OTHER_PATHS = "other"
"""Under which name requests to paths that nobody lists are counted."""

NOBODY = 0
"""Stands for the person of requests that are nobody's: a consumer's own, and all of API keys."""


@dataclass(frozen=True, slots=True)
class Use:
    """When something was last used, from which address, for which path."""

    at: datetime
    address: str
    path: str


@dataclass(frozen=True, slots=True)
class Requests:
    """How many requests were accepted and how many refused."""

    accepted: int = 0
    refused: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.accepted + self.refused

    def __add__(self, other: "Requests") -> "Requests":
        """Return both together."""
        return Requests(self.accepted + other.accepted, self.refused + other.refused)


@dataclass(frozen=True, slots=True)
class Counted:
    """What requests are counted under.

    `day` counts from 1970 (UTC); `kind` and `credential_id` name a credential, "" and 0 one that nobody knows;
    `person_id` is 0 where nobody is behind it; `path` is a method and what it was asked of, never a query.
    """

    day: int
    kind: str
    credential_id: int
    person_id: int
    path: str


@dataclass(frozen=True, slots=True)
class CountedHour:
    """As `Counted`, by the hour since 1970 (UTC) and for all paths together."""

    hour: int
    kind: str
    credential_id: int
    person_id: int


HOURS_OF_A_DAY = 24
"""The hours that count as the last 24: the one that goes on, and those before it."""


def day_of(moment: datetime) -> int:
    """Return the day (UTC) of a moment, counted from 1970."""
    return (moment.astimezone(UTC).date() - _FIRST).days


def date_of(day: int) -> date:
    """Return the date of a day counted from 1970."""
    return _FIRST + timedelta(days=day)


HourlyUses: TypeAlias = Mapping[int, int]
"""How often something was used, by hour since 1970 (UTC); hours without use are missing."""


def hour_of(moment: datetime) -> int:
    """Return the hour since 1970 (UTC) in which a moment lies."""
    return int(moment.timestamp()) // 3600
