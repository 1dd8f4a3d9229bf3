"""How long records are kept that nobody would miss after a while; what proves something is kept for good."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Retention:
    """What a base keeps: days of usage, a year and enough of the one before to compare, and days of refusals.

    Events are never dropped: each one proves the one before it. What ended keeps its row, so that its name can be told.
    """

    usage_days: int = 400
    refusal_days: int = 7
