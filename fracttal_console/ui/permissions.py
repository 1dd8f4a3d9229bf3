"""Permissions as a strip of five places and as words, the same in tables, panels and dialogs."""

from collections.abc import Iterable, Iterator

from fracttal_console.domain.permissions import Action, PermissionCatalogue, PermissionName, PermissionSet
from fracttal_console.services.facets import FacetValue
from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.texts.listing import capitalised, listed
from fracttal_console.ui.widgets.panel_content import Allowed

ACTION_WORDS = {
    Action.VIEW: N_("view"),
    Action.ADD: N_("add"),
    Action.EDIT: N_("edit"),
    Action.DELETE: N_("delete"),
    Action.REPORT: N_("report"),
}


def strip(permissions: PermissionSet) -> tuple[bool, ...]:
    """Return for each of the five actions whether any resource allows it."""
    allowed = {name.partition(":")[2] for name in permissions}
    return tuple(str(action) in allowed for action in Action)


def widest(permissions: PermissionSet, catalogue: PermissionCatalogue, texts: Texts) -> str:
    """Return the resource with the most actions and how many more there are: "Work orders +2"."""
    by_resource = _by_resource(permissions)
    if not by_resource:
        return texts.gettext("Nothing")
    order = {resource: place for place, resource in enumerate(catalogue.resources)}
    first = min(by_resource, key=lambda name: (-len(by_resource[name]), order.get(name, len(order))))
    name = capitalised(resource_name(first, catalogue, texts))
    more = len(by_resource) - 1
    return f"{name} +{more}" if more else name


def in_words(permissions: PermissionSet, catalogue: PermissionCatalogue, texts: Texts) -> str:
    """Say what is allowed, for assistive technology: "view and add work orders; view assets"."""
    rows = allowed_rows(permissions, catalogue, texts)
    return "; ".join(f"{row.name}: {row.words.lower()}" for row in rows) or texts.gettext("Nothing")


def allowed_rows(permissions: PermissionSet, catalogue: PermissionCatalogue, texts: Texts) -> tuple[Allowed, ...]:
    """Return one row per resource, in the order of the catalogue."""
    by_resource = _by_resource(permissions)
    known = [name for name in catalogue.resources if name in by_resource]
    unknown = sorted(set(by_resource) - set(known))
    return tuple(_allowed(name, by_resource[name], catalogue, texts) for name in [*known, *unknown])


def resource_name(resource: str, catalogue: PermissionCatalogue, texts: Texts) -> str:
    """Return what a resource is called; one that the catalogue no longer knows keeps its id."""
    known = catalogue.resources.get(resource)
    return resource if known is None else known.names[texts.language]


def _allowed(name: str, actions: frozenset[str], catalogue: PermissionCatalogue, texts: Texts) -> Allowed:
    words = [texts.gettext(ACTION_WORDS[action]) for action in Action if str(action) in actions]
    return Allowed(
        capitalised(resource_name(name, catalogue, texts)),
        tuple(str(action) in actions for action in Action),
        capitalised(listed(words, texts)),
    )


def permission_values(catalogue: PermissionCatalogue, texts: Texts) -> Iterator[FacetValue]:
    """Return every permission to narrow by: anything of a resource, each of its actions, an action anywhere."""
    for resource in catalogue.resources.values():
        name = capitalised(resource_name(resource.id, catalogue, texts))
        yield FacetValue(f"{resource.id}:*", name, texts.gettext("anything"))
        for action in resource.actions:
            yield FacetValue(f"{resource.id}:{action}", f"{name}: {texts.gettext(ACTION_WORDS[action])}")
    for action in Action:
        yield FacetValue(f"*:{action}", capitalised(texts.gettext(ACTION_WORDS[action])), texts.gettext("anywhere"))


def _by_resource(permissions: Iterable[PermissionName]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name in permissions:
        resource, _, action = name.partition(":")
        found.setdefault(resource, set()).add(action)
    return {resource: frozenset(actions) for resource, actions in found.items()}
