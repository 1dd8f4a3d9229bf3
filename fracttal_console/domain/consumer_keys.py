"""Public keys of OAuth consumers, and by what a consumer proves itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SIGNING_ALGORITHMS = ("ES256", "PS256", "RS256", "EdDSA", "Ed25519")
"""With which algorithms others may sign what they send us: none with a shared secret, and never none at all."""

MOST_LIVE_KEYS = 8
"""How many keys of one consumer may open something at the same time: each that has no name to go by is tried."""


class AuthMethod(StrEnum):
    """By what a confidential consumer proves itself; exactly one of them counts at a time."""

    CLIENT_SECRET = "client_secret"  # noqa: S105  # the name of a method
    PRIVATE_KEY_JWT = "private_key_jwt"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumerKey:
    """A public key of a consumer; who holds its private half can prove to be that consumer (RFC 7523).

    `jwk` is the key itself (RFC 7517), `kid` the name by which assertions name it, `thumbprint` that of RFC 7638. A
    retired key is kept for its history and proves nothing.
    """

    id: int
    consumer_id: int
    kid: str
    thumbprint: str
    jwk: str
    created_at: datetime
    created_by: str
    retired_at: datetime | None = None

    @property
    def live(self) -> bool:
        """Whether it proves anything."""
        return self.retired_at is None


def live_keys(keys: Iterable[ConsumerKey]) -> list[ConsumerKey]:
    """Return those that prove something, oldest first."""
    return [key for key in keys if key.live]
