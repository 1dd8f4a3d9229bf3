"""Signing in and out: for commands and window, and for pages in a browser."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from fracttal_console.crypto.passwords import Passwords
from fracttal_console.crypto.tokens import digest, new_secret
from fracttal_console.crypto.vault import Vault
from fracttal_console.domain.actors import Actor, Operation, anonymous
from fracttal_console.domain.audit import (
    ConsoleLocked,
    ConsoleUnlocked,
    SignedIn,
    SignedOut,
    SignInLocked,
    SignInRefused,
    Target,
)
from fracttal_console.domain.errors import SessionEnded, SignInFailed, SignInThrottled
from fracttal_console.domain.people import Person, PersonStatus, SignInAttempts
from fracttal_console.domain.secrets import SecretKind, SecretText
from fracttal_console.domain.sessions import ABSOLUTE_LIMIT, SEEN_STEP, BrowserSession
from fracttal_console.services.use_case import UseCases, Work


class SignIn:
    """Use cases of signing in and out.

    An attempt is counted as failed before it is looked at, in a commit of its own: so any number of attempts at once
    is slowed like as many one after the other. The password is checked while no transaction is open.
    """

    def __init__(self, use_cases: UseCases, passwords: Passwords, vault: Vault) -> None:
        self._use_cases = use_cases
        self._passwords = passwords
        self._vault = vault

    def operator(self, email: str, password: SecretText, *, address: str = "") -> Actor:
        """Return the person with this e-mail and password as one who acts.

        Raises:
            SignInFailed: e-mail or password do not fit, or the account is disabled; never said which.
            SignInThrottled: too many failures; this attempt was not looked at.
        """
        with self._signed_in(email, password, address) as (person, work):
            work.record(SignedIn(target=_target(person), facts={"via": "console"}))
        return person.as_actor(address)

    def lock(self, actor: Actor, reason: str) -> None:
        """Note that a person's window was locked.

        Args:
            actor: whose window it is.
            reason: `idle`, `asked`, `asleep`, `screen` or `ended`.
        """
        with self._use_cases.begin(actor, Operation.LOCK) as work:
            work.record(ConsoleLocked(target=Target("person", actor.id, actor.name), facts={"reason": reason}))

    def unlock(self, actor: Actor, password: SecretText) -> Actor:
        """Return the same person, with the role of this moment.

        Raises:
            SignInFailed: the password does not fit, or the account is disabled.
            SignInThrottled: too many failures; this attempt was not looked at.
        """
        with self._use_cases.look_up() as repositories:
            known = None if actor.id is None else repositories.people.find(actor.id)
        if known is None:
            raise SignInFailed
        with self._signed_in(known.email, password, actor.address) as (person, work):
            work.record(ConsoleUnlocked(target=_target(person)))
        return person.as_actor(actor.address)

    def leave(self, actor: Actor) -> None:
        """Note that a person signed out of the console."""
        with self._use_cases.begin(actor, Operation.SIGN_OUT) as work:
            target = Target("person", actor.id, actor.name)
            work.record(SignedOut(target=target, facts={"via": "console"}))

    def browser(self, email: str, password: SecretText, *, address: str) -> SecretText:
        """Return the value of a new session's cookie.

        Raises:
            SignInFailed, SignInThrottled: as in `operator`.
        """
        cookie = new_secret(SecretKind.BROWSER_SESSION)
        with self._signed_in(email, password, address) as (person, work):
            work.sessions.add(
                BrowserSession(
                    digest=digest(cookie.reveal()),
                    person_id=person.id,
                    created_at=work.now,
                    seen_at=work.now,
                    expires_at=work.now + ABSOLUTE_LIMIT,
                )
            )
            work.record(SignedIn(target=_target(person), facts={"via": "browser"}))
        return cookie

    def session(self, cookie: str) -> Person:
        """Return who is signed in with this cookie, and note that the session was seen.

        Raises:
            SessionEnded: nobody is.
        """
        now = self._use_cases.now()
        with self._use_cases.look_up() as repositories:
            session = repositories.sessions.find(digest(cookie)) if cookie else None
            if session is None or not session.live(now):
                raise SessionEnded
            person = repositories.people.get(session.person_id)
        if person.status is not PersonStatus.ACTIVE:
            raise SessionEnded
        if now - session.seen_at >= SEEN_STEP:
            with self._use_cases.keep_books() as work:
                if work.sessions.find(session.digest) is not None:
                    work.sessions.save(replace(session, seen_at=now))
        return person

    def sign_out(self, actor: Actor, cookie: str) -> None:
        """End the session of this cookie."""
        with self._use_cases.begin(actor, Operation.SIGN_OUT) as work:
            work.sessions.drop(digest(cookie))
            work.record(SignedOut(target=Target("person", actor.id, actor.name)))

    @contextmanager
    def _signed_in(self, email: str, password: SecretText, address: str) -> Iterator[tuple[Person, Work]]:
        wanted = email.strip().lower()
        key = self._vault.lookup(wanted)
        reserved = self._reserve(key)
        with self._use_cases.look_up() as repositories:
            person = repositories.people.with_email(wanted)
        # an unknown e-mail costs the same hashing as a known one
        good = self._passwords.verify(password, None if person is None else person.password_hash)
        if person is None or not good or person.status is not PersonStatus.ACTIVE:
            self._record_refusal(reserved, address)
            raise SignInFailed
        with self._use_cases.begin(replace(person.as_actor(address), role=None), Operation.SIGN_IN) as work:
            # the account may have been disabled, or the password changed, while the old one was checked
            current = work.people.get(person.id)
            if current.status is not PersonStatus.ACTIVE or current.password_hash != person.password_hash:
                raise SignInFailed
            work.sign_in_attempts.forget(key)
            yield current, work

    def _reserve(self, key: bytes) -> SignInAttempts:
        with self._use_cases.keep_books() as work:
            known = work.sign_in_attempts.find(key) or SignInAttempts(0, work.now, None)
            wait = known.wait_left(work.now)
            if wait:
                raise SignInThrottled(math.ceil(wait.total_seconds()))
            reserved = known.reserve(work.now)
            work.sign_in_attempts.save(key, reserved)
        return reserved

    def _record_refusal(self, reserved: SignInAttempts, address: str) -> None:
        with self._use_cases.begin(anonymous(address), Operation.SIGN_IN) as work:
            if reserved.locked_until is None:
                work.record(SignInRefused(facts={"failures": reserved.failures}))
            else:
                until = reserved.locked_until.isoformat(timespec="seconds")
                work.record(SignInLocked(facts={"failures": reserved.failures, "until": until}))


def _target(person: Person) -> Target:
    return Target("person", person.id, person.name)
