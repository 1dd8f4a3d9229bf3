"""The facets of refused requests: what their values mean, and which there are to choose from."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.names import search_form
from fracttal_console.domain.periods import Period, read_period
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.services.facets import FacetValue, check_facets, check_values
from fracttal_console.services.listing import ListQuery, check_choices
from fracttal_console.storage.refusal_filter import Presented, RefusalFilter
from fracttal_console.storage.repositories import Repositories

FACETS = ("cause", "kind", "credential", "address", "date")

SORTS = ("when", "times", "cause", "credential", "address")
DAYS = tuple(f"day-{days_ago}" for days_ago in range(8))
"""Subsets of one day (UTC): `day-0` is today."""

SUBSETS = (*(str(kind) for kind in RefusalKind), *DAYS)

_SIGN = ":"


def refusal_filter(query: ListQuery, now: datetime) -> RefusalFilter:
    """Return what the database is asked for.

    Raises:
        Invalid: there is no such order, subset, facet or value.
    """
    check_choices(query, sorts=SORTS, subsets=SUBSETS)
    check_facets(query.facets, FACETS)
    readers: dict[str, Callable[[tuple[str, ...]], dict[str, Any]]] = {
        "cause": lambda values: {"causes": values},
        "kind": lambda values: {"kinds": check_values("kind", values, tuple(RefusalKind))},
        "credential": lambda values: {"credentials": tuple(map(_presented, values))},
        "address": lambda values: {"addresses": values},
        "date": lambda values: {"periods": tuple(read_period("date", value, now) for value in values)},
    }
    narrowed: dict[str, Any] = {"within": _day(query.only, now)} if query.only in DAYS else {"kind": query.only}
    for facet, values in query.facets.items():
        narrowed.update(readers[facet](values))
    return RefusalFilter(**narrowed)


def refusal_values(repositories: Repositories, facet: str, text: str, most: int) -> list[FacetValue]:
    """Return values of a facet whose names hold all words of a text, those with the most refused requests first.

    Raises:
        Invalid: field `filter`: the other facets have values that everybody knows.
    """
    words = tuple(search_form(text).split())
    if facet == "cause":
        # a cause is named in the skins' languages only: they look through all of them
        return [FacetValue(cause, cause) for cause in repositories.refusals.causes()]
    if facet == "credential":
        return [_value(one) for one in repositories.refusals.credentials(words, most)]
    if facet == "address":
        return [FacetValue(address, address) for address in repositories.refusals.addresses(words, most)]
    raise Invalid("filter", "unknown_choice", value=facet[:40], choices="cause, credential, address")


def _value(one: Presented) -> FacetValue:
    known = one.id is not None
    return FacetValue(f"{one.kind}{_SIGN}{one.id}" if known else one.name, one.name, one.kind if known else "")


def _presented(value: str) -> Presented:
    """Read `kind:id`, or the name or public id with which requests came."""
    kind, sign, number = value.partition(_SIGN)
    if sign and kind and number.isascii() and number.isdecimal() and len(number) < 19:
        return Presented(kind, int(number))
    return Presented(name=value)


def _day(only: str, now: datetime) -> Period:
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    begins = midnight - timedelta(days=DAYS.index(only))
    return Period(begins, begins + timedelta(days=1))
