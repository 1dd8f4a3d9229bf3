"""Consent: what a person is asked to allow, and what happens on Allow and on Deny."""

from dataclasses import dataclass
from datetime import datetime

from fracttal_console.crypto.tokens import digest, new_secret
from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.audit import AuthorizationDenied, AuthorizationGranted, Fact, Target
from fracttal_console.domain.authorizations import Authorization, AuthorizationStatus
from fracttal_console.domain.errors import Invalid, NothingToGrant, OAuthError
from fracttal_console.domain.oauth_consumers import Consumer, GrantType
from fracttal_console.domain.permissions import PermissionCatalogue, PermissionSet, asked_permissions
from fracttal_console.domain.secrets import SecretKind, SecretText
from fracttal_console.domain.tokens import CODE_LIFETIME, AuthorizationCode
from fracttal_console.services.standing import allowed_to
from fracttal_console.services.use_case import UseCases, Work
from fracttal_console.storage.repositories import Repositories


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRequest:
    """A checked authorization request, ready to be put to a person.

    `pushed` is the digest of the `request_uri` where it was pushed beforehand: a decision uses it up.
    """

    client_id: str
    redirect_uri: str
    scope: str
    challenge: str
    pushed: bytes = b""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person would grant: `until` is None where it lasts until revoked."""

    consumer: Consumer
    permissions: PermissionSet
    until: datetime | None


class Consent:
    """Use cases of consenting."""

    def __init__(self, use_cases: UseCases, catalogue: PermissionCatalogue) -> None:
        self._use_cases = use_cases
        self._catalogue = catalogue

    def consumer(self, client_id: str) -> Consumer | None:
        """Return the consumer with this client id if it may ask for consent now, or None."""
        with self._use_cases.look_up() as repositories:
            return _asking(repositories, client_id, self._use_cases.now())

    def offer(self, actor: Actor, request: ConsentRequest) -> Offer:
        """Return what this person would grant.

        Raises:
            OAuthError: `invalid_scope`, `unauthorized_client`.
            NothingToGrant: the person's group leaves nothing of it.
        """
        with self._use_cases.look(actor, Operation.CONSENT) as repositories:
            return self._offer(repositories, actor, request, self._use_cases.now())

    def allow(self, actor: Actor, request: ConsentRequest) -> SecretText:
        """Grant what was offered and return the authorization code.

        Raises:
            OAuthError, NothingToGrant: as in `offer`; `access_denied` while an operator suspended the authorization.
        """
        code = new_secret(SecretKind.AUTHORIZATION_CODE)
        with self._use_cases.begin(actor, Operation.CONSENT) as work:
            _use_up(work, request.pushed)
            offer = self._offer(work.repositories, actor, request, work.now)
            authorization = _granted(work, offer, actor.id)
            code_digest = digest(code.reveal())
            work.codes.add(
                AuthorizationCode(
                    digest=code_digest,
                    authorization_id=authorization.id,
                    consumer_id=offer.consumer.id,
                    # what is derived from a random code is as random, and tells nothing of it
                    family=digest("family " + code_digest.hex())[:16],
                    redirect_uri=request.redirect_uri,
                    challenge=request.challenge,
                    permissions=offer.permissions,
                    issued_at=work.now,
                    expires_at=work.now + CODE_LIFETIME,
                )
            )
            names = [str(name) for name in self._catalogue.in_order(offer.permissions)]
            facts: dict[str, Fact] = {"consumer": offer.consumer.client_id, "permissions": names}
            target = Target("authorization", authorization.id, offer.consumer.name)
            work.record(AuthorizationGranted(target=target, facts=facts))
        return code

    def decline(self, actor: Actor, client_id: str, pushed: bytes = b"") -> None:
        """Record that the person declined; what was granted before stays.

        Raises:
            OAuthError: `unauthorized_client`; `invalid_request`: the pushed request was decided on before.
        """
        with self._use_cases.begin(actor, Operation.CONSENT) as work:
            _use_up(work, pushed)
            consumer = _asking(work.repositories, client_id, work.now)
            if consumer is None:
                raise OAuthError("unauthorized_client", "client_disabled")
            target = Target("consumer", consumer.id, consumer.name)
            work.record(AuthorizationDenied(target=target, facts={"consumer": consumer.client_id}))

    def _offer(self, repositories: Repositories, actor: Actor, request: ConsentRequest, now: datetime) -> Offer:
        consumer = _asking(repositories, request.client_id, now)
        if consumer is None:
            raise OAuthError("unauthorized_client", "client_disabled")
        try:
            asked = asked_permissions(request.scope, self._catalogue)
        except Invalid:
            raise OAuthError("invalid_scope", "scope_unknown") from None
        possible = repositories.permission_groups.get(consumer.permission_group_id).allowed
        if asked is not None:
            possible &= asked
        if not possible:
            raise OAuthError("invalid_scope", "scope_nothing")
        person = repositories.people.get(actor.id or 0)
        permissions = possible & allowed_to(repositories, person)
        if not permissions:
            raise NothingToGrant
        lifetime = consumer.lifetimes.authorization
        return Offer(consumer, permissions, None if lifetime is None else now + lifetime)


def _use_up(work: Work, pushed: bytes) -> None:
    if pushed and not work.pushed_requests.use(pushed):
        raise OAuthError("invalid_request", "pushed_request_ended")


def _asking(repositories: Repositories, client_id: str, now: datetime) -> Consumer | None:
    consumer = repositories.consumers.with_client_id(client_id)
    if consumer is None or not consumer.usable(now) or consumer.grant is not GrantType.AUTHORIZATION_CODE:
        return None
    return consumer


def _granted(work: Work, offer: Offer, person_id: int | None) -> Authorization:
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
