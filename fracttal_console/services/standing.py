"""What stands behind a token or key right now: the one place where a request's permissions are worked out."""

from dataclasses import dataclass
from datetime import datetime

from fracttal_console.domain.authorizations import Authorization, AuthorizationStatus, permissions_now
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.people import Person, PersonStatus
from fracttal_console.domain.permissions import PermissionSet
from fracttal_console.storage.repositories import Repositories


@dataclass(frozen=True, slots=True)
class Standing:
    """A consumer acting now, for a person or for itself, with what it may do at this moment."""

    authorization: Authorization
    consumer: Consumer
    person: Person | None
    permissions: PermissionSet


def standing(
    repositories: Repositories, authorization_id: int, granted: PermissionSet, now: datetime
) -> Standing | None:
    """Return what a token is worth at `now`, or None where anything behind it has ended.

    Args:
        repositories: where to look; every statement must see the newest state.
        authorization_id: the authorization that the token lies below.
        granted: the permissions that the token carries.
        now: the moment (UTC).
    """
    authorization = repositories.authorizations.find(authorization_id)
    if authorization is None or not authorization.usable(now):
        return None
    consumer = repositories.consumers.find(authorization.consumer_id)
    if consumer is None or not consumer.usable(now):
        return None
    person = None
    person_allows: PermissionSet | None = None
    if authorization.person_id is not None:
        person = repositories.people.find(authorization.person_id)
        if person is None or person.status is not PersonStatus.ACTIVE:
            return None
        person_allows = allowed_to(repositories, person)
    group = repositories.permission_groups.get(consumer.permission_group_id)
    permissions = permissions_now(granted & authorization.permissions, group.allowed, person_allows)
    return Standing(authorization, consumer, person, permissions)


@dataclass(frozen=True, slots=True)
class Ended:
    """Why a token is worth nothing, and who was behind it."""

    why: str
    client_id: str
    person_id: int | None


def ended(repositories: Repositories, authorization_id: int, now: datetime) -> Ended:
    """Tell those who repair why `standing` has none: the first reason in the order of its checks."""
    authorization = repositories.authorizations.find(authorization_id)
    if authorization is None:
        return Ended("unknown", "", None)
    consumer = repositories.consumers.find(authorization.consumer_id)
    client_id = "" if consumer is None else consumer.client_id
    if not authorization.usable(now):
        past_end = authorization.status is AuthorizationStatus.ACTIVE
        return Ended("expired" if past_end else str(authorization.status), client_id, authorization.person_id)
    if consumer is None or not consumer.usable(now):
        return Ended("consumer_disabled", client_id, authorization.person_id)
    return Ended("person_disabled", client_id, authorization.person_id)


def allowed_to(repositories: Repositories, person: Person) -> PermissionSet:
    """Return what a person has to grant: what the group allows, or nothing without a group."""
    if person.permission_group_id is None:
        return frozenset()
    return repositories.permission_groups.get(person.permission_group_id).allowed
