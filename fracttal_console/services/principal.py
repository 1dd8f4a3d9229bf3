"""Who is behind a request that was let in."""

from dataclasses import dataclass
from enum import StrEnum

from fracttal_console.domain.actors import Actor, ActorKind
from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.people import Person
from fracttal_console.domain.permissions import PermissionSet


class CredentialKind(StrEnum):
    """What kind of credential a request came with."""

    API_KEY = "api_key"
    CONSUMER = "consumer"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is behind a request that was let in, and what it may do now."""

    kind: CredentialKind
    credential_id: int
    public_id: str
    name: str
    person: Person | None
    permissions: PermissionSet
    profile: Profile

    @classmethod
    def of_api_key(cls, api_key: ApiKey, permissions: PermissionSet) -> "Principal":
        """Return an API key as the one behind a request."""
        return cls(CredentialKind.API_KEY, api_key.id, api_key.key_id, api_key.name, None, permissions, api_key.profile)

    def as_actor(self, address: str) -> Actor:
        """Return it as one that acts, from a network address."""
        return Actor(ActorKind(self.kind), self.credential_id, self.name, None, address)
