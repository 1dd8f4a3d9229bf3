"""Signing in, in a browser, by the company's own identity provider."""

from dataclasses import replace
from datetime import datetime

from fracttal_console.domain.actors import Operation, anonymous
from fracttal_console.domain.audit import SignInRefused, Target
from fracttal_console.domain.errors import AccountMissing
from fracttal_console.domain.identity_provider import ProvenEmail
from fracttal_console.domain.people import Person, PersonStatus
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.browser_sessions import new_session
from fracttal_console.services.second_step import SecondStep
from fracttal_console.services.use_case import UseCases, Work

VIA = "identity_provider"


class CompanySignIn:
    """Use cases of those whom the provider vouches for; it makes nobody an account.

    Nothing is counted against the limits of passwords: there is nothing to guess, and whoever guesses somebody's
    password must not keep that person from coming in by another door.
    """

    def __init__(self, use_cases: UseCases, second_step: SecondStep) -> None:
        self._use_cases = use_cases
        self._second_step = second_step

    def enter(self, proven: ProvenEmail, *, address: str) -> SecretText:
        """Return the value of a new session's cookie for the person with a proven e-mail address.

        Raises:
            AccountMissing: there is no account with it, or it is disabled; never said which.
            TotpNeeded: a code is asked for as well, by `SignIn.browser_second`.
        """
        with self._use_cases.look_up() as repositories:
            person = repositories.people.with_email(proven.account) if proven.account else None
        if person is None or person.status is not PersonStatus.ACTIVE:
            with self._use_cases.begin(anonymous(address), Operation.SIGN_IN) as work:
                raise _refused(work, person)
        actor = replace(person.as_actor(address), role=None)
        with self._use_cases.begin(actor, Operation.SIGN_IN) as work:
            # the account may have been disabled, or given another address, this very moment
            current = work.people.get(person.id)
            if current.status is not PersonStatus.ACTIVE or current.email != proven.account:
                raise _refused(work, current)
            self._second_step.take(work, current.id, None)
            return new_session(work, current, {"via": VIA, "provider": proven.issuer})

    def refused(self, cause: str, *, address: str) -> None:
        """Note that what came back from the provider proved nobody.

        Args:
            cause: of the `ProviderRefused` that was raised, or what else was missing.
            address: from where.
        """
        with self._use_cases.begin(anonymous(address), Operation.SIGN_IN) as work:
            work.record(SignInRefused(facts={"via": VIA, "cause": cause}))

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return self._use_cases.now()


def _refused(work: Work, person: Person | None) -> AccountMissing:
    # whoever is disabled is named: the provider proved who it was
    target = Target() if person is None else Target("person", person.id, person.name)
    work.record(SignInRefused(target=target, facts={"via": VIA, "cause": "account_missing"}))
    return work.refuse(AccountMissing())
