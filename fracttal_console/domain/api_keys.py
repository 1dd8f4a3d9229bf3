"""API keys: Hawk credentials of the base."""

from dataclasses import dataclass
from datetime import datetime

from fracttal_console.domain.actors import ActorKind
from fracttal_console.domain.credentials import Credential, CredentialStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyOptions:
    """What an API key may do beyond Hawk; each is off until somebody wants it.

    `legacy_basic`: its secret may be sent as it is, by HTTP Basic.
    """

    legacy_basic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey(Credential):
    """Hawk credential; `key_id` is its public id."""

    key_id: str

    @property
    def kind(self) -> ActorKind:
        """What it is."""
        return ActorKind.API_KEY

    @property
    def public_id(self) -> str:
        """The Hawk id."""
        return self.key_id

    def revoked(self, now: datetime) -> "ApiKey":
        """Return the key revoked for good.

        Raises:
            WrongState: it is revoked already.
        """
        return self._ended(now, CredentialStatus.REVOKED)
