"""Signing in and out: for commands and window, and for pages in a browser."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from fracttal_console.crypto.passwords import Passwords
from fracttal_console.crypto.tokens import digest
from fracttal_console.crypto.vault import Vault
from fracttal_console.domain.actors import PROOF_LASTS, Actor, Operation, anonymous
from fracttal_console.domain.audit import (
    ConsoleLocked,
    ConsoleUnlocked,
    Fact,
    SessionsEnded,
    SignedIn,
    SignedOut,
    SignInLocked,
    SignInRefused,
    Target,
)
from fracttal_console.domain.errors import SessionEnded, SignInFailed, SignInThrottled, TotpNeeded, TotpWrong
from fracttal_console.domain.people import Person, PersonStatus, SignInAttempts
from fracttal_console.domain.secrets import SecretText
from fracttal_console.domain.sessions import SEEN_STEP
from fracttal_console.services.browser_sessions import new_session
from fracttal_console.services.second_step import SecondStep
from fracttal_console.services.use_case import UseCases, Work

_NOBODY = Target()


class _Reserved(NamedTuple):
    """An attempt that was counted before it was looked at: the count before, and with it."""

    before: SignInAttempts
    after: SignInAttempts


class SignIn:
    """Use cases of signing in and out.

    An attempt is counted as failed before it is looked at, in a commit of its own: so any number of attempts at once
    is slowed like as many one after the other. The password is checked while no transaction is open. Whoever signs in
    with a code as well is asked for it only once the password was right, and the code is used up in the transaction
    that lets the person in.
    """

    def __init__(self, use_cases: UseCases, passwords: Passwords, vault: Vault, second_step: SecondStep) -> None:
        self._use_cases = use_cases
        self._passwords = passwords
        self._vault = vault
        self._second_step = second_step

    def operator(self, email: str, password: SecretText, *, code: SecretText | None = None, address: str = "") -> Actor:
        """Return the person with this e-mail and password as one who acts.

        Args:
            email: of the person.
            password: of the same.
            code: of the person's device, or a recovery code; None where none was asked for yet.
            address: from where.

        Raises:
            SignInFailed: e-mail or password do not fit, or the account is disabled; never said which.
            SignInThrottled: too many failures; this attempt was not looked at.
            TotpNeeded: the password was right, and a code is asked for as well.
            TotpWrong: the password was right, and the code is not.
        """
        with self._signed_in(email, password, code, address) as (person, work, how):
            work.record(SignedIn(target=_target(person), facts={"via": "console", **_facts(how)}))
        return person.as_actor(address, work.now)

    def prove(self, actor: Actor, password: SecretText, code: SecretText | None = None) -> Actor:
        """Return the same person with a fresh proof of the password; only a failure is an event.

        Raises:
            SignInFailed, SignInThrottled, TotpNeeded, TotpWrong: as in `operator`.
        """
        with self._signed_in(self._email_of(actor), password, code, actor.address) as (person, work, _):
            pass
        return person.as_actor(actor.address, work.now)

    def lock(self, actor: Actor, reason: str) -> None:
        """Note that a person's window was locked.

        Args:
            actor: whose window it is.
            reason: `idle`, `asked`, `hidden`, `asleep`, `screen` or `ended`.
        """
        with self._use_cases.begin(actor, Operation.LOCK) as work:
            work.record(ConsoleLocked(target=Target("person", actor.id, actor.name), facts={"reason": reason}))

    def unlock(self, actor: Actor, password: SecretText, code: SecretText | None = None) -> Actor:
        """Return the same person, with the role of this moment.

        Raises:
            SignInFailed, SignInThrottled, TotpNeeded, TotpWrong: as in `operator`.
        """
        with self._signed_in(self._email_of(actor), password, code, actor.address) as (person, work, how):
            work.record(ConsoleUnlocked(target=_target(person), facts=_facts(how)))
        return person.as_actor(actor.address, work.now)

    def leave(self, actor: Actor) -> None:
        """Note that a person signed out of the console."""
        with self._use_cases.begin(actor, Operation.SIGN_OUT) as work:
            target = Target("person", actor.id, actor.name)
            work.record(SignedOut(target=target, facts={"via": "console"}))

    def browser(self, email: str, password: SecretText, *, address: str) -> SecretText:
        """Return the value of a new session's cookie.

        Raises:
            SignInFailed, SignInThrottled: as in `operator`.
            TotpNeeded: a code is asked for as well, by `browser_second`.
        """
        with self._signed_in(email, password, None, address) as (person, work, how):
            return new_session(work, person, {"via": "browser", **_facts(how)})

    def browser_second(
        self, person_id: int, proved_at: datetime, code: SecretText, *, address: str, via: str = "browser"
    ) -> SecretText:
        """Return the value of a new session's cookie for somebody who gave the password a moment ago.

        Args:
            person_id: who it was, as `TotpNeeded` said.
            proved_at: when it was, as the same said; the caller answers for both.
            code: of the person's device, or a recovery code.
            address: from where.
            via: how that person was proven, where it was not by the password.

        Raises:
            SignInFailed: it was too long ago, the password was changed since, or the account is disabled.
            SignInThrottled: too many failures; this attempt was not looked at.
            TotpWrong: the code does not fit.
        """
        with self._use_cases.look_up() as repositories:
            person = repositories.people.find(person_id)
        lately = timedelta(0) <= self._use_cases.now() - proved_at <= PROOF_LASTS
        if person is None or not lately or person.password_changed_at > proved_at:
            raise SignInFailed
        key = self._vault.lookup(person.email)
        with self._admitted(person, key, self._reserve(key), code, address) as (current, work, how):
            return new_session(work, current, {"via": via, **_facts(how)})

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
        """End the session of this cookie, and the codes that were issued in it and not used yet."""
        with self._use_cases.begin(actor, Operation.SIGN_OUT) as work:
            session = digest(cookie)
            work.code_sessions.drop_codes_of(session)
            work.sessions.drop(session)
            work.record(SignedOut(target=Target("person", actor.id, actor.name)))

    def sign_out_everywhere(self, actor: Actor) -> None:
        """End all sessions that the person who acts has in browsers, and the codes of those, as in `sign_out`."""
        with self._use_cases.begin(actor, Operation.SESSIONS_END) as work:
            person = work.people.get(actor.id or 0)
            work.code_sessions.drop_codes_of_person(person.id)
            work.sessions.drop_of(person.id)
            work.record(SessionsEnded(target=_target(person)))

    def _email_of(self, actor: Actor) -> str:
        with self._use_cases.look_up() as repositories:
            known = None if actor.id is None else repositories.people.find(actor.id)
        if known is None:
            raise SignInFailed
        return known.email

    @contextmanager
    def _signed_in(
        self, email: str, password: SecretText, code: SecretText | None, address: str
    ) -> Iterator[tuple[Person, Work, str]]:
        wanted = email.strip().lower()
        key = self._vault.lookup(wanted)
        reserved = self._reserve(key)
        with self._use_cases.look_up() as repositories:
            person = repositories.people.with_email(wanted)
        # an unknown e-mail, or one without a password yet, costs the same hashing as a known one
        stored = None if person is None else person.password_hash or None
        good = self._passwords.verify(password, stored)
        if person is None or not good or person.status is not PersonStatus.ACTIVE:
            self._record_refusal(reserved.after, anonymous(address))
            raise SignInFailed
        if code is None and self._asks_code(person):
            # half a sign-in is no failure, and no success that would clear the count
            self._give_back(key, reserved)
            raise TotpNeeded(person.id, self._use_cases.now())
        with self._admitted(person, key, reserved, code, address) as admitted:
            yield admitted

    @contextmanager
    def _admitted(
        self, person: Person, key: bytes, reserved: _Reserved, code: SecretText | None, address: str
    ) -> Iterator[tuple[Person, Work, str]]:
        """Give the work that lets a person in, whose password was right, and the kind of code that was used up."""
        actor = replace(person.as_actor(address), role=None)
        try:
            with self._use_cases.begin(actor, Operation.SIGN_IN) as work:
                # the account may have been disabled, or the password changed, while the old one was checked
                current = work.people.get(person.id)
                if current.status is not PersonStatus.ACTIVE or current.password_hash != person.password_hash:
                    raise SignInFailed
                how = self._second_step.take(work, person.id, code)
                work.sign_in_attempts.forget(key)
                yield current, work, how
        except TotpWrong:
            self._record_refusal(reserved.after, actor, _target(person))
            raise

    def _asks_code(self, person: Person) -> bool:
        with self._use_cases.look_up() as repositories:
            return self._second_step.asked_of(repositories, person.id)

    def _reserve(self, key: bytes) -> _Reserved:
        with self._use_cases.keep_books() as work:
            known = work.sign_in_attempts.find(key) or SignInAttempts(0, work.now, None)
            wait = known.wait_left(work.now)
            if wait:
                raise SignInThrottled(math.ceil(wait.total_seconds()))
            reserved = known.reserve(work.now)
            work.sign_in_attempts.save(key, reserved)
        return _Reserved(known, reserved)

    def _give_back(self, key: bytes, reserved: _Reserved) -> None:
        with self._use_cases.keep_books() as work:
            if work.sign_in_attempts.find(key) != reserved.after:
                return  # others tried meanwhile: what was counted stays counted
            if reserved.before.failures:
                work.sign_in_attempts.save(key, reserved.before)
            else:
                work.sign_in_attempts.forget(key)

    def _record_refusal(self, reserved: SignInAttempts, actor: Actor, target: Target = _NOBODY) -> None:
        # only who gave the right password is named: what fails before that may be anybody
        facts: dict[str, Fact] = {"failures": reserved.failures}
        if target is not _NOBODY:
            facts["second_factor"] = "wrong"
        with self._use_cases.begin(actor, Operation.SIGN_IN) as work:
            if reserved.locked_until is None:
                work.record(SignInRefused(target=target, facts=facts))
            else:
                facts["until"] = reserved.locked_until.isoformat(timespec="seconds")
                work.record(SignInLocked(target=target, facts=facts))


def _facts(how: str) -> dict[str, Fact]:
    return {"second_factor": how} if how else {}


def _target(person: Person) -> Target:
    return Target("person", person.id, person.name)
