"""What lists are asked for and what they answer: a query, and one page of its rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, TypeVar

from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.names import search_form

Row = TypeVar("Row")

UNUSED_AFTER = timedelta(days=90)
"""After how long without use nobody seems to need a thing."""

ENDING_WITHIN = timedelta(days=14)
"""How near the end of an authorization is when it counts as ending."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which rows, and in which order.

    `text` holds words of which each must occur in one of a row's names, whatever its case and accents. `only` names a
    subset of the noun, `sort` what to sort by; "" means all, and newest first. `tags` are kinds of events that count
    as matching `text`: their titles exist in the skins' languages only. `id` asks for one row alone, where a link
    leads to it. `facets` narrow by values, as `services.facets` says.
    """

    text: str = ""
    only: str = ""
    sort: str = ""
    descending: bool = True
    tags: tuple[str, ...] = ()
    id: int | None = None
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def words(self) -> tuple[str, ...]:
        """The words looked for, in the form in which they are compared."""
        return tuple(search_form(self.text).split())


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list: `start` is the place of the first among the `matching` ones; `total` counts all."""

    rows: tuple[Row, ...]
    start: int
    matching: int
    total: int


def check_choices(query: ListQuery, *, sorts: Iterable[str], subsets: Iterable[str]) -> None:
    """See that a list can be sorted and narrowed as asked.

    Raises:
        Invalid: field `sort` or `only`, rule `unknown_choice`.
    """
    for name, value, choices in (("sort", query.sort, tuple(sorts)), ("only", query.only, tuple(subsets))):
        if value and value not in choices:
            raise Invalid(name, "unknown_choice", value=value[:40], choices=", ".join(choices))


def matches(words: Sequence[str], texts: Iterable[str]) -> bool:
    """Tell whether every word occurs in one of the texts."""
    if not words:
        return True
    forms = [search_form(text) for text in texts if text]
    return all(any(word in form for form in forms) for word in words)


def cut(
    rows: list[Row],
    query: ListQuery,
    sorts: dict[str, Callable[[Row], Any]],
    place: tuple[int, int],
    total: int,
) -> Page[Row]:
    """Sort a list that is whole in memory and cut a page out of it.

    Args:
        rows: those that match, newest last.
        query: says the order.
        sorts: for each word to sort by, what is compared; None comes last whatever the direction.
        place: of the first row, and how many at most.
        total: how many rows there are in all.
    """
    key = sorts.get(query.sort)
    if key is None:
        ordered = rows[::-1] if query.descending else rows
    else:
        # sorting keeps equal rows in their order: of those as well the newest comes first where the newest is asked for
        known = [row for row in (rows[::-1] if query.descending else rows) if key(row) is not None]
        known.sort(key=key, reverse=query.descending)
        ordered = known + [row for row in rows if key(row) is None]
    start, most = place
    return Page(tuple(ordered[start : start + most]), start, len(rows), total)
