"""Rotation: for a while a credential has two live secrets, and the old one retires by itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from fracttal_console.domain.errors import Invalid, NotFound, SecretAmbiguous
from fracttal_console.domain.secrets import CredentialSecret, SecretStatus

MOST_LIVE_SECRETS = 2
"""How many secrets of one credential may open something at the same time."""

IDLE_DAYS = 7
"""After how many days without use an old secret retires, unless it is said otherwise."""

OVERLAP = timedelta(days=30)
"""How long both secrets work at most, unless it is said otherwise."""

_LONGEST_OVERLAP = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """An old secret on its way out.

    It retires when it was not used for `idle_days`, counted from its last use or from the rotation's start, whichever
    is later. That it opens nothing after a moment, used or not, is the secret's own `expires_at`.
    """

    secret_id: int
    idle_days: int
    started_at: datetime
    started_by: str

    def idle_at(self, last_used_at: datetime | None) -> datetime:
        """Return when the secret will have been idle for long enough, if it is not used from now on."""
        return max(self.started_at, last_used_at or self.started_at) + timedelta(days=self.idle_days)


class SecretState(StrEnum):
    """What people are told of a secret."""

    NEW = "new"
    ACTIVE = "active"
    RETIRING = "retiring"
    EXPIRED = "expired"
    RETIRED = "retired"


def secret_state(secret: CredentialSecret, rotations: Mapping[int, Rotation], now: datetime) -> SecretState:
    """Return what people are told of a secret.

    Args:
        secret: the one in question.
        rotations: those of its credential, by secret id.
        now: the moment (UTC).
    """
    if secret.status is SecretStatus.RETIRED:
        return SecretState.RETIRED
    if not secret.usable(now):
        return SecretState.EXPIRED
    if secret.id in rotations:
        return SecretState.RETIRING
    return SecretState.NEW if rotations else SecretState.ACTIVE


def live_secrets(secrets: Iterable[CredentialSecret], now: datetime) -> list[CredentialSecret]:
    """Return those that open something at `now`, oldest first."""
    return [secret for secret in secrets if secret.usable(now)]


def chosen_secret(secrets: Sequence[CredentialSecret], ref: str) -> CredentialSecret:
    """Return the one that people mean: by its id, its hint or the end of that.

    Raises:
        NotFound: none is called so.
        SecretAmbiguous: several are.
    """
    wanted = ref.strip()
    found = [secret for secret in secrets if str(secret.id) == wanted]
    found = found or [secret for secret in secrets if len(wanted) >= 4 and secret.hint.endswith(wanted)]
    if not found:
        raise NotFound("secret", ref)
    if len(found) > 1:
        raise SecretAmbiguous(ref)
    return found[0]


def last_secret_ends(secrets: Iterable[CredentialSecret], now: datetime) -> datetime | None:
    """Return when the last of the secrets that open something at `now` ends; None where none ends, or none is left."""
    ends = [secret.expires_at for secret in live_secrets(secrets, now)]
    known = [at for at in ends if at is not None]
    return max(known) if known and len(known) == len(ends) else None


def check_idle_days(days: int, *, least: int = 0) -> int:
    """Return a number of idle days; 0 means that the old secret retires at once.

    Raises:
        Invalid: field `idle_days`, rule `number_range`.
    """
    if not least <= days <= _LONGEST_OVERLAP.days:
        raise Invalid("idle_days", "number_range", min=least, max=_LONGEST_OVERLAP.days)
    return days


def check_retire_by(moment: datetime, now: datetime) -> datetime:
    """Return a moment by which an old secret retires, used or not.

    Raises:
        Invalid: field `retire_by`, rule `date_past` or `date_far`.
    """
    if moment <= now:
        raise Invalid("retire_by", "date_past", value=moment.date().isoformat())
    if moment > now + _LONGEST_OVERLAP:
        raise Invalid("retire_by", "date_far", value=moment.date().isoformat(), max=_LONGEST_OVERLAP.days)
    return moment
