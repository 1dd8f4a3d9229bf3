"""The facets of authorizations: what their values mean, and which there are to choose from."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.names import search_form
from fracttal_console.domain.periods import read_days, read_period
from fracttal_console.services.facets import FacetValue, check_facets, check_permission, check_values
from fracttal_console.services.listing import ENDING_WITHIN, UNUSED_AFTER, ListQuery, check_choices
from fracttal_console.services.references import find_consumer, find_person
from fracttal_console.services.use_facet import read_use_facet
from fracttal_console.storage.authorization_filter import AuthorizationFilter
from fracttal_console.storage.repositories import Repositories

FACETS = ("consumer", "person", "permission", "state", "profile", "granted", "last_used", "expiring")
SORTS = ("consumer", "person", "permissions", "status", "granted", "last_used", "expires")
SUBSETS = ("active", "unused", "ending")
STATES = ("active", "suspended", "expired", "revoked")
ITSELF = "itself"
"""Value of the facet `person` for a consumer that acts for itself."""


def authorization_filter(repositories: Repositories, query: ListQuery, now: datetime) -> AuthorizationFilter:
    """Return what the database is asked for.

    Raises:
        Invalid: there is no such order, subset, facet or value.
        NotFound: a facet names a consumer or person that there is not.
    """
    check_choices(query, sorts=SORTS, subsets=SUBSETS)
    check_facets(query.facets, FACETS)
    readers: dict[str, Callable[[tuple[str, ...]], dict[str, Any]]] = {
        "consumer": lambda values: {"consumers": tuple(find_consumer(repositories, value).id for value in values)},
        "person": lambda values: {"people": tuple(_person(repositories, value) for value in values)},
        "permission": lambda values: {"permissions": tuple(map(check_permission, values))},
        "state": lambda values: {"states": check_values("state", values, STATES)},
        "profile": lambda values: {"profiles": check_values("profile", values, tuple(Profile))},
        "granted": lambda values: {"granted": tuple(read_period("granted", value, now) for value in values)},
        "last_used": lambda values: _use(values, now),
        "expiring": lambda values: {"ending_before": now + max(read_days("expiring", value) for value in values)},
    }
    narrowed: dict[str, Any] = {}
    for facet, values in query.facets.items():
        narrowed.update(readers[facet](values))
    return AuthorizationFilter(
        now=now,
        unused_before=now - UNUSED_AFTER,
        ends_before=now + ENDING_WITHIN,
        words=query.words,
        only=query.only,
        id=query.id,
        sort=query.sort,
        descending=query.descending,
        **narrowed,
    )


def authorization_values(repositories: Repositories, facet: str, text: str, most: int) -> list[FacetValue]:
    """Return values of the facet `consumer` or `person` whose names hold all words of a text, in order of their names.

    Raises:
        Invalid: field `filter`: the other facets have values that everybody knows.
    """
    words = tuple(search_form(text).split())
    search = repositories.authorization_search
    if facet == "consumer":
        consumers = repositories.consumers.among(ids := search.consumers_named(words, most))
        return [FacetValue(str(key), consumers[key].name, consumers[key].client_id) for key in ids]
    if facet == "person":
        people = repositories.people.among(ids := search.people_named(words, most))
        return [FacetValue(str(key), people[key].name, people[key].email) for key in ids]
    raise Invalid("filter", "unknown_choice", value=facet[:40], choices="consumer, person")


def _person(repositories: Repositories, value: str) -> int | None:
    return None if value == ITSELF else find_person(repositories, value).id


def _use(values: tuple[str, ...], now: datetime) -> dict[str, Any]:
    read = read_use_facet(values, now)
    return {"used": read.periods, "never_used": read.never, "idle_since": read.idle_since}
