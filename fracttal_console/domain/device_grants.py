"""The device authorization grant (RFC 8628): a device shows a code, a person enters it elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from fracttal_console.domain.permissions import PermissionSet

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code"

USER_CODE_SIGNS = "BCDFGHJKLMNPQRSTVWXZ"
"""Consonants alone: none is taken for a digit, and no word comes about (RFC 8628 section 6.1)."""

USER_CODE_LENGTH = 8
"""Twenty signs eight times: 34.6 bits, for ten minutes and few tries."""

ENTRIES_ALLOWED = 5
"""How often one code may be entered before it opens nothing any more."""

DEVICE_LASTS = timedelta(minutes=10)
FIRST_INTERVAL = timedelta(seconds=5)
SLOWER = timedelta(seconds=5)
_EARLY = timedelta(seconds=1)  # a program that keeps to the interval may be a little early on the wire


class DeviceStatus(StrEnum):
    """How far a device's request has come."""

    WAITING = "waiting"
    ALLOWED = "allowed"
    DENIED = "denied"
    USED = "used"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceGrant:
    """A device's request.

    It is known by the digest of its device code; `user_code` stands for what the person enters, without it. `person_id`
    is who entered the code first: nobody else can decide. `permissions` are those that were granted.
    """

    digest: bytes
    user_code: bytes
    consumer_id: int
    scope: str
    issued_at: datetime
    expires_at: datetime
    status: DeviceStatus = DeviceStatus.WAITING
    interval: timedelta = FIRST_INTERVAL
    entries: int = 0
    person_id: int | None = None
    authorization_id: int | None = None
    permissions: PermissionSet = frozenset()
    polled_at: datetime | None = None

    def open_to(self, person_id: int | None, now: datetime) -> bool:
        """Tell whether a person may still decide on it."""
        return not self.why_shut(person_id, now)

    def why_shut(self, person_id: int | None, now: datetime) -> str:
        """Return why a person may not decide on it, empty where the person may."""
        if now >= self.expires_at:
            return "user_code_expired"
        if self.status is not DeviceStatus.WAITING:
            return "user_code_used"
        return "" if self.person_id in {None, person_id} else "user_code_taken"

    def entered(self, person_id: int | None, now: datetime) -> "DeviceGrant":
        """Return it after its code was entered: it belongs to whom it was free for, and every entry counts."""
        mine = self.open_to(person_id, now) and self.entries < ENTRIES_ALLOWED
        return replace(self, entries=self.entries + 1, person_id=person_id if mine else self.person_id)

    def polled(self, now: datetime) -> tuple["DeviceGrant", bool]:
        """Return it after the device asked, and whether that was too soon, which makes its interval longer."""
        soon = self.polled_at is not None and now < self.polled_at + self.interval - _EARLY
        return replace(self, polled_at=now, interval=self.interval + SLOWER if soon else self.interval), soon


def shown_user_code(numbers: Iterable[int]) -> str:
    """Write a user code as people see it, from numbers below the number of signs."""
    signs = "".join(USER_CODE_SIGNS[number] for number in numbers)
    return f"{signs[:4]}-{signs[4:]}"


def typed_user_code(text: str) -> str:
    """Return what a person typed as the code is written, empty where it cannot be one."""
    signs = "".join(sign for sign in text[:40].upper() if sign not in " -–_.")
    if len(signs) != USER_CODE_LENGTH or not set(signs) <= set(USER_CODE_SIGNS):
        return ""
    return f"{signs[:4]}-{signs[4:]}"
