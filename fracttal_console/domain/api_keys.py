"""API keys: Hawk credentials of the base."""

from dataclasses import dataclass, replace
from datetime import datetime

from fracttal_console.domain.actors import Actor, ActorKind
from fracttal_console.domain.credentials import CredentialStatus, Profile
from fracttal_console.domain.errors import WrongState


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """Hawk credential; its secrets are rows of their own. `key_id` is the public id, `networks` CIDRs."""

    id: int
    key_id: str
    name: str
    permission_group_id: int
    profile: Profile
    status: CredentialStatus
    owner: str
    contact: str
    networks: tuple[str, ...]
    expires_at: datetime | None
    created_at: datetime
    created_by: str
    ended_at: datetime | None = None
    version: int = 1

    def usable(self, now: datetime) -> bool:
        """Tell whether the key opens anything at `now` (UTC)."""
        return self.status is CredentialStatus.ACTIVE and (self.expires_at is None or now < self.expires_at)

    def as_actor(self, address: str) -> Actor:
        """Return this key as one that acts, from a network address."""
        return Actor(ActorKind.API_KEY, self.id, self.name, None, address)

    def disabled(self) -> "ApiKey":
        """Return the key disabled.

        Raises:
            WrongState: it is not active.
        """
        return self._moved(CredentialStatus.ACTIVE, CredentialStatus.DISABLED)

    def enabled(self) -> "ApiKey":
        """Return the key active again.

        Raises:
            WrongState: it is not disabled.
        """
        return self._moved(CredentialStatus.DISABLED, CredentialStatus.ACTIVE)

    def revoked(self, now: datetime) -> "ApiKey":
        """Return the key revoked for good.

        Raises:
            WrongState: it is revoked already.
        """
        if self.status is CredentialStatus.REVOKED:
            raise WrongState("api_key", self.key_id, self.status)
        return replace(self, status=CredentialStatus.REVOKED, ended_at=now)

    def _moved(self, source: CredentialStatus, goal: CredentialStatus) -> "ApiKey":
        if self.status is not source:
            raise WrongState("api_key", self.key_id, self.status)
        return replace(self, status=goal)
