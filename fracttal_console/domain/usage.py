"""Last-used facts: statistics gathered in memory and the only thing that a crash may lose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Use:
    """When something was last used, from which address, for which path."""

    at: datetime
    address: str
    path: str


HourlyUses: TypeAlias = Mapping[int, int]
"""How often something was used, by hour since 1970 (UTC); hours without use are missing."""


def hour_of(moment: datetime) -> int:
    """Return the hour since 1970 (UTC) in which a moment lies."""
    return int(moment.timestamp()) // 3600
