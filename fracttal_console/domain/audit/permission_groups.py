"""Events of permission groups."""

from fracttal_console.domain.audit.event import Event


class PermissionGroupCreated(Event):
    """A permission group was made."""

    tag = "permission_groups:create"


class PermissionGroupEdited(Event):
    """A permission group's name, permissions or read-only flag was changed."""

    tag = "permission_groups:edit"
