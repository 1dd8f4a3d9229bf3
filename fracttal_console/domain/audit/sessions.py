"""Events of signing in, locking and signing out."""

from fracttal_console.domain.audit.event import Event


class SignedIn(Event):
    """A person signed in."""

    tag = "sessions:sign_in"


class SignInRefused(Event):
    """E-mail or password did not fit; `facts` say from which skin, never which of the two was wrong."""

    tag = "sessions:refuse"


class SignInLocked(Event):
    """Too many failures: further attempts are not looked at for some time."""

    tag = "sessions:lock_out"


class SignedOut(Event):
    """A person signed out."""

    tag = "sessions:sign_out"


class SessionsEnded(Event):
    """A person signed out of every browser at once."""

    tag = "sessions:end"


class ConsoleLocked(Event):
    """A window was locked; `facts` say why."""

    tag = "sessions:lock"


class ConsoleUnlocked(Event):
    """A locked window was opened again by the same person."""

    tag = "sessions:unlock"
