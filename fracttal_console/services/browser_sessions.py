"""How a session in a browser begins, whoever proved who is there."""

from collections.abc import Mapping

from fracttal_console.crypto.tokens import digest, new_secret
from fracttal_console.domain.audit import Fact, SignedIn, Target
from fracttal_console.domain.people import Person
from fracttal_console.domain.secrets import SecretKind, SecretText
from fracttal_console.domain.sessions import ABSOLUTE_LIMIT, BrowserSession
from fracttal_console.services.use_case import Work


def new_session(work: Work, person: Person, facts: Mapping[str, Fact]) -> SecretText:
    """Begin a session in this use case, with its event, and return the value of its cookie.

    Args:
        work: the use case that lets the person in.
        person: who it is.
        facts: how that was proven.
    """
    cookie = new_secret(SecretKind.BROWSER_SESSION)
    work.sessions.add(
        BrowserSession(
            digest=digest(cookie.reveal()),
            person_id=person.id,
            created_at=work.now,
            seen_at=work.now,
            expires_at=work.now + ABSOLUTE_LIMIT,
        )
    )
    work.record(SignedIn(target=Target("person", person.id, person.name), facts=dict(facts)))
    return cookie
