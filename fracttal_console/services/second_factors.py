"""Second factors: set codes up, confirm them, take them away."""

from dataclasses import dataclass, replace
from datetime import datetime

from fracttal_console.crypto.tokens import digest
from fracttal_console.crypto.totp import (
    as_letters,
    enrolment_uri,
    new_recovery_codes,
    new_totp_secret,
    recovery_code_text,
)
from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.audit import Target, TotpBegun, TotpConfirmed, TotpRemoved, TotpReset
from fracttal_console.domain.errors import RowTampered, SessionEnded, TotpAbsent, TotpExists
from fracttal_console.domain.people import Person
from fracttal_console.domain.second_factors import RecoveryCode, Totp
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.references import find_person
from fracttal_console.services.second_step import SecondStep
from fracttal_console.services.use_case import UseCases, Work
from fracttal_console.storage.repositories import Repositories


@dataclass(frozen=True, slots=True)
class NewTotp:
    """What a device is given, in clear this once: the URI of the QR code, and the same secret to be typed."""

    uri: SecretText
    letters: SecretText


@dataclass(frozen=True, slots=True)
class TotpState:
    """Whether a person signs in with codes, since when, and how many recovery codes are left."""

    since: datetime | None
    recovery_codes_left: int


class SecondFactors:
    """Use cases on second factors."""

    def __init__(self, use_cases: UseCases, second_step: SecondStep, company: str) -> None:
        self._use_cases = use_cases
        self._second_step = second_step
        self._company = company

    def state(self, actor: Actor) -> TotpState:
        """Return what is known of the own second factor."""
        with self._use_cases.look(actor, Operation.TOTP_VIEW) as repositories:
            own = _own_id(actor)
            totp = repositories.totps.find(own)
            if totp is None or totp.confirmed_at is None:
                return TotpState(None, 0)
            return TotpState(totp.confirmed_at, repositories.recovery_codes.left(own))

    def note_those_who_have(self) -> None:
        """Write into people's own rows that a code is asked for, where a version before this one did not."""
        with self._use_cases.look_up() as repositories:
            if not _without_note(repositories):
                return
        with self._use_cases.keep_books() as work:
            for person in _without_note(work.repositories):
                work.people.save(replace(person, needs_code=True))

    def enrol(self, actor: Actor) -> NewTotp:
        """Make a secret for the own device; it counts once `confirm` was given a code of it.

        Raises:
            TotpExists: codes are set up already.
        """
        with self._use_cases.begin(actor, Operation.TOTP_ENROL) as work:
            person = work.people.get(_own_id(actor))
            if self._second_step.asked_of(work.repositories, person.id):
                raise TotpExists
            secret = new_totp_secret()
            sealed = self._second_step.sealed(secret, person.id)
            work.totps.drop(person.id)
            work.totps.put(Totp(person_id=person.id, sealed=sealed, created_at=work.now))
            work.record(TotpBegun(target=_target(person)))
        return NewTotp(enrolment_uri(secret, company=self._company, email=person.email), as_letters(secret))

    def confirm(self, actor: Actor, code: SecretText) -> tuple[SecretText, ...]:
        """Let codes count from now on, and return the recovery codes, in clear this once.

        Raises:
            TotpAbsent: nothing was begun.
            TotpExists: codes count already.
            TotpWrong: the code is not of the secret that was begun.
        """
        with self._use_cases.begin(actor, Operation.TOTP_ENROL) as work:
            person = work.people.get(_own_id(actor))
            totp = work.totps.find(person.id)
            if totp is None:
                raise TotpAbsent
            if totp.confirmed_at is not None:
                raise TotpExists
            self._second_step.take_totp(work, totp, code)
            work.totps.put(totp.confirmed(work.now))
            work.people.save(replace(person, needs_code=True))
            codes = _new_codes(work, person.id)
            work.record(TotpConfirmed(target=_target(person), facts={"recovery_codes": len(codes)}))
        return codes

    def remove(self, actor: Actor) -> None:
        """Take the own second factor away; that the device or a recovery code is there was proved before.

        Raises:
            TotpAbsent: there is none.
        """
        with self._use_cases.begin(actor, Operation.TOTP_REMOVE) as work:
            person = work.people.get(_own_id(actor))
            _take_away(work, person)
            work.record(TotpRemoved(target=_target(person)))

    def reset(self, actor: Actor, ref: str) -> None:
        """Take a person's second factor away, who lost it.

        Raises:
            NotFound: nobody has this id or e-mail.
            TotpAbsent: there is none.
        """
        with self._use_cases.begin(actor, Operation.PEOPLE_RESET_TOTP) as work:
            person = find_person(work.repositories, ref)
            _take_away(work, person)
            work.record(TotpReset(target=_target(person)))


def _without_note(repositories: Repositories) -> list[Person]:
    found = []
    for person_id in repositories.totps.confirmed():
        try:
            person, totp = repositories.people.find(person_id), repositories.totps.find(person_id)
        except RowTampered:
            continue  # it is said where the row is used, and what others have is noted all the same
        if totp is not None and person is not None and not person.needs_code:
            found.append(person)
    return found


def _own_id(actor: Actor) -> int:
    if actor.id is None:
        raise SessionEnded
    return actor.id


def _new_codes(work: Work, person_id: int) -> tuple[SecretText, ...]:
    work.recovery_codes.drop_of(person_id)
    codes = new_recovery_codes()
    for code in codes:
        kept = digest(recovery_code_text(code.reveal(), person_id))
        work.recovery_codes.add(RecoveryCode(digest=kept, person_id=person_id, created_at=work.now))
    return codes


def _take_away(work: Work, person: Person) -> None:
    # where the secret is gone from the file and the person's row still asks for codes, this is what mends it
    if not person.needs_code and work.totps.find(person.id) is None:
        raise TotpAbsent
    work.totps.drop(person.id)
    work.recovery_codes.drop_of(person.id)
    if person.needs_code:
        work.people.save(replace(person, needs_code=False))


def _target(person: Person) -> Target:
    return Target("person", person.id, person.name)
