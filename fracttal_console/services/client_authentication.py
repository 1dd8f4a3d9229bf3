"""Authenticate an OAuth consumer (RFC 6749 section 2.3, RFC 7523 section 2.2)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fracttal_console.crypto.tokens import digest, same
from fracttal_console.domain.consumer_keys import AuthMethod
from fracttal_console.domain.credentials import address_allowed
from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.secrets import SecretText
from fracttal_console.storage.repositories import Repositories

_NO_DIGEST = b"\0" * 32


class ClientMethod(StrEnum):
    """How the consumer presented itself (RFC 8414's names)."""

    BASIC = "client_secret_basic"
    POST = "client_secret_post"
    PRIVATE_KEY_JWT = "private_key_jwt"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PresentedClient:
    """What a request says of the consumer behind it; nothing of it is believed yet.

    `assertion` is what it signed; once that was verified and spent (`ClientAssertions.proved`), `key_id` is the key.
    """

    client_id: str
    secret: SecretText | None
    method: ClientMethod
    assertion: SecretText | None = None
    key_id: int | None = None

    @property
    def offers_proof(self) -> bool:
        """Whether it offers to prove who it is."""
        return self.secret is not None or self.method is ClientMethod.PRIVATE_KEY_JWT


@dataclass(frozen=True, slots=True)
class AuthenticatedClient:
    """A consumer that proved itself, by a secret or a key; by neither a public one, which cannot."""

    consumer: Consumer
    secret_id: int | None = None
    key_id: int | None = None


def authenticate(
    repositories: Repositories, presented: PresentedClient, *, address: str, now: datetime
) -> AuthenticatedClient:
    """Return the consumer, after checking its secret or key, its state and its network.

    Raises:
        OAuthError: `invalid_client`, always the same to the outside; the cause tells people why.
    """
    consumer = repositories.consumers.with_client_id(presented.client_id)
    offered = digest(presented.secret.reveal()) if presented.secret is not None else _NO_DIGEST
    if consumer is None:
        _as_for_a_known_one(repositories, offered, now)
        raise OAuthError("invalid_client", "client_unknown")
    known = _proved(repositories, consumer, presented, offered, now)
    if not consumer.usable(now):
        raise OAuthError("invalid_client", "client_disabled")
    if not address_allowed(address, consumer.networks):
        networks = ", ".join(consumer.networks)
        raise OAuthError("invalid_client", "network_not_allowed", facts={"networks": networks})
    return known


def _proved(
    repositories: Repositories, consumer: Consumer, presented: PresentedClient, offered: bytes, now: datetime
) -> AuthenticatedClient:
    if not consumer.confidential:
        if presented.offers_proof:
            # OAuth 2.1 section 2.4: a public consumer has no secret, so whoever sends one is mistaken about it
            raise OAuthError("invalid_client", "public_with_secret")
        return AuthenticatedClient(consumer)
    if not presented.offers_proof:
        raise OAuthError("invalid_client", "secret_missing")
    by_key = repositories.consumer_methods.of(consumer.id) is AuthMethod.PRIVATE_KEY_JWT
    if by_key is not (presented.method is ClientMethod.PRIVATE_KEY_JWT):
        raise OAuthError("invalid_client", "method_not_chosen")
    return _by_key(repositories, consumer, presented) if by_key else _by_secret(repositories, consumer, offered, now)


def _as_for_a_known_one(repositories: Repositories, offered: bytes, now: datetime) -> None:
    """Do the work that a known consumer with a wrong secret costs: nobody should hear from the time which it was."""
    known = repositories.consumers.with_a_secret()
    if known is None:
        return
    repositories.consumer_methods.of(known.id)
    for secret in repositories.secrets.of_consumer(known.id):
        if same(secret.digest or _NO_DIGEST, offered):
            secret.usable(now)


def _by_secret(repositories: Repositories, consumer: Consumer, offered: bytes, now: datetime) -> AuthenticatedClient:
    found = None
    for secret in repositories.secrets.of_consumer(consumer.id):
        if same(secret.digest or _NO_DIGEST, offered) and secret.usable(now):
            found = secret.id
    if found is None:
        # looked for in vain, as an unknown consumer is, under a name that is new with each guess: neither takes longer
        repositories.consumers.with_client_id(offered.hex())
        raise OAuthError("invalid_client", "secret_wrong")
    return AuthenticatedClient(consumer, secret_id=found)


def _by_key(repositories: Repositories, consumer: Consumer, presented: PresentedClient) -> AuthenticatedClient:
    # the signature was verified before: what is looked at in the same moment as all else is that the key still counts
    for key in repositories.consumer_keys.of_consumer(consumer.id):
        if key.id == presented.key_id and key.live:
            return AuthenticatedClient(consumer, key_id=key.id)
    raise OAuthError("invalid_client", "assertion_signature")
