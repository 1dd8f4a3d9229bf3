"""Authorizations: what one consumer may do for one person, or for itself."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from fracttal_console.domain.errors import RevocationFinal, WrongState
from fracttal_console.domain.permissions import PermissionSet

UNDO_GRACE = timedelta(minutes=5)
"""How long a revocation made by an operator keeps what is needed to undo it."""


class AuthorizationStatus(StrEnum):
    """State of an authorization; while it is not active, every token below it answers inactive."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Revocation:
    """What is kept of a revocation until `final_at`: the state of the authorization `before`, to undo it."""

    authorization_id: int
    before: AuthorizationStatus
    final_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """What `consumer_id` was granted by `person_id`, or for itself where that is None.

    Of one consumer and person at most one is not revoked. After `final_at` a revocation cannot be undone and the tokens
    are purged; it equals `ended_at` where the revocation came through the protocol.
    """

    id: int
    consumer_id: int
    person_id: int | None
    permissions: PermissionSet
    status: AuthorizationStatus
    granted_at: datetime
    expires_at: datetime | None
    ended_at: datetime | None = None
    ended_by: str = ""
    final_at: datetime | None = None
    version: int = 1

    def usable(self, now: datetime) -> bool:
        """Tell whether tokens below this authorization open anything at `now` (UTC)."""
        return self.status is AuthorizationStatus.ACTIVE and (self.expires_at is None or now < self.expires_at)

    def granted_again(self, permissions: PermissionSet, now: datetime, lifetime: timedelta | None) -> "Authorization":
        """Return the authorization set to what was now agreed; a suspension is the operator's and stays."""
        return replace(
            self, permissions=permissions, granted_at=now, expires_at=None if lifetime is None else now + lifetime
        )

    def suspended(self) -> "Authorization":
        """Return the authorization suspended: its tokens answer inactive until it is resumed.

        Raises:
            WrongState: it is not active.
        """
        return self._moved(AuthorizationStatus.ACTIVE, AuthorizationStatus.SUSPENDED)

    def resumed(self) -> "Authorization":
        """Return the authorization active again.

        Raises:
            WrongState: it is not suspended.
        """
        return self._moved(AuthorizationStatus.SUSPENDED, AuthorizationStatus.ACTIVE)

    def revoked(self, now: datetime, by: str, grace: timedelta = timedelta(0)) -> "Authorization":
        """Return the authorization revoked; `grace` is how long it may be undone.

        Raises:
            WrongState: it is revoked already.
        """
        if self.status is AuthorizationStatus.REVOKED:
            raise WrongState("authorization", self.id, self.status)
        return replace(self, status=AuthorizationStatus.REVOKED, ended_at=now, ended_by=by, final_at=now + grace)

    def undoable(self, now: datetime) -> bool:
        """Tell whether it is revoked and that can still be undone."""
        return self.status is AuthorizationStatus.REVOKED and self.final_at is not None and now < self.final_at

    def restored(self, kept: Revocation | None, now: datetime) -> "Authorization":
        """Return the authorization as it was before it was revoked: its tokens open again what they opened.

        Args:
            kept: what was kept of the revocation; None where nothing was, or not any more.
            now: the moment (UTC).

        Raises:
            WrongState: it is not revoked.
            RevocationFinal: too much time has passed, or the revocation came through the protocol.
        """
        if self.status is not AuthorizationStatus.REVOKED:
            raise WrongState("authorization", self.id, self.status)
        if kept is None or now >= kept.final_at or not self.undoable(now):
            raise RevocationFinal(self.id)
        return replace(self, status=kept.before, ended_at=None, ended_by="", final_at=None)

    def _moved(self, source: AuthorizationStatus, goal: AuthorizationStatus) -> "Authorization":
        if self.status is not source:
            raise WrongState("authorization", self.id, self.status)
        return replace(self, status=goal)


def permissions_now(
    granted: PermissionSet, consumer_group: PermissionSet, person_group: PermissionSet | None
) -> PermissionSet:
    """Return what a request may do now: granted, cut by both groups as they are now.

    Args:
        granted: what was granted, to the authorization or the token.
        consumer_group: what the consumer's group allows now, read-only flag applied.
        person_group: the same of the person's group; None where no person is behind the request.
    """
    left = granted & consumer_group
    return left if person_group is None else left & person_group
