"""The authorization by which a consumer acts for itself, inside the use case that grants it."""

from fracttal_console.domain.authorizations import Authorization, AuthorizationStatus
from fracttal_console.domain.oauth_consumers import Consumer, GrantType
from fracttal_console.domain.permissions import PermissionSet
from fracttal_console.services.use_case import Work


def grant_itself(work: Work, consumer: Consumer, permissions: PermissionSet) -> Authorization:
    """Store and return a new authorization of a consumer for itself; it holds until it is revoked."""
    authorization = Authorization(
        id=work.authorizations.new_id(),
        consumer_id=consumer.id,
        person_id=None,
        permissions=permissions,
        status=AuthorizationStatus.ACTIVE,
        granted_at=work.now,
        expires_at=None,
    )
    work.authorizations.add(authorization)
    return authorization


def grant_itself_anew(work: Work, consumer: Consumer) -> None:
    """Give a consumer that acts for itself what its group may do, where it has no authorization."""
    if consumer.grant is not GrantType.CLIENT_CREDENTIALS or work.authorizations.live(consumer.id, None) is not None:
        return
    grant_itself(work, consumer, work.permission_groups.get(consumer.permission_group_id).permissions)
