"""Days of requests as bars with their words."""

from collections.abc import Sequence
from datetime import date

from fracttal_console.domain.usage import Requests
from fracttal_console.services.usage_figures import DailyRequests
from fracttal_console.texts.brief import brief_day, number, weekday_and_day
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.widgets.bar_chart import Bar, nice_step

_WEEK = 7


def bars_of(daily: DailyRequests, texts: Texts, *, weekly: bool = True) -> tuple[Bar, ...]:
    """Return one bar for each day.

    Args:
        daily: the days, today last.
        texts: their language.
        weekly: whether a day in each week is named; else the first and the last.
    """
    last = len(daily.days) - 1
    return tuple(
        Bar(
            _label(place, last, day, texts, weekly=weekly), weekday_and_day(day, texts), requests.accepted,
            requests.refused, (number(requests.accepted, texts), number(requests.refused, texts)),
        )
        for place, (day, requests) in enumerate(daily.days)
    )  # fmt: skip


def grid_of(days: Sequence[tuple[date, Requests]], texts: Texts) -> tuple[tuple[int, str], ...]:
    """Return four grid lines with their numbers."""
    step = nice_step(max((requests.total for _, requests in days), default=0))
    return tuple((step * place, number(step * place, texts)) for place in range(4))


def _label(place: int, last: int, day: date, texts: Texts, *, weekly: bool) -> str:
    if place == last:
        return texts.gettext("Today")
    if place == 0:
        return brief_day(day, texts)
    # none so near to another that their words would touch
    return brief_day(day, texts) if weekly and place % _WEEK == 0 and last - place > _WEEK // 2 else ""
