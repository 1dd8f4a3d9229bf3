"""Consent: what a person is asked to allow, and what happens on Allow and on Deny."""

from dataclasses import dataclass
from datetime import datetime

from fracttal_console.crypto.tokens import digest, new_secret
from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.errors import OAuthError, SessionEnded
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.secrets import SecretKind, SecretText
from fracttal_console.domain.tokens import CODE_LIFETIME, FAMILY_BYTES, AuthorizationCode
from fracttal_console.services.offers import Offer, grant_offer, may_ask, offer_of, record_declined, record_granted
from fracttal_console.services.proof_of_possession import wanted_key
from fracttal_console.services.use_case import UseCases, Work
from fracttal_console.storage.repositories import Repositories


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRequest:
    """A checked authorization request, ready to be put to a person.

    `pushed` is the digest of the `request_uri` where it was pushed beforehand: a decision uses it up.
    `key` is the thumbprint of the key that whoever exchanges the code has to prove (RFC 9449 section 10).
    """

    client_id: str
    redirect_uri: str
    scope: str
    challenge: str
    pushed: bytes = b""
    key: bytes = b""


class Consent:
    """Use cases of consenting."""

    def __init__(self, use_cases: UseCases, catalogue: PermissionCatalogue) -> None:
        self._use_cases = use_cases
        self._catalogue = catalogue

    def consumer(self, client_id: str) -> Consumer | None:
        """Return the consumer with this client id if it may ask for consent now, or None."""
        with self._use_cases.look_up() as repositories:
            found = repositories.consumers.with_client_id(client_id)
        return found if may_ask(found, self._use_cases.now()) else None

    def offer(self, actor: Actor, request: ConsentRequest) -> Offer:
        """Return what this person would grant.

        Raises:
            OAuthError: `invalid_scope`, `unauthorized_client`.
            NothingToGrant: the person's group leaves nothing of it.
        """
        with self._use_cases.look(actor, Operation.CONSENT) as repositories:
            return self._offer(repositories, actor, request, self._use_cases.now())

    def allow(self, actor: Actor, request: ConsentRequest, *, cookie: str = "") -> SecretText:
        """Grant what was offered and return the authorization code.

        Args:
            actor: who consents.
            request: to what.
            cookie: of the session in a browser in which that is; the code ends with it. Empty where there is none.

        Raises:
            OAuthError, NothingToGrant: as in `offer`; `access_denied` while an operator suspended the authorization.
            SessionEnded: the person signed out meanwhile.
        """
        code = new_secret(SecretKind.AUTHORIZATION_CODE)
        with self._use_cases.begin(actor, Operation.CONSENT) as work:
            session = _session(work, cookie)
            _use_up(work, request.pushed)
            offer = self._offer(work.repositories, actor, request, work.now)
            authorization = grant_offer(work, offer, actor.id)
            code_digest = digest(code.reveal())
            work.codes.add(
                AuthorizationCode(
                    digest=code_digest,
                    authorization_id=authorization.id,
                    consumer_id=offer.consumer.id,
                    # what is derived from a random code is as random, and tells nothing of it
                    family=digest("family " + code_digest.hex())[:FAMILY_BYTES]
                    + wanted_key(work.repositories, offer.consumer, request.key),
                    redirect_uri=request.redirect_uri,
                    challenge=request.challenge,
                    permissions=offer.permissions,
                    issued_at=work.now,
                    expires_at=work.now + CODE_LIFETIME,
                )
            )
            if session:
                work.code_sessions.add(code_digest, session, work.now)
            record_granted(work, self._catalogue, offer, authorization)
        return code

    def decline(self, actor: Actor, client_id: str, pushed: bytes = b"") -> None:
        """Record that the person declined; what was granted before stays.

        Raises:
            OAuthError: `unauthorized_client`; `invalid_request`: the pushed request was decided on before.
        """
        with self._use_cases.begin(actor, Operation.CONSENT) as work:
            _use_up(work, pushed)
            record_declined(work, _asking(work.repositories, client_id, work.now))

    def _offer(self, repositories: Repositories, actor: Actor, request: ConsentRequest, now: datetime) -> Offer:
        consumer = _asking(repositories, request.client_id, now)
        return offer_of(repositories, self._catalogue, consumer, person_id=actor.id, scope=request.scope, now=now)


def _session(work: Work, cookie: str) -> bytes:
    found = work.sessions.find(digest(cookie)) if cookie else None
    if cookie and found is None:
        raise SessionEnded
    return b"" if found is None else found.digest


def _use_up(work: Work, pushed: bytes) -> None:
    if not pushed:
        return
    found = work.pushed_requests.find(pushed)
    if found is None or not work.pushed_requests.use(found):
        raise OAuthError("invalid_request", "pushed_request_used")


def _asking(repositories: Repositories, client_id: str, now: datetime) -> Consumer:
    consumer = repositories.consumers.with_client_id(client_id)
    if consumer is None or not may_ask(consumer, now):
        raise OAuthError("unauthorized_client", "client_disabled")
    return consumer
