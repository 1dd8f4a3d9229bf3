"""People as lists show them: with their group, second factor, last sign-in and authorizations."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fracttal_console.domain.actors import Role
from fracttal_console.domain.audit import SignedIn
from fracttal_console.domain.authorizations import AuthorizationStatus
from fracttal_console.domain.people import INVITED, Person, PersonStatus
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.services.listing import ListQuery, matches
from fracttal_console.services.people_facets import PeopleFacets
from fracttal_console.storage.repositories import Repositories

LISTED_APPLICATIONS = 12
"""How many of a person's authorizations a view names."""


@dataclass(frozen=True, slots=True)
class OwnAuthorization:
    """One authorization of a person, by the name of the application."""

    application: str
    status: AuthorizationStatus
    granted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person with what is known of the account; the newest authorizations are named, all that live are counted."""

    person: Person
    group: PermissionGroup | None
    totp_since: datetime | None
    authorizations: int
    last_sign_in: datetime | None = None
    applications: tuple[OwnAuthorization, ...] = ()

    @property
    def status(self) -> str:
        """`active`, `disabled`, or `invited` while no password was set yet."""
        return self.person.state

    @property
    def group_name(self) -> str:
        """Name of the permission group, "" for none."""
        return "" if self.group is None else self.group.name


SORTS: dict[str, Callable[[PersonView], Any]] = {
    "name": lambda view: view.person.name.casefold(),
    "email": lambda view: view.person.email,
    "role": lambda view: list(Role).index(view.person.role),
    "group": lambda view: view.group_name.casefold() or None,
    "status": lambda view: view.status,
    "totp": lambda view: view.totp_since is not None,
    "last_sign_in": lambda view: view.last_sign_in,
    "authorizations": lambda view: view.authorizations,
    "created": lambda view: view.person.created_at,
}
_SUBSETS: Mapping[str, Callable[[PersonView], bool]] = {
    "staff": lambda view: view.person.role is not Role.MEMBER,
    "invited": lambda view: view.status == INVITED,
    "disabled": lambda view: view.person.status is PersonStatus.DISABLED,
    # who runs or sees the base with nothing but a password
    "without_codes": lambda view: (
        view.person.role is not Role.MEMBER and view.person.status is PersonStatus.ACTIVE and view.totp_since is None
    ),
}
SUBSETS = tuple(_SUBSETS)


def person_views(repositories: Repositories, people: Sequence[Person]) -> list[PersonView]:
    """Return people with what every row of a list says, but for the last sign-in."""
    groups = repositories.permission_groups.among(
        person.permission_group_id for person in people if person.permission_group_id is not None
    )
    codes = {totp.person_id: totp.confirmed_at for totp in repositories.totps.all()}
    live = repositories.authorizations.live_by_person()
    return [
        PersonView(
            person=person,
            group=None if person.permission_group_id is None else groups[person.permission_group_id],
            totp_since=codes.get(person.id),
            authorizations=live.get(person.id, 0),
        )
        for person in people
    ]


def narrowed(views: Iterable[PersonView], query: ListQuery, asked: PeopleFacets) -> list[PersonView]:
    """Return those that a query asks for, whenever they signed in last."""
    kept = [view for view in views if query.id in {None, view.person.id}]
    kept = [view for view in kept if not query.only or _SUBSETS[query.only](view)]
    fitting = [
        view for view in kept if asked.fit(view.person, view.status, view.group, codes=view.totp_since is not None)
    ]
    return [view for view in fitting if matches(query.words, (view.person.name, view.person.email, view.group_name))]


def with_sign_ins(repositories: Repositories, views: Sequence[PersonView]) -> list[PersonView]:
    """Return the same with the last sign-in of each."""
    last = repositories.events.last_about("person", [view.person.id for view in views], SignedIn.tag)
    return [replace(view, last_sign_in=last.get(view.person.id)) for view in views]


def with_applications(repositories: Repositories, views: Sequence[PersonView]) -> list[PersonView]:
    """Return the same with the names of the newest applications that may act for each."""
    found = {
        view.person.id: [
            row
            for row in repositories.authorizations.of_person(view.person.id)
            if row.status is not AuthorizationStatus.REVOKED
        ][:LISTED_APPLICATIONS]
        for view in views
        if view.authorizations
    }
    consumers = repositories.consumers.among(row.consumer_id for rows in found.values() for row in rows)
    return [
        replace(
            view,
            applications=tuple(
                OwnAuthorization(consumers[row.consumer_id].name, row.status, row.granted_at)
                for row in found.get(view.person.id, ())
            ),
        )
        for view in views
    ]
