"""Invitations: one-time links by which people set their passwords, the first one or a new one."""

from dataclasses import dataclass, replace
from datetime import datetime

from fracttal_console.crypto.passwords import Passwords, check_new_password
from fracttal_console.crypto.tokens import digest, new_secret, well_formed
from fracttal_console.crypto.vault import Vault
from fracttal_console.domain.actors import Actor, Operation, Role, anonymous
from fracttal_console.domain.audit import PasswordResetOffered, PasswordSet, PersonInvited
from fracttal_console.domain.errors import InvitationEnded, WrongState
from fracttal_console.domain.invitations import INVITATION_LASTS, Invitation
from fracttal_console.domain.names import check_name
from fracttal_console.domain.people import Person, PersonStatus, check_email
from fracttal_console.domain.secrets import SecretKind, SecretText
from fracttal_console.services.accounts import NO_GROUP, add_account, end_access, target
from fracttal_console.services.references import find_person
from fracttal_console.services.use_case import UseCases, Work
from fracttal_console.storage.repositories import Repositories


@dataclass(frozen=True, slots=True)
class Invited:
    """A person, and what the link for setting the password holds, in clear this once."""

    person: Person
    token: SecretText
    expires_at: datetime


class Invitations:
    """Use cases on one-time links. Only the newest link of a person is good, once, and while the account is active."""

    def __init__(self, use_cases: UseCases, passwords: Passwords, vault: Vault) -> None:
        self._use_cases = use_cases
        self._passwords = passwords
        self._vault = vault

    def invite(self, actor: Actor, *, email: str, name: str, role: Role, permission_group: str = NO_GROUP) -> Invited:
        """Give a person an account without a password, and make the link to set it.

        Raises:
            Invalid: `email` (`duplicate` too), `name` or `permission_group` breaks a rule.
        """
        self._use_cases.permit(actor, Operation.PEOPLE_INVITE)
        checked_email, checked_name = check_email(email), check_name("name", name)
        with self._use_cases.begin(actor, Operation.PEOPLE_INVITE) as work:
            person = add_account(
                work, email=checked_email, name=checked_name, role=role, permission_group=permission_group
            )
            invited = _new_link(work, person)
            until = invited.expires_at.isoformat(timespec="seconds")
            work.record(PersonInvited(target=target(person), facts={"role": str(role), "until": until}))
        return invited

    def reset(self, actor: Actor, ref: str) -> Invited:
        """Make a link by which a person sets another password; until then the old one stays good.

        Raises:
            NotFound: nobody has this id or e-mail.
            WrongState: the account is disabled.
        """
        with self._use_cases.begin(actor, Operation.PEOPLE_RESET_PASSWORD) as work:
            person = find_person(work.repositories, ref)
            if person.status is not PersonStatus.ACTIVE:
                raise WrongState("person", person.email, person.status)
            invited = _new_link(work, person)
            until = invited.expires_at.isoformat(timespec="seconds")
            work.record(PasswordResetOffered(target=target(person), facts={"until": until}))
        return invited

    def look(self, token: str) -> Person:
        """Return whose password a link sets.

        Raises:
            InvitationEnded: it opens nothing, or nothing any more.
        """
        with self._use_cases.look_up() as repositories:
            return _usable(repositories, token, self._use_cases.now())[1]

    def take(self, token: str, password: SecretText, *, company: str = "", address: str = "") -> Person:
        """Set the password of the person to whom a link belongs; sessions and tokens of applications end.

        Raises:
            InvitationEnded: the link opens nothing, or nothing any more.
            Invalid: field `password`: it breaks a rule; the link stays good.
        """
        person = self.look(token)
        check_new_password(password, (person.email, person.name, company))
        stored = self._passwords.hash(password)
        with self._use_cases.begin(anonymous(address), Operation.INVITATION_TAKE) as work:
            invitation, person = _usable(work.repositories, token, work.now)
            work.invitations.save(invitation.used(work.now))
            saved = work.people.save(replace(person, password_hash=stored, password_changed_at=work.now))
            end_access(work, saved.id)
            work.sign_in_attempts.forget(self._vault.lookup(saved.email))
            work.record(PasswordSet(target=target(saved)))
        return saved


def _new_link(work: Work, person: Person) -> Invited:
    work.invitations.drop_of(person.id)
    token = new_secret(SecretKind.INVITATION)
    invitation = Invitation(
        digest=digest(token.reveal()),
        person_id=person.id,
        created_at=work.now,
        created_by=work.actor.name,
        expires_at=work.now + INVITATION_LASTS,
    )
    work.invitations.add(invitation)
    return Invited(person, token, invitation.expires_at)


def _usable(repositories: Repositories, token: str, now: datetime) -> tuple[Invitation, Person]:
    if not well_formed(token, SecretKind.INVITATION):
        raise InvitationEnded
    invitation = repositories.invitations.find(digest(token))
    if invitation is None or not invitation.usable(now):
        raise InvitationEnded
    person = repositories.people.get(invitation.person_id)
    if person.status is not PersonStatus.ACTIVE:
        raise InvitationEnded
    return invitation, person
