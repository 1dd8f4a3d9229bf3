"""Events of API keys and OAuth consumers."""

from fracttal_console.domain.audit.event import Event


class ApiKeyCreated(Event):
    """An API key was made and its secret shown once."""

    tag = "api_keys:create"


class ApiKeyEdited(Event):
    """An API key was edited."""

    tag = "api_keys:edit"


class ApiKeyDisabled(Event):
    """An API key was disabled; it can be enabled again."""

    tag = "api_keys:disable"


class ApiKeyEnabled(Event):
    """An API key was enabled again."""

    tag = "api_keys:enable"


class ApiKeyRevoked(Event):
    """An API key was revoked for good."""

    tag = "api_keys:revoke"


class ApiKeyRestored(Event):
    """A revoked API key was taken back out of the bin, disabled."""

    tag = "api_keys:restore"


class ApiKeyUsedByBasic(Event):
    """A request was let in with the secret of an API key in it (legacy Basic); `facts` say which."""

    tag = "api_keys:use_basic"


class ApiKeyTried(Event):
    """Somebody tried an API key from the console, with its secret."""

    tag = "api_keys:try"


class ConsumerCreated(Event):
    """An OAuth consumer was registered."""

    tag = "consumers:create"


class ConsumerEdited(Event):
    """An OAuth consumer was edited."""

    tag = "consumers:edit"


class ConsumerDisabled(Event):
    """An OAuth consumer was disabled; it can be enabled again."""

    tag = "consumers:disable"


class ConsumerEnabled(Event):
    """An OAuth consumer was enabled again."""

    tag = "consumers:enable"


class ConsumerDeleted(Event):
    """An OAuth consumer was deleted with its tokens."""

    tag = "consumers:delete"


class ConsumerRestored(Event):
    """A deleted OAuth consumer was taken back out of the bin, disabled."""

    tag = "consumers:restore"


class ConsumerTried(Event):
    """Somebody tried an OAuth consumer from the console, with its secret where it has one."""

    tag = "consumers:try"
