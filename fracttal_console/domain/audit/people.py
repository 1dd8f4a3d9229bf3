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


class PersonInvited(Event):
    """A person got an account and a one-time link to set its password."""

    tag = "people:invite"


class PasswordResetOffered(Event):
    """A one-time link was made by which a person can set a new password."""

    tag = "people:reset_password"


class PasswordSet(Event):
    """A person set the own password by a one-time link; sessions and tokens ended."""

    tag = "people:set_password"


class PersonRecovered(Event):
    """A super administrator got a new password, and lost the second factor, by the recovery code of the base."""

    tag = "people:recover"


class PasswordChanged(Event):
    """A person changed the own password; sessions in browsers and tokens ended."""

    tag = "people:change_password"
