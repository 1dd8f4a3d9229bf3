"""Events of the base itself."""

from fracttal_console.domain.audit.event import Event


class BaseInitialised(Event):
    """The base was made, with its first super administrator."""

    tag = "base:init"


class BaseRecovered(Event):
    """A new master key was made with the recovery code."""

    tag = "base:recover"


class MasterKeyRotated(Event):
    """A new master key took the place of the old one."""

    tag = "base:rotate_key"


class ChainChecked(Event):
    """The whole chain was checked; `events` of it were whole, `broken_at` is the first that is not."""

    tag = "audit:verify"


class OperationDenied(Event):
    """An operator asked for what the role does not include."""

    tag = "operations:deny"
