"""Events of the secrets and public keys of API keys and OAuth consumers; a secret is named by its hint."""

from fracttal_console.domain.audit.event import Event


class ApiKeyRotated(Event):
    """An API key got a new secret; `facts` say which, which is the old one, when that retires and whether it leaked."""

    tag = "api_keys:rotate"


class ApiKeyRotationExtended(Event):
    """The old secret of an API key was given more time."""

    tag = "api_keys:extend_rotation"


class ApiKeySecretRetired(Event):
    """A secret of an API key was retired, by a person or by itself; `facts` say why."""

    tag = "api_keys:retire_secret"


class ConsumerRotated(Event):
    """An OAuth consumer got a new secret; `facts` say which, which is the old one and when that retires.

    Where the old one leaked they say so, and below how many authorizations all tokens ended.
    """

    tag = "consumers:rotate"


class ConsumerRotationExtended(Event):
    """The old secret of an OAuth consumer was given more time."""

    tag = "consumers:extend_rotation"


class ConsumerSecretRetired(Event):
    """A secret of an OAuth consumer was retired, by a person or by itself; `facts` say why."""

    tag = "consumers:retire_secret"


class ConsumerKeysAdded(Event):
    """An OAuth consumer got public keys; `facts` say which."""

    tag = "consumers:add_key"


class ConsumerKeyRetired(Event):
    """A public key of an OAuth consumer was retired; `facts` say which."""

    tag = "consumers:retire_key"
