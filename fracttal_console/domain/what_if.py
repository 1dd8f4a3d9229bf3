"""What would be refused under other permissions, told by the requests that were accepted lately."""

from dataclasses import dataclass

from fracttal_console.domain.permissions import PermissionName, PermissionSet

LOOKED_BACK = 30
"""Days of requests that a what-if looks at, today included."""


@dataclass(frozen=True, slots=True)
class RefusedCalls:
    """Accepted requests that would be refused: method and path, the permission they need, how many.

    `through` names the consumer that made them, where they are told of a person.
    """

    path: str
    permission: PermissionName
    calls: int
    through: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """An API key, an OAuth consumer or a person that could do less than now.

    `loses` are the permissions; `calls` its accepted requests of the days looked at; `refused` those of them that would
    be refused, most first; `authorizations` how many of a consumer's live ones could do less.
    """

    kind: str
    id: int
    name: str
    loses: PermissionSet
    calls: int
    refused: tuple[RefusedCalls, ...] = ()
    authorizations: int = 0

    @property
    def refused_calls(self) -> int:
        """How many of its requests would be refused."""
        return sum(line.calls for line in self.refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What would happen if other permissions held from now on; nothing has changed.

    `removed` and `added` compare what is allowed in effect. `untold` are removed permissions whose use no request
    shows, such as reports: nobody can say whether they are needed. `calls` are the accepted requests of all whom the
    permissions limit, `refused` how many of them would be refused, each counted once. `members` counts whom the
    permissions limit; `affected` are those who could do less, most refused requests first: keys and consumers all, of
    the people those with a request that would be refused.
    """

    removed: PermissionSet
    added: PermissionSet
    untold: PermissionSet
    calls: int
    refused: int
    authorizations: int
    members: int
    affected: tuple[Affected, ...] = ()
    days: int = LOOKED_BACK
