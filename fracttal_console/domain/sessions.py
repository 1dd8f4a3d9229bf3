"""Browser sessions of people who signed in to consent or to see their authorizations."""

from dataclasses import dataclass
from datetime import datetime, timedelta

IDLE_LIMIT = timedelta(hours=1)
ABSOLUTE_LIMIT = timedelta(hours=12)
SEEN_STEP = timedelta(minutes=1)
"""How stale `seen_at` may grow before it is written again: not every click needs a commit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserSession:
    """Session known only by the digest of its cookie."""

    digest: bytes
    person_id: int
    created_at: datetime
    seen_at: datetime
    expires_at: datetime

    def live(self, now: datetime) -> bool:
        """Tell whether the session still counts at `now` (UTC): neither idle too long nor too old."""
        return self.seen_at <= now < self.expires_at and now - self.seen_at < IDLE_LIMIT
