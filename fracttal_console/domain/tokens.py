"""What the token endpoint hands out and takes back: codes, access tokens, refresh tokens."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from fracttal_console.domain.permissions import PermissionSet

CODE_LIFETIME = timedelta(seconds=60)
WRONG_VERIFIERS_ALLOWED = 3
REPLAY_MEMORY = timedelta(minutes=10)
"""How long a used code is remembered, so that a replay is known for one."""

FAMILY_BYTES = 16
"""What joins the tokens of one code; the thumbprint of the key follows to which they are bound, if to any."""

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationCode:
    """Code of RFC 6749 section 4.1.2, known only by its SHA-256 digest; `family` joins all tokens made from it."""

    digest: bytes
    authorization_id: int
    consumer_id: int
    family: bytes
    redirect_uri: str
    challenge: str
    permissions: PermissionSet
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    wrong_verifiers: int = 0

    @property
    def key(self) -> bytes:
        """The thumbprint of the key that has to be proved, empty for none."""
        return self.family[FAMILY_BYTES:]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    """Opaque access token, known only by its digest; `family` is None for client credentials.

    The row's own seal covers the key to which it is bound: nothing beside it can be taken away to set it free.
    """

    digest: bytes
    authorization_id: int
    family: bytes | None
    permissions: PermissionSet
    issued_at: datetime
    expires_at: datetime

    @property
    def key(self) -> bytes:
        """The thumbprint of the key without which it is worth nothing, empty for none."""
        return b"" if self.family is None else self.family[FAMILY_BYTES:]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshToken:
    """Opaque refresh token, known only by its digest; a superseded one is kept to detect reuse."""

    digest: bytes
    authorization_id: int
    family: bytes
    permissions: PermissionSet
    issued_at: datetime
    expires_at: datetime
    family_expires_at: datetime
    superseded_at: datetime | None = None

    @property
    def key(self) -> bytes:
        """The thumbprint of the key without which it is worth nothing, empty for none."""
        return self.family[FAMILY_BYTES:]


def challenge_well_formed(challenge: str) -> bool:
    """Tell whether a code challenge is the base64url form of a SHA-256 digest (RFC 7636 section 4.2)."""
    return _CHALLENGE.fullmatch(challenge) is not None


def verifier_well_formed(verifier: str) -> bool:
    """Tell whether a code verifier has 43 to 128 unreserved characters (RFC 7636 section 4.1)."""
    return _VERIFIER.fullmatch(verifier) is not None
