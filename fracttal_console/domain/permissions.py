"""Permissions `resource:action`, the catalogue of what exists, and which request needs which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NewType

from fracttal_console.domain.errors import Invalid

PermissionName = NewType("PermissionName", str)
"""`resource:action`, as in scopes: `work_orders:view`."""

PermissionSet = frozenset[PermissionName]

EVERYTHING_ASKED = "api"
"""Scope that programs written for the real service send; it asks for all that the group allows."""


class Action(StrEnum):
    """What may be done with a resource, in the order of every matrix and strip."""

    VIEW = "view"
    ADD = "add"
    EDIT = "edit"
    DELETE = "delete"
    REPORT = "report"


READ_ONLY_ACTIONS = frozenset({Action.VIEW, Action.REPORT})

METHOD_ACTIONS: Mapping[str, Action] = {
    "GET": Action.VIEW,
    "HEAD": Action.VIEW,
    "POST": Action.ADD,
    "PUT": Action.EDIT,
    "PATCH": Action.EDIT,
    "DELETE": Action.DELETE,
}


@dataclass(frozen=True, slots=True)
class Resource:
    """One row of the matrix: its names by language, what else it covers in words, its path prefixes."""

    id: str
    module: str
    names: Mapping[str, str]
    hints: Mapping[str, str]
    prefixes: tuple[str, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """A group of resources, as the real service's menu names it; `number` as in its transaction log."""

    id: str
    number: int
    names: Mapping[str, str]
    resources: tuple[Resource, ...]


@dataclass(frozen=True)
class PermissionCatalogue:
    """All modules, resources and permissions that exist; read once from `resources/permissions.toml`."""

    modules: tuple[Module, ...]
    all: PermissionSet = field(init=False)
    resources: Mapping[str, Resource] = field(init=False)
    order: Mapping[PermissionName, int] = field(init=False)

    def __post_init__(self) -> None:
        resources = [resource for module in self.modules for resource in module.resources]
        names = [PermissionName(f"{r.id}:{a}") for r in resources for a in r.actions]
        object.__setattr__(self, "all", frozenset(names))
        object.__setattr__(self, "resources", {r.id: r for r in resources})
        object.__setattr__(self, "order", {name: place for place, name in enumerate(names)})

    def check(self, names: Iterable[str], field_name: str = "permissions") -> PermissionSet:
        """Return the names as a set of permissions.

        Raises:
            Invalid: `field_name` holds a name that is not in the catalogue, or none at all.
        """
        chosen = set()
        for name in names:
            if name not in self.all:
                raise Invalid(field_name, "unknown_permission", permission=name[:100])
            chosen.add(PermissionName(name))
        if not chosen:
            raise Invalid(field_name, "empty")
        return frozenset(chosen)

    def in_order(self, permissions: Iterable[PermissionName]) -> list[PermissionName]:
        """Sort permissions as the catalogue lists them; what it no longer knows comes last."""
        last = len(self.order)
        return sorted(permissions, key=lambda name: (self.order.get(name, last), name))

    def required(self, method: str, path: str) -> PermissionName | None:
        """Return the permission that a request needs, or None where the path or method is not mapped.

        Args:
            method: HTTP method in upper case.
            path: absolute path, already normalised; with or without a trailing slash.
        """
        action = METHOD_ACTIONS.get(method)
        if action is None:
            return None
        plain = path.rstrip("/")
        for resource in self.resources.values():
            for prefix in resource.prefixes:
                if plain == prefix or plain.startswith(prefix + "/"):
                    name = PermissionName(f"{resource.id}:{action}")
                    return name if name in self.all else None
        return None


@lru_cache(maxsize=4096)
def parse_permissions(stored: str) -> PermissionSet:
    """Read the stored form, names parted by one blank; the same text gives the same set object."""
    return frozenset(PermissionName(name) for name in stored.split())


@lru_cache(maxsize=4096)
def store_permissions(permissions: PermissionSet) -> str:
    """Write permissions as one text, sorted, parted by one blank: also the form of a scope."""
    return " ".join(sorted(permissions))


@lru_cache(maxsize=1024)
def limit_to_reading(permissions: PermissionSet) -> PermissionSet:
    """Return what is left of permissions under a group's read-only flag."""
    return frozenset(name for name in permissions if name.partition(":")[2] in READ_ONLY_ACTIONS)


def asked_permissions(scope: str, catalogue: PermissionCatalogue) -> PermissionSet | None:
    """Read a `scope` parameter (RFC 6749 section 3.3).

    Returns:
        The permissions asked for, or None where all that the group allows is asked for.

    Raises:
        Invalid: field `scope`, rule `unknown_permission`.
    """
    words = set(scope.split(" ")) - {""}
    if not words or EVERYTHING_ASKED in words:
        return None
    return catalogue.check(words, "scope")
