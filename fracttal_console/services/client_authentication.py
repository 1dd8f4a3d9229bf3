"""Authenticate an OAuth consumer (RFC 6749 section 2.3)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fracttal_console.crypto.tokens import digest, same
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
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PresentedClient:
    """What a request says of the consumer behind it; nothing of it is believed yet."""

    client_id: str
    secret: SecretText | None
    method: ClientMethod


@dataclass(frozen=True, slots=True)
class AuthenticatedClient:
    """A consumer that proved itself, and the secret it used; None for a public one."""

    consumer: Consumer
    secret_id: int | None


def authenticate(
    repositories: Repositories, presented: PresentedClient, *, address: str, now: datetime
) -> AuthenticatedClient:
    """Return the consumer, after checking its secret, state and network.

    Raises:
        OAuthError: `invalid_client`, always the same to the outside; the cause tells people why.
    """
    consumer = repositories.consumers.with_client_id(presented.client_id)
    offered = digest(presented.secret.reveal()) if presented.secret is not None else _NO_DIGEST
    if consumer is None:
        # the same work as for a known one whose secret is wrong
        same(offered, _NO_DIGEST)
        raise OAuthError("invalid_client", "client_unknown")
    secret_id = _proved(repositories, consumer, presented, offered, now)
    if not consumer.usable(now):
        raise OAuthError("invalid_client", "client_disabled")
    if not address_allowed(address, consumer.networks):
        networks = ", ".join(consumer.networks)
        raise OAuthError("invalid_client", "network_not_allowed", facts={"networks": networks})
    return AuthenticatedClient(consumer, secret_id)


def _proved(
    repositories: Repositories, consumer: Consumer, presented: PresentedClient, offered: bytes, now: datetime
) -> int | None:
    if not consumer.confidential:
        if presented.secret is not None:
            # OAuth 2.1 section 2.4: a public consumer has no secret, so whoever sends one is mistaken about it
            raise OAuthError("invalid_client", "public_with_secret")
        return None
    if presented.secret is None:
        raise OAuthError("invalid_client", "secret_missing")
    found = None
    for secret in repositories.secrets.of_consumer(consumer.id):
        if same(secret.digest or _NO_DIGEST, offered) and secret.usable(now):
            found = secret.id
    if found is None:
        raise OAuthError("invalid_client", "secret_wrong")
    return found
