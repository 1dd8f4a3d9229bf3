"""Impact: who and what would notice if access ended now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

IN_USE_WITHIN = timedelta(days=30)
"""How long after its last use a thing still counts as in use: whoever ends it is asked to type its name."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What depends on some authorizations or on an API key.

    `requests_day` counts those of the last 24 hours, `requests_month` those of the last 30 days (UTC), `paths`
    hold the latter by method and path, most first, `addresses` those of the last uses, newest first. `in_use` counts
    the things that were used in the last 30 days.
    """

    things: int
    in_use: int
    people: int
    consumers: tuple[str, ...]
    requests_day: int
    requests_month: int
    paths: tuple[tuple[str, int], ...]
    addresses: tuple[str, ...]
    last_used_at: datetime | None
