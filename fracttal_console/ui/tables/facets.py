"""The facets that a list offers: what each is called, and which values there are to choose from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from fracttal_console.domain.names import search_form
from fracttal_console.services.facets import FacetValue
from fracttal_console.texts.catalogue import Texts

Narrowed = Mapping[str, tuple[FacetValue, ...]]
"""Chosen values with their names, by facet."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet.

    `choices` everybody knows; `find` asks the services for others, beside the window, by what was typed. Of a `single`
    one a value takes the place of the other. `dated` takes a period from one date to another as well.
    """

    key: str
    name: str
    choices: tuple[FacetValue, ...] = ()
    find: Callable[[str], Sequence[FacetValue]] | None = None
    single: bool = False
    dated: bool = False
    names: Mapping[str, str] = field(default_factory=dict)

    def known(self, text: str) -> FacetValue:
        """Return a value by its text, with the name that it has among the choices."""
        return next((choice for choice in self.choices if choice.text == text), FacetValue(text, text))

    def fitting(self, typed: str) -> list[FacetValue]:
        """Return the choices whose names hold all words that were typed."""
        words = search_form(typed).split()
        return [choice for choice in self.choices if all(word in search_form(choice.name) for word in words)]


@runtime_checkable
class Faceted(Protocol):
    """A presenter whose list can be narrowed by facets; `list_name` is what its views and columns are kept under."""

    @property
    def list_name(self) -> str:
        """The name of the list, which never changes."""

    @property
    def all_name(self) -> str:
        """What the list is called where nothing narrows it."""

    def facets(self) -> Sequence[Facet]:
        """Return the facets in the order of the menu."""


def values_in_words(values: Sequence[FacetValue], texts: Texts) -> str:
    """Name what is chosen: the first, and how many more."""
    more = len(values) - 1
    if not more:
        return values[0].name
    words = texts.ngettext("{name} and {n} more", "{name} and {n} more", more)
    return words.format(name=values[0].name, n=more)


def with_value(chosen: Narrowed, facet: Facet, value: FacetValue) -> Narrowed:
    """Return what is chosen after a value was picked: once more takes it away."""
    before = chosen.get(facet.key, ())
    if any(known.text == value.text for known in before):
        after = tuple(known for known in before if known.text != value.text)
    else:
        after = (value,) if facet.single else (*before, value)
    return without(chosen, facet.key) if not after else {**chosen, facet.key: after}


def without(chosen: Narrowed, key: str) -> Narrowed:
    """Return what is chosen without a facet."""
    return {facet: values for facet, values in chosen.items() if facet != key}
