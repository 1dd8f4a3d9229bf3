"""Invitations: one-time links by which a person sets a password."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fracttal_console.domain.secrets import SecretText

INVITATION_LASTS = timedelta(hours=72)
LINK_PATH = "/account/set-password"
"""Page of the gateway to which a link leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A link by which one person sets a password once; only the digest of what is in it is kept."""

    digest: bytes
    person_id: int
    created_at: datetime
    created_by: str
    expires_at: datetime
    used_at: datetime | None = None

    def usable(self, now: datetime) -> bool:
        """Tell whether the link still opens anything at `now` (UTC)."""
        return self.used_at is None and now < self.expires_at

    def used(self, now: datetime) -> "Invitation":
        """Return it as one that opens nothing any more."""
        return replace(self, used_at=now)


def link_of(address: str, token: SecretText) -> SecretText:
    """Return the link for what it holds.

    Args:
        address: where people reach the gateway, such as https://auth.example.com.
        token: as it was made.
    """
    return SecretText(f"{address.rstrip('/')}{LINK_PATH}?token={token.reveal()}")
