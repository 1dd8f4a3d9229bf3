"""Second factors: a code that changes every half minute, and codes for the day on which its device is lost."""

from dataclasses import dataclass, replace
from datetime import datetime

RECOVERY_CODES = 10
"""How many recovery codes a person gets at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totp:
    """The secret from which one person's codes are made (RFC 6238), sealed; it counts once a code confirmed it."""

    person_id: int
    sealed: bytes
    created_at: datetime
    confirmed_at: datetime | None = None

    def __repr__(self) -> str:
        return f"Totp(person_id={self.person_id})"

    def confirmed(self, now: datetime) -> "Totp":
        """Return it as one that counts from now on."""
        return replace(self, confirmed_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCode:
    """A code that stands in for a device once; only its digest is kept."""

    digest: bytes
    person_id: int
    created_at: datetime
    used_at: datetime | None = None

    def used(self, now: datetime) -> "RecoveryCode":
        """Return it as one that stands in for nothing any more."""
        return replace(self, used_at=now)
