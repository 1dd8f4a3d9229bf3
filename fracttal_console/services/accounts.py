"""What several use cases on accounts share: making one, and ending what it opens."""

from fracttal_console.domain.actors import Role
from fracttal_console.domain.audit import Target
from fracttal_console.domain.errors import Invalid, LastSuperAdministrator
from fracttal_console.domain.people import Person, PersonStatus
from fracttal_console.services.references import chosen_permission_group
from fracttal_console.services.token_purge import purge_tokens
from fracttal_console.services.use_case import Work

NO_GROUP = ""
"""What is given as the permission group to take a person's group away."""


def add_account(
    work: Work, *, email: str, name: str, role: Role, permission_group: str, password_hash: str = ""
) -> Person:
    """Store a new account; e-mail and name are checked already.

    Args:
        work: of the use case.
        email: in its stored form.
        name: in its stored form.
        role: of the person.
        permission_group: id or name, or NO_GROUP.
        password_hash: "" where the person sets the password later.

    Raises:
        Invalid: `email` is `duplicate`, or `permission_group` breaks a rule.
    """
    if work.people.with_email(email) is not None:
        raise Invalid("email", "duplicate", value=email)
    person = Person(
        id=work.people.new_id(),
        email=email,
        name=name,
        role=role,
        permission_group_id=group_id(work, permission_group),
        password_hash=password_hash,
        status=PersonStatus.ACTIVE,
        created_at=work.now,
        password_changed_at=work.now,
    )
    work.people.add(person)
    return person


def group_id(work: Work, ref: str) -> int | None:
    """Return the id of the permission group that a person gets.

    Raises:
        Invalid: field `permission_group`: there is none of this id or name.
    """
    return None if ref == NO_GROUP else chosen_permission_group(work.repositories, ref).id


def keep_one_super_administrator(work: Work, person: Person) -> None:
    """See that somebody is left who can run the base, when this person no longer does.

    Raises:
        LastSuperAdministrator: nobody would be.
    """
    if not person.runs_the_base:
        return
    if work.people.active_super_administrators() <= 1:
        raise LastSuperAdministrator


def end_access(work: Work, person_id: int) -> None:
    """End a person's sessions in browsers, and the codes and tokens of applications."""
    work.sessions.drop_of(person_id)
    for authorization in work.authorizations.of_person(person_id):
        purge_tokens(work, authorization.id)


def target(person: Person) -> Target:
    """Return a person as what an event is about."""
    return Target("person", person.id, person.name)
