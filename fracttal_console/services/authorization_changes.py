"""What happens to one authorization inside a use case: the change, what goes with it, and its event."""

from typing import Any

from fracttal_console.domain.audit import (
    AuthorizationRestored,
    AuthorizationResumed,
    AuthorizationRevoked,
    AuthorizationSuspended,
    Target,
)
from fracttal_console.domain.authorizations import UNDO_GRACE, Authorization, Revocation
from fracttal_console.domain.credentials import CredentialStatus
from fracttal_console.domain.errors import GrantedAnew, WrongState
from fracttal_console.domain.names import check_text
from fracttal_console.services.token_purge import purge_tokens
from fracttal_console.services.use_case import Work


def suspend(work: Work, authorization: Authorization, reason: str) -> Authorization:
    """Suspend an authorization.

    Raises:
        WrongState: it is not active.
    """
    saved = work.authorizations.save(authorization.suspended())
    work.record(AuthorizationSuspended(**about(work, saved, reason)))
    return saved


def resume(work: Work, authorization: Authorization, reason: str) -> Authorization:
    """Resume an authorization.

    Raises:
        WrongState: it is not suspended.
    """
    saved = work.authorizations.save(authorization.resumed())
    work.record(AuthorizationResumed(**about(work, saved, reason)))
    return saved


def revoke(work: Work, authorization: Authorization, reason: str) -> Authorization:
    """Revoke an authorization; its tokens are dead, and kept until the revocation is final.

    Raises:
        WrongState: it is revoked already.
    """
    saved = work.authorizations.save(authorization.revoked(work.now, work.actor.name, UNDO_GRACE))
    work.revocations.add(Revocation(saved.id, authorization.status, work.now + UNDO_GRACE))
    work.record(AuthorizationRevoked(**about(work, saved, reason)))
    return saved


def revoke_for_good(work: Work, authorization: Authorization, reason: str = "") -> Authorization:
    """Revoke an authorization as its own person does: its tokens are purged, and nothing brings them back.

    Raises:
        WrongState: it is revoked already.
    """
    saved = work.authorizations.save(authorization.revoked(work.now, work.actor.name))
    purge_tokens(work, saved.id)
    work.record(AuthorizationRevoked(**about(work, saved, reason)))
    return saved


def undo(work: Work, authorization: Authorization, reason: str) -> Authorization:
    """Undo a revocation: the authorization is again what it was before.

    Raises:
        WrongState: it is not revoked, or its consumer was deleted.
        RevocationFinal: too much time has passed, or the revocation came through the protocol.
        GrantedAnew: the same consumer has a newer authorization for the same person.
    """
    restored = authorization.restored(work.revocations.find(authorization.id), work.now)
    if work.authorizations.live(authorization.consumer_id, authorization.person_id) is not None:
        raise GrantedAnew(authorization.id)
    consumer = work.consumers.get(authorization.consumer_id)
    if consumer.status is CredentialStatus.DELETED:
        raise WrongState("consumer", consumer.client_id, consumer.status)
    saved = work.authorizations.save(restored)
    work.revocations.drop(saved.id)
    work.record(AuthorizationRestored(**about(work, saved, reason)))
    return saved


def about(work: Work, authorization: Authorization, reason: str) -> dict[str, Any]:
    """Return what an event says of an authorization, with the names of this moment.

    Raises:
        Invalid: field `reason`: it is too long or has characters that cannot be seen.
    """
    consumer = work.consumers.get(authorization.consumer_id)
    person = None if authorization.person_id is None else work.people.get(authorization.person_id)
    return {
        "target": Target("authorization", authorization.id, consumer.name),
        "facts": {"consumer": consumer.client_id, "person": person.email if person else None},
        "reason": check_text("reason", reason),
    }
