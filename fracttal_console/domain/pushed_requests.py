"""Authorization requests that a consumer pushed beforehand (RFC 9126)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

REQUEST_URI = "urn:ietf:params:oauth:request_uri:"
"""What stands before the random part of a `request_uri` (RFC 9126 section 2.2)."""

PUSHED_LASTS = timedelta(seconds=60)
"""How long a browser may take to arrive with it."""

OPENED_LASTS = timedelta(minutes=10)
"""How long a person may take to sign in and decide, once a browser arrived in time."""


PUSHED_CAUSES = frozenset(
    {
        "pushed_request_unknown",
        "pushed_request_used",
        "pushed_request_expired",
        "pushed_request_other_client",
        "par_off",
    }
)
"""Why a browser arrives with a pushed request in vain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PushedRequest:
    """A pushed request, known by the digest of its `request_uri`; `query` are its parameters, without any secret.

    A decision uses it up: then it has no parameters any more, and is kept for those alone who look for the reason.
    """

    digest: bytes
    consumer_id: int
    query: str
    pushed_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None

    def usable(self, now: datetime) -> bool:
        """Tell whether it may still be decided on."""
        return bool(self.query) and now < self.expires_at

    def why_not(self, consumer_id: int, now: datetime) -> str:
        """Return why a consumer's people cannot decide on it, empty where they can."""
        if self.consumer_id != consumer_id:
            return "pushed_request_other_client"
        if not self.query:
            return "pushed_request_used"
        return "" if now < self.expires_at else "pushed_request_expired"

    def used(self) -> "PushedRequest":
        """Return it as a decision leaves it."""
        return replace(self, query="")

    def opened(self, now: datetime) -> "PushedRequest":
        """Return it as a browser arrives with it: the first arrival gives people the time that they need."""
        if self.opened_at is not None:
            return self
        return replace(self, opened_at=now, expires_at=now + OPENED_LASTS)
