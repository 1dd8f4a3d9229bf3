"""Second factors: set codes up, confirm them, take them away."""

from dataclasses import dataclass
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
from fracttal_console.domain.errors import SessionEnded, TotpAbsent, TotpExists
from fracttal_console.domain.people import Person
from fracttal_console.domain.second_factors import RecoveryCode, Totp
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.references import find_person
from fracttal_console.services.second_step import SecondStep
from fracttal_console.services.use_case import UseCases, Work


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

    def enrol(self, actor: Actor) -> NewTotp:
        """Make a secret for the own device; it counts once `confirm` was given a code of it.

        Raises:
            TotpExists: codes are set up already.
        """
        with self._use_cases.begin(actor, Operation.TOTP_ENROL) as work:
            person = work.people.get(_own_id(actor))
            known = work.totps.find(person.id)
            if known is not None and known.confirmed_at is not None:
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
            _take_away(work, person.id)
            work.record(TotpRemoved(target=_target(person)))

    def reset(self, actor: Actor, ref: str) -> None:
        """Take a person's second factor away, who lost it.

        Raises:
            NotFound: nobody has this id or e-mail.
            TotpAbsent: there is none.
        """
        with self._use_cases.begin(actor, Operation.PEOPLE_RESET_TOTP) as work:
            person = find_person(work.repositories, ref)
            _take_away(work, person.id)
            work.record(TotpReset(target=_target(person)))


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


def _take_away(work: Work, person_id: int) -> None:
    totp = work.totps.find(person_id)
    if totp is None:
        raise TotpAbsent
    work.totps.drop(person_id)
    work.recovery_codes.drop_of(person_id)


def _target(person: Person) -> Target:
    return Target("person", person.id, person.name)
