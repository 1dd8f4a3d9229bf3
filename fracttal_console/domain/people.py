"""People: super administrators, support and members, and how their sign-in slows down."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from fracttal_console.domain.actors import Actor, ActorKind, Role
from fracttal_console.domain.errors import Invalid, WrongState

EMAIL_MAX = 254
"""Longest e-mail address, in characters (RFC 5321 section 4.5.3.1.3, with the brackets taken off)."""

FREE_FAILURES = 5
"""Failed sign-ins in a row before the next ones have to wait."""

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGET_FAILURES_AFTER = timedelta(hours=24)

# Deliberately simple: one @, a dotted or single-label domain, no blanks, quotes or controls. Whether the address
# exists is known only to its owner.
_EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
)


INVITED = "invited"
"""State of an active account whose password was not set yet."""


class PersonStatus(StrEnum):
    """State of an account."""

    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Anyone with an account; `password_hash` is an Argon2id PHC string, "" until the first password is set.

    `needs_code` is whether a code is asked for as well: it stands in the person's own sealed row, so that whoever takes
    all rows of the second factor out of the file has not taken away that it is asked for.
    """

    id: int
    email: str
    name: str
    role: Role
    permission_group_id: int | None
    password_hash: str
    status: PersonStatus
    created_at: datetime
    password_changed_at: datetime
    disabled_at: datetime | None = None
    needs_code: bool = False
    version: int = 1

    def __repr__(self) -> str:
        return f"Person(id={self.id}, role={self.role})"

    @property
    def state(self) -> str:
        """`active`, `disabled`, or `invited` while no password was set yet."""
        return INVITED if self.status is PersonStatus.ACTIVE and not self.password_hash else str(self.status)

    @property
    def runs_the_base(self) -> bool:
        """Whether this is a super administrator who can sign in."""
        able = self.status is PersonStatus.ACTIVE and self.password_hash != ""
        return able and self.role is Role.SUPER_ADMINISTRATOR

    def as_actor(self, address: str = "", proved_at: datetime | None = None) -> Actor:
        """Return this person as one who acts, from a network address.

        Args:
            address: from where.
            proved_at: when the person last proved the own password; None for a session that goes on.
        """
        return Actor(ActorKind.PERSON, self.id, self.name, self.role, address, proved_at)

    def disabled(self, now: datetime) -> "Person":
        """Return the person with the account disabled.

        Raises:
            WrongState: the account is disabled already.
        """
        if self.status is PersonStatus.DISABLED:
            raise WrongState("person", self.email, self.status)
        return replace(self, status=PersonStatus.DISABLED, disabled_at=now)

    def enabled(self) -> "Person":
        """Return the person with the account active again.

        Raises:
            WrongState: the account is active already.
        """
        if self.status is PersonStatus.ACTIVE:
            raise WrongState("person", self.email, self.status)
        return replace(self, status=PersonStatus.ACTIVE, disabled_at=None)


@dataclass(frozen=True, slots=True)
class SignInAttempts:
    """Failed sign-ins in a row for one e-mail, whether it has an account or not."""

    failures: int
    last_at: datetime
    locked_until: datetime | None

    def wait_left(self, now: datetime) -> timedelta:
        """Return how long the next attempt has to wait; zero when it may come now."""
        if self.locked_until is None or now >= self.locked_until:
            return timedelta(0)
        return self.locked_until - now

    def reserve(self, now: datetime) -> "SignInAttempts":
        """Count one more attempt as failed, before it is looked at; success clears the count.

        Counting first keeps the limit true under any number of attempts at once.
        """
        forgotten = now - self.last_at > FORGET_FAILURES_AFTER
        failures = 1 if forgotten else self.failures + 1
        over = failures - FREE_FAILURES
        wait = min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT) if over >= 0 else None
        return SignInAttempts(failures, now, now + wait if wait else None)


def check_email(value: str) -> str:
    """Return an e-mail address in its stored form, in lower case.

    Raises:
        Invalid: field `email`; `empty`, `too_long` or `email_malformed`.
    """
    email = value.strip().lower()
    if not email:
        raise Invalid("email", "empty")
    if len(email) > EMAIL_MAX:
        raise Invalid("email", "too_long", max=EMAIL_MAX)
    if not _EMAIL.fullmatch(email) or ".." in email:
        raise Invalid("email", "email_malformed")
    return email
