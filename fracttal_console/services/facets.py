"""Facets: fields by which a list is narrowed, each to one or several values; texts, so that saved views keep them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.permissions import Action

Facets = Mapping[str, tuple[str, ...]]
"""Values by facet: a row matches where, of each facet, one of the values fits."""

MOST_VALUES = 200
"""Most values of one facet."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: `text` is what narrows, `name` what people call it, `hint` what tells twins apart."""

    text: str
    name: str
    hint: str = ""


def check_facets(facets: Facets, known: Iterable[str]) -> None:
    """See that a list knows its facets, and that each has values.

    Raises:
        Invalid: field `filter`: rule `unknown_choice`, or `too_many`; or field of the facet, rule `empty`.
    """
    choices = tuple(known)
    for facet, values in facets.items():
        if facet not in choices:
            raise Invalid("filter", "unknown_choice", value=facet[:40], choices=", ".join(choices))
        if not values:
            # nothing chosen must never mean everything
            raise Invalid("filter", "empty")
        if len(values) > MOST_VALUES:
            raise Invalid("filter", "too_many", max=MOST_VALUES)


def check_values(facet: str, values: Iterable[str], choices: Iterable[str]) -> tuple[str, ...]:
    """Return the values of a facet that has a few fixed ones.

    Raises:
        Invalid: field of the facet, rule `unknown_choice`.
    """
    allowed = tuple(choices)
    found = tuple(values)
    for value in found:
        if value not in allowed:
            raise Invalid(facet, "unknown_choice", value=value[:40], choices=", ".join(allowed))
    return found


def check_permission(value: str) -> str:
    """Return a permission to look for: `resource:action`, of which either side may be `*`.

    Raises:
        Invalid: field `permission`, rule `unknown_permission`.
    """
    resource, colon, action = value.partition(":")
    plain = (resource == "*" or resource.replace("_", "").isalnum()) and action in {"*", *Action}
    if not (colon and resource and plain) or value == "*:*" or not value.isascii():
        raise Invalid("permission", "unknown_permission", permission=value[:100])
    return value
