"""Who is behind a request that was let in."""

from dataclasses import dataclass
from enum import StrEnum

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
