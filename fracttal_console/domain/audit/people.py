"""Events of people and their accounts."""

from fracttal_console.domain.audit.event import Event


class PersonCreated(Event):
    """A person got an account."""

    tag = "people:create"


class PersonEdited(Event):
    """A person's name, role, permission group or password was changed."""

    tag = "people:edit"


class PersonDisabled(Event):
    """A person's account was disabled, with its sessions and tokens."""

    tag = "people:disable"


class PersonEnabled(Event):
    """A person's account was enabled again."""

    tag = "people:enable"
