"""Events of authorizations."""

from fracttal_console.domain.audit.event import Event


class AuthorizationGranted(Event):
    """A person consented; a code was made."""

    tag = "authorizations:grant"


class AuthorizationDenied(Event):
    """A person declined."""

    tag = "authorizations:decline"


class AuthorizationDisowned(Event):
    """A person declined what a device asked for, and says to have started it on no device."""

    tag = "authorizations:disown"


class AuthorizationSuspended(Event):
    """An authorization was suspended; its tokens answer inactive until it is resumed."""

    tag = "authorizations:suspend"


class AuthorizationResumed(Event):
    """A suspended authorization was resumed."""

    tag = "authorizations:resume"


class AuthorizationRevoked(Event):
    """An authorization was revoked; its tokens are dead."""

    tag = "authorizations:revoke"


class AuthorizationRestored(Event):
    """A revocation was undone; its tokens open again what they opened."""

    tag = "authorizations:undo"


class AuthorizationsRevoked(Event):
    """Several authorizations were revoked together; `facts` say how many and by what they were selected."""

    tag = "authorizations:revoke_several"


class AuthorizationsSuspended(Event):
    """Several authorizations were suspended together; `facts` say how many and by what they were selected."""

    tag = "authorizations:suspend_several"


class AuthorizationsResumed(Event):
    """Several authorizations were resumed together; `facts` say how many and by what they were selected."""

    tag = "authorizations:resume_several"


class AuthorizationsRestored(Event):
    """Several revocations were undone together; `facts` say how many."""

    tag = "authorizations:undo_several"
