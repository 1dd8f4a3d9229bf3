"""Permission groups: what a credential or person may do at most, now."""

from dataclasses import dataclass, replace
from datetime import datetime

from fracttal_console.domain.permissions import PermissionSet, limit_to_reading


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionGroup:
    """Named set of permissions with an optional read-only flag."""

    id: int
    name: str
    permissions: PermissionSet
    read_only: bool
    created_at: datetime
    version: int = 1

    @property
    def allowed(self) -> PermissionSet:
        """What the group allows in effect, its read-only flag applied."""
        return limit_to_reading(self.permissions) if self.read_only else self.permissions

    def edited(
        self, *, name: str | None = None, permissions: PermissionSet | None = None, read_only: bool | None = None
    ) -> "PermissionGroup":
        """Return the group with what is given changed."""
        return replace(
            self,
            name=self.name if name is None else name,
            permissions=self.permissions if permissions is None else permissions,
            read_only=self.read_only if read_only is None else read_only,
        )
