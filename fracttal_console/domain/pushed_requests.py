"""Authorization requests that a consumer pushed beforehand (RFC 9126)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

REQUEST_URI = "urn:ietf:params:oauth:request_uri:"
"""What stands before the random part of a `request_uri` (RFC 9126 section 2.2)."""

PUSHED_LASTS = timedelta(seconds=60)
"""How long a browser may take to arrive with it."""

OPENED_LASTS = timedelta(minutes=10)
"""How long a person may take to sign in and decide, once a browser arrived in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PushedRequest:
    """A pushed request, known by the digest of its `request_uri`; `query` are its parameters, without any secret."""

    digest: bytes
    consumer_id: int
    query: str
    pushed_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None

    def usable(self, now: datetime) -> bool:
        """Tell whether it may still be decided on."""
        return now < self.expires_at

    def opened(self, now: datetime) -> "PushedRequest":
        """Return it as a browser arrives with it: the first arrival gives people the time that they need."""
        if self.opened_at is not None:
            return self
        return replace(self, opened_at=now, expires_at=now + OPENED_LASTS)
