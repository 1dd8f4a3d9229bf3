"""What requests are counted under: method and resource, so that no path anybody invents makes a row of its own."""

from collections.abc import Iterable, Mapping

from fracttal_console.domain.permissions import METHOD_ACTIONS, PermissionCatalogue, PermissionName
from fracttal_console.domain.usage import OTHER_PATHS

OWN_ENDPOINTS = (
    "/api/user",
    "/oauth/authorize",
    "/oauth/token",
    "/oauth/revoke",
    "/oauth/introspect",
    "/oauth/par",
    "/oauth/device_authorization",
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})


class Endpoints:
    """Name the endpoints that are known: those of the authority, and the prefixes of the catalogue's resources."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._deepest = max((path.count("/") for path in self._known), default=0)

    @classmethod
    def of(cls, catalogue: PermissionCatalogue) -> "Endpoints":
        """Return the endpoints of a catalogue."""
        prefixes = [prefix for resource in catalogue.resources.values() for prefix in resource.prefixes]
        return cls([*OWN_ENDPOINTS, *prefixes])

    def name(self, method: str, path: str) -> str:
        """Return method and endpoint of a request, `GET /api/items`; `other` for what is not known."""
        if method not in _METHODS:
            return OTHER_PATHS
        # no deeper than the deepest known one: a path may have thousands of segments
        segments = path.split("/", self._deepest + 1)[: self._deepest + 1]
        while len(segments) > 1:
            prefix = "/".join(segments)
            if prefix in self._known:
                return f"{method} {prefix}"
            segments.pop()
        return OTHER_PATHS


def permissions_by_endpoint(catalogue: PermissionCatalogue) -> Mapping[str, PermissionName]:
    """Return the permission that requests need, by the endpoint that they are counted under.

    Permissions that are not among the values, such as reports, are used without any request that shows it.
    """
    prefixes = [prefix for resource in catalogue.resources.values() for prefix in resource.prefixes]
    needed = {
        f"{method} {prefix}": catalogue.required(method, prefix) for method in METHOD_ACTIONS for prefix in prefixes
    }
    return {endpoint: permission for endpoint, permission in needed.items() if permission is not None}
