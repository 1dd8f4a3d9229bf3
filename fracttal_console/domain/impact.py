"""Impact: who and what would notice if access ended now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fracttal_console.domain.edit_losses import Loss
from fracttal_console.domain.usage import HOURS_OF_A_DAY, HourlyUses, Use, hour_of

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


@dataclass(frozen=True, slots=True)
class EditImpact:
    """What an edit of a credential takes away, and what depends on that credential."""

    losses: tuple[Loss, ...]
    impact: Impact

    @property
    def noticed(self) -> bool:
        """Whether something is taken away from a credential that is in use."""
        return bool(self.losses) and self.impact.in_use > 0


def impact_of_uses(uses: Sequence[Use | None], hours: Iterable[HourlyUses], now: datetime) -> Impact:
    """Return what depends on secrets or public keys.

    Args:
        uses: the last use of each, None of one that was never used.
        hours: how often they were used, as far as it is counted.
        now: the moment (UTC).
    """
    known = sorted((use for use in uses if use is not None), key=lambda use: use.at, reverse=True)
    counted = [(hour, number) for each in hours for hour, number in each.items()]
    month, day = hour_of(now - IN_USE_WITHIN), hour_of(now) - HOURS_OF_A_DAY
    return Impact(
        things=len(uses),
        in_use=sum(1 for use in known if now - use.at < IN_USE_WITHIN),
        people=0,
        consumers=(),
        requests_day=sum(number for hour, number in counted if hour > day),
        requests_month=sum(number for hour, number in counted if hour > month),
        paths=(),
        addresses=tuple(dict.fromkeys(use.address for use in known)),
        last_used_at=known[0].at if known else None,
    )
