"""The facets of the audit log: what their values mean, and which there are to choose from."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fracttal_console.domain.actors import ActorKind
from fracttal_console.domain.audit import EVENT_KINDS
from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.names import search_form
from fracttal_console.domain.periods import read_period
from fracttal_console.services.facets import FacetValue, check_facets
from fracttal_console.services.listing import ListQuery, check_choices
from fracttal_console.storage.event_search import EventFilter, Party
from fracttal_console.storage.repositories import Repositories

FACETS = ("actor", "action", "target", "target_kind", "address", "date")
NOUNS = tuple(sorted({tag.partition(":")[0] for tag in EVENT_KINDS if tag}))
"""What events are about, as their tags name it."""

_NAMELESS = frozenset({str(ActorKind.ANONYMOUS), str(ActorKind.SYSTEM)})


def event_filter(repositories: Repositories, query: ListQuery, now: datetime, until: int | None = None) -> EventFilter:
    """Return what the database is asked for.

    Args:
        repositories: to find people by their addresses.
        query: what was asked for.
        now: the end of periods that are a number of days (UTC).
        until: no event after this place.

    Raises:
        Invalid: there is no such order, noun, facet or value.
    """
    check_choices(query, sorts=("when",), subsets=NOUNS)
    check_facets(query.facets, FACETS)
    readers: dict[str, Callable[[tuple[str, ...]], dict[str, Any]]] = {
        "actor": lambda values: {"actors": tuple(_party(repositories, "actor", value) for value in values)},
        "action": lambda values: {"actions": tuple(map(_action, values))},
        "target": lambda values: {"targets": tuple(_party(repositories, "target", value) for value in values)},
        "target_kind": lambda values: {"target_kinds": values},
        "address": lambda values: {"addresses": values},
        "date": lambda values: {"periods": tuple(read_period("date", value, now) for value in values)},
    }
    narrowed: dict[str, Any] = {"actions": (f"{query.only}:",)} if query.only else {}
    for facet, values in query.facets.items():
        narrowed.update(readers[facet](values))
    return EventFilter(words=query.words, tags=query.tags, id=query.id, until=until, **narrowed)


def event_values(repositories: Repositories, facet: str, text: str, most: int) -> list[FacetValue]:
    """Return values of a facet whose names hold all words of a text.

    Raises:
        Invalid: field `filter`: the other facets have values that everybody knows.
    """
    words, search = tuple(search_form(text).split()), repositories.event_search
    if facet == "actor":
        rows = search.actors()
        people = {key: person.email for key, person in repositories.people.among(_people(rows)).items()}
        found = [_value(row.actor_kind, row.actor_id, row.actor_name, people) for row in rows]
        return [value for value in found if _holds(words, value)][:most]
    if facet == "target":
        rows = search.targets(words, most)
        return [_value(row.target_kind, row.target_id, row.target_name, {}) for row in rows]
    if facet == "address":
        return [FacetValue(address, address) for address in search.addresses(words, most)]
    if facet == "target_kind":
        return [FacetValue(kind, kind) for kind in search.target_kinds()][:most]
    raise Invalid("filter", "unknown_choice", value=facet[:40], choices="actor, target, target_kind, address")


def filter_in_words(query: ListQuery) -> list[str]:
    """Return what narrowed a list, one `name=value` each, for an event that must say so."""
    found = [f"text={query.text}"] if query.text else []
    found += [f"only={query.only}"] if query.only else []
    return found + [f"{facet}={value}" for facet, values in sorted(query.facets.items()) for value in values]


def _party(repositories: Repositories, facet: str, value: str) -> Party:
    """Read `kind:id`, `kind:`, the address of a person, or a name of that time."""
    if not value.strip():
        raise Invalid(facet, "empty")
    kind, colon, number = value.partition(":")
    if colon and number.isascii() and number.isdecimal() and len(number) < 19:
        return Party(kind, int(number))
    if (colon and not number) or value in _NAMELESS:
        return Party(kind)
    if "@" in value and (person := repositories.people.with_email(value)) is not None:
        return Party("person", person.id)
    return Party(name=value)


def _action(value: str) -> str:
    noun = value.removesuffix("*")
    if value not in EVENT_KINDS and not (noun.endswith(":") and noun.removesuffix(":") in NOUNS):
        choices = ", ".join([*(f"{each}:*" for each in NOUNS)])
        raise Invalid("action", "unknown_choice", value=value[:40], choices=choices)
    return noun


def _people(rows: list[Any]) -> list[int]:
    return [row.actor_id for row in rows if row.actor_kind == ActorKind.PERSON and row.actor_id is not None]


def _value(kind: str, number: int | None, name: str, addresses: dict[int, str]) -> FacetValue:
    text = kind if number is None and kind in _NAMELESS else f"{kind}:{'' if number is None else number}"
    hint = addresses.get(number, kind) if kind == ActorKind.PERSON and number is not None else kind
    return FacetValue(text, name or kind, hint)


def _holds(words: tuple[str, ...], value: FacetValue) -> bool:
    form = search_form(f"{value.name} {value.hint}")
    return all(word in form for word in words)
