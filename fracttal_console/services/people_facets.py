"""The facets of people."""

from datetime import datetime

from fracttal_console.domain.actors import Role
from fracttal_console.domain.people import Person
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.services.facets import Facets, check_facets, check_values
from fracttal_console.services.use_facet import read_use_facet

FACETS = ("role", "state", "group", "codes", "last_sign_in")
STATES = ("active", "invited", "disabled")
CODES = ("set_up", "missing")
"""Whether somebody signs in with codes as well."""

NO_GROUP = "none"
"""Value of the facet `group` for people without one."""


class PeopleFacets:
    """What the facets of one query ask of a person."""

    def __init__(self, facets: Facets, now: datetime) -> None:
        """Read the facets.

        Raises:
            Invalid: there is no such facet or value.
        """
        check_facets(facets, FACETS)
        self._roles = check_values("role", facets.get("role", ()), tuple(Role))
        self._states = check_values("state", facets.get("state", ()), STATES)
        self._codes = check_values("codes", facets.get("codes", ()), CODES)
        self._groups = frozenset(facets.get("group", ()))
        asked = facets.get("last_sign_in")
        self._sign_in = None if asked is None else read_use_facet(asked, now, "last_sign_in")

    @property
    def asks_for_sign_ins(self) -> bool:
        """Whether the last sign-in of everybody has to be known."""
        return self._sign_in is not None

    def fit(self, person: Person, status: str, group: PermissionGroup | None, *, codes: bool) -> bool:
        """Tell whether a person fits every facet but that of the last sign-in."""
        names = {NO_GROUP} if group is None else {str(group.id), group.name}
        return (
            (not self._roles or str(person.role) in self._roles)
            and (not self._states or status in self._states)
            and (not self._codes or CODES[0 if codes else 1] in self._codes)
            and (not self._groups or bool(self._groups & names))
        )

    def fit_sign_in(self, last: datetime | None, created: datetime) -> bool:
        """Tell whether the last sign-in fits; who never signed in counts from the making of the account."""
        return self._sign_in is None or self._sign_in.fits(last, created)
