"""The facets of permission groups."""

from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.permissions import PermissionSet
from fracttal_console.services.facets import Facets, check_facets, check_permission, check_values

FACETS = ("access", "permission", "used_by")
ACCESS = ("read_only", "as_ticked")
USERS = ("consumers", "api_keys", "people", "nobody")


class PermissionGroupFacets:
    """What the facets of one query ask of a permission group."""

    def __init__(self, facets: Facets) -> None:
        """Read the facets.

        Raises:
            Invalid: there is no such facet or value.
        """
        check_facets(facets, FACETS)
        self._access = check_values("access", facets.get("access", ()), ACCESS)
        self._users = check_values("used_by", facets.get("used_by", ()), USERS)
        self._permissions = tuple(map(check_permission, facets.get("permission", ())))

    def fit(self, group: PermissionGroup, *, consumers: int, api_keys: int, people: int) -> bool:
        """Tell whether a group that limits so many of each fits every facet."""
        used = {name for name, count in zip(USERS, (consumers, api_keys, people), strict=False) if count}
        return (
            (not self._access or ACCESS[0 if group.read_only else 1] in self._access)
            and (not self._users or bool((used or {"nobody"}) & set(self._users)))
            and (not self._permissions or any(_allows(group.allowed, asked) for asked in self._permissions))
        )


def _allows(allowed: PermissionSet, asked: str) -> bool:
    resource, _, action = asked.partition(":")
    if "*" not in asked:
        return asked in allowed
    return any(name.startswith(f"{resource}:") or name.endswith(f":{action}") for name in allowed)
