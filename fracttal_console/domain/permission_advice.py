"""Advice on least privilege: what is allowed, what of it was used, and the narrower permissions that would do."""

from dataclasses import dataclass

from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.permissions import PermissionSet

WATCHED_MOST = 90
"""Days of requests that advice looks at, today included."""

WATCHED_LEAST = 30
"""Days after which requests tell enough to advise anything: much is done once a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionAdvice:
    """What a group, or one key or consumer in it, may do and what it did.

    `kind` is `permission_group`, `api_key` or `consumer`. `allowed` holds in effect now; `used` are those of it that an
    accepted request of the last `days` needed; `untold` those whose use no request shows. `calls` counts the requests.
    `shared` counts whom else the group limits; of a group, whom it limits.
    """

    kind: str
    id: int
    name: str
    group: PermissionGroup
    allowed: PermissionSet
    used: PermissionSet
    untold: PermissionSet
    calls: int
    days: int
    shared: int = 0

    @property
    def unused(self) -> PermissionSet:
        """What could go: it is allowed, its use would show, and nothing used it."""
        return self.allowed - self.used - self.untold

    @property
    def watched_enough(self) -> bool:
        """Whether requests were counted long enough to tell what is needed."""
        return self.days >= WATCHED_LEAST

    @property
    def narrower(self) -> PermissionSet | None:
        """The permissions that would do, or None where nothing is advised.

        What was not used at all is dormant: that is a matter of ending it, not of narrowing it.
        """
        if not self.watched_enough or not self.used or not self.unused:
            return None
        return self.used | self.untold
