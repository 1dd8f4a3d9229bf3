"""Secrets: the one value that is clear, and what is known of a secret after it was shown."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SecretText:
    """Hold a secret in clear so that no log, repr, traceback or f-string shows it by accident."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the clear value: for one answer, one dialog or one computation, never to be kept."""
        return self._value

    def __repr__(self) -> str:
        return "<secret>"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        raise TypeError("compare digests of secrets in constant time, not secrets")

    __hash__ = None  # type: ignore[assignment]  # a secret is no dictionary key


class SecretKind(StrEnum):
    """What a secret is for; the value is the prefix by which a leaked one is recognised."""

    CLIENT = "fcs_"
    HAWK = "fch_"
    ACCESS_TOKEN = "fca_"
    REFRESH_TOKEN = "fcr_"
    AUTHORIZATION_CODE = "fco_"
    BROWSER_SESSION = "fcb_"
    INVITATION = "fci_"
    PUSHED_REQUEST = "fcp_"
    DEVICE_CODE = "fcd_"


class SecretStatus(StrEnum):
    """State of one secret of a credential; a retired one is kept for its history and opens nothing."""

    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialSecret:
    """One secret of a consumer or API key, as known after it was shown once.

    Exactly one of `consumer_id` and `api_key_id` is set. `digest` (32 bytes, SHA-256) is set for client
    secrets, `sealed` (AES-256-GCM) for Hawk secrets, whose MACs need them in clear.
    """

    id: int
    consumer_id: int | None
    api_key_id: int | None
    hint: str
    digest: bytes | None
    sealed: bytes | None
    status: SecretStatus
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    retired_at: datetime | None

    def usable(self, now: datetime) -> bool:
        """Tell whether this secret still opens anything at `now` (UTC)."""
        return self.status is SecretStatus.ACTIVE and (self.expires_at is None or now < self.expires_at)
