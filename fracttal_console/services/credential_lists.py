"""Which subsets the lists of API keys and of OAuth consumers have in common."""

from datetime import datetime

from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.usage import Use
from fracttal_console.services.listing import UNUSED_AFTER

SUBSETS = ("active", "unused", "bin")


def in_subset(credential: Credential, use: Use | None, only: str, now: datetime) -> bool:
    """Tell whether a credential belongs to a named subset; "" names them all.

    Args:
        credential: the key or consumer.
        use: its newest use, None where there was none.
        only: "", `active`, `unused` (active, and for 90 days neither used nor just made), or `bin`: it can be restored.
        now: the moment (UTC).
    """
    if not only:
        return True
    if only == "bin":
        return credential.restorable(now)
    if not credential.usable(now):
        return False
    return only != "unused" or now - (use.at if use else credential.created_at) > UNUSED_AFTER
