"""Found a base, and bring it back when its master key, or the last super administrator's password, is lost."""

from collections.abc import Callable
from dataclasses import replace

from fracttal_console.crypto.passwords import Passwords, check_new_password
from fracttal_console.domain.actors import SYSTEM, Operation, Role
from fracttal_console.domain.audit import BaseInitialised, BaseRecovered, PersonRecovered, Target
from fracttal_console.domain.base import Base, WrappingKind
from fracttal_console.domain.errors import Invalid, NotFound
from fracttal_console.domain.names import check_name
from fracttal_console.domain.people import Person, PersonStatus, check_email
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.accounts import end_access, target
from fracttal_console.services.use_case import UseCases


def check_founder(*, company: str, email: str, name: str, password: SecretText) -> tuple[str, str, str]:
    """Return company, e-mail and name in their stored form, before anything is made.

    Raises:
        Invalid: `company`, `email`, `name` or `password` breaks a rule.
    """
    checked = check_name("company", company), check_email(email), check_name("name", name)
    check_new_password(password, checked)
    return checked


class Founding:
    """The first and the rescuing use case of a base."""

    def __init__(self, use_cases: UseCases, passwords: Passwords) -> None:
        self._use_cases = use_cases
        self._passwords = passwords

    def initialise(
        self,
        base: Base,
        *,
        email: str,
        name: str,
        password: SecretText,
        wrapped: dict[WrappingKind, bytes],
        provider: str,
    ) -> Person:
        """Store the base, the data key under each wrapping key, and the first super administrator.

        Args:
            base: the base, all checks passed.
            email: of the first super administrator, checked.
            name: of the same.
            password: of the same, checked.
            wrapped: the data key, wrapped by the master key and by the recovery code.
            provider: where the master key is kept.
        """
        stored = self._passwords.hash(password)
        with self._use_cases.begin(SYSTEM, Operation.BASE_INIT) as work:
            work.base.add(base)
            for kind, blob in wrapped.items():
                keeper = provider if kind is WrappingKind.MASTER else "recovery code"
                work.base.add_wrapped(kind, keeper, blob, work.now)
            person = Person(
                id=work.people.new_id(),
                email=email,
                name=name,
                role=Role.SUPER_ADMINISTRATOR,
                permission_group_id=None,
                password_hash=stored,
                status=PersonStatus.ACTIVE,
                created_at=work.now,
                password_changed_at=work.now,
            )
            work.people.add(person)
            facts = {"super_administrator": email, "key_provider": provider.partition(":")[0]}
            work.record(BaseInitialised(target=Target("base", 1, base.company), facts=facts))
        return person

    def recover_person(self, email: str, password: SecretText, lookup: Callable[[str], bytes]) -> Person:
        """Give a super administrator another password and take the second factor away; what was signed in ends.

        Args:
            email: of the person.
            password: the new one.
            lookup: the keyed digest under which failed sign-ins are counted.

        Raises:
            NotFound: nobody has this e-mail.
            Invalid: `email` is not a super administrator's, or `password` breaks a rule.
        """
        with self._use_cases.look_up() as repositories:
            known = repositories.people.with_email(email.strip().lower())
        if known is None:
            raise NotFound("person", email)
        if known.role is not Role.SUPER_ADMINISTRATOR:
            # all others are helped by a super administrator, and under that person's name
            raise Invalid("email", "not_super_administrator")
        check_new_password(password, (known.email, known.name))
        stored = self._passwords.hash(password)
        with self._use_cases.begin(SYSTEM, Operation.PEOPLE_RECOVER) as work:
            person = work.people.get(known.id)
            fresh = replace(
                person,
                password_hash=stored,
                password_changed_at=work.now,
                status=PersonStatus.ACTIVE,
                disabled_at=None,
                needs_code=False,
            )
            saved = work.people.save(fresh)
            work.totps.drop(saved.id)
            work.recovery_codes.drop_of(saved.id)
            work.invitations.drop_of(saved.id)
            end_access(work, saved.id)
            work.sign_in_attempts.forget(lookup(saved.email))
            work.record(PersonRecovered(target=target(saved)))
        return saved

    def recover(self, base: Base, *, wrapped: bytes, provider: str) -> None:
        """Replace the master key: what the old one wrapped is retired."""
        with self._use_cases.begin(SYSTEM, Operation.BASE_RECOVER) as work:
            work.base.retire_wrapped(WrappingKind.MASTER, work.now)
            work.base.add_wrapped(WrappingKind.MASTER, provider, wrapped, work.now)
            facts = {"key_provider": provider.partition(":")[0]}
            work.record(BaseRecovered(target=Target("base", 1, base.company), facts=facts))
