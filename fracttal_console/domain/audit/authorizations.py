"""Events of authorizations."""

from fracttal_console.domain.audit.event import Event


class AuthorizationGranted(Event):
    """A person consented; a code was made."""

    tag = "authorizations:grant"


class AuthorizationDenied(Event):
    """A person declined."""

    tag = "authorizations:decline"


class AuthorizationSuspended(Event):
    """An authorization was suspended; its tokens answer inactive until it is resumed."""

    tag = "authorizations:suspend"


class AuthorizationResumed(Event):
    """A suspended authorization was resumed."""

    tag = "authorizations:resume"


class AuthorizationRevoked(Event):
    """An authorization was revoked; its tokens are dead."""

    tag = "authorizations:revoke"
