"""Events of second factors."""

from fracttal_console.domain.audit.event import Event


class TotpBegun(Event):
    """A person was shown the secret for codes; it counts once a code confirmed it."""

    tag = "totp:begin"


class TotpConfirmed(Event):
    """A person's codes count from now on, and recovery codes were made."""

    tag = "totp:confirm"


class TotpRemoved(Event):
    """A person took the own second factor away."""

    tag = "totp:remove"


class TotpReset(Event):
    """A super administrator took another person's second factor away."""

    tag = "totp:reset"
