"""What a person would grant to a consumer, and granting it: the same in a browser and for a device."""

from dataclasses import dataclass
from datetime import datetime

from fracttal_console.domain.audit import AuthorizationDenied, AuthorizationDisowned, AuthorizationGranted, Fact, Target
from fracttal_console.domain.authorizations import Authorization, AuthorizationStatus
from fracttal_console.domain.errors import Invalid, NothingToGrant, OAuthError
from fracttal_console.domain.oauth_consumers import Consumer, GrantType
from fracttal_console.domain.permissions import PermissionCatalogue, PermissionSet, asked_permissions
from fracttal_console.services.standing import allowed_to
from fracttal_console.services.use_case import Work
from fracttal_console.storage.repositories import Repositories


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person would grant: `until` is None where it lasts until revoked."""

    consumer: Consumer
    permissions: PermissionSet
    until: datetime | None


def may_ask(consumer: Consumer | None, now: datetime) -> bool:
    """Tell whether a consumer may ask people for anything now."""
    return consumer is not None and consumer.usable(now) and consumer.grant is GrantType.AUTHORIZATION_CODE


def check_scope(scope: str, catalogue: PermissionCatalogue) -> PermissionSet | None:
    """Return the permissions that a scope asks for, None for all that can be had.

    Raises:
        OAuthError: `invalid_scope`.
    """
    try:
        return asked_permissions(scope, catalogue)
    except Invalid:
        raise OAuthError("invalid_scope", "scope_unknown") from None


def offer_of(
    repositories: Repositories,
    catalogue: PermissionCatalogue,
    consumer: Consumer,
    *,
    person_id: int | None,
    scope: str,
    now: datetime,
) -> Offer:
    """Return what a person would grant to a consumer that may ask.

    Raises:
        OAuthError: `invalid_scope`.
        NothingToGrant: the person's group leaves nothing of it.
    """
    asked = check_scope(scope, catalogue)
    possible = repositories.permission_groups.get(consumer.permission_group_id).allowed
    if asked is not None:
        possible &= asked
    if not possible:
        raise OAuthError("invalid_scope", "scope_nothing")
    permissions = possible & allowed_to(repositories, repositories.people.get(person_id or 0))
    if not permissions:
        raise NothingToGrant
    lifetime = consumer.lifetimes.authorization
    return Offer(consumer, permissions, None if lifetime is None else now + lifetime)


def grant_offer(work: Work, offer: Offer, person_id: int | None) -> Authorization:
    """Grant what was offered, in place of what the consumer was granted before.

    Raises:
        OAuthError: `access_denied` while an operator suspended the authorization.
    """
    lifetime = offer.consumer.lifetimes.authorization
    existing = work.authorizations.live(offer.consumer.id, person_id)
    if existing is not None:
        if existing.status is AuthorizationStatus.SUSPENDED:
            # a suspension is an operator's decision: the person cannot lift it by consenting again
            raise OAuthError("access_denied", "authorization_suspended")
        return work.authorizations.save(existing.granted_again(offer.permissions, work.now, lifetime))
    authorization = Authorization(
        id=work.authorizations.new_id(),
        consumer_id=offer.consumer.id,
        person_id=person_id,
        permissions=offer.permissions,
        status=AuthorizationStatus.ACTIVE,
        granted_at=work.now,
        expires_at=offer.until,
    )
    work.authorizations.add(authorization)
    return authorization


def record_granted(work: Work, catalogue: PermissionCatalogue, offer: Offer, authorization: Authorization) -> None:
    """Record that a person granted something."""
    names = [str(name) for name in catalogue.in_order(offer.permissions)]
    facts: dict[str, Fact] = {"consumer": offer.consumer.client_id, "permissions": names}
    target = Target("authorization", authorization.id, offer.consumer.name)
    work.record(AuthorizationGranted(target=target, facts=facts))


def record_declined(work: Work, consumer: Consumer) -> None:
    """Record that a person declined."""
    target = Target("consumer", consumer.id, consumer.name)
    work.record(AuthorizationDenied(target=target, facts={"consumer": consumer.client_id}))


def record_disowned(work: Work, consumer: Consumer) -> None:
    """Record that a person was asked for something that somebody else must have started."""
    target = Target("consumer", consumer.id, consumer.name)
    work.record(AuthorizationDisowned(target=target, facts={"consumer": consumer.client_id}))
