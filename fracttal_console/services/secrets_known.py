"""What lists know of the secrets of credentials: last uses, rotations, uses within 24 hours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from fracttal_console.domain.rotations import Rotation
from fracttal_console.domain.secrets import CredentialSecret
from fracttal_console.domain.usage import Use, hour_of
from fracttal_console.storage.repositories import Repositories

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class SecretsKnown:
    """By secret id: the last use, the rotation that the secret is in, how often it was used within 24 hours."""

    uses: Mapping[int, Use]
    rotations: Mapping[int, Rotation]
    lately: Mapping[int, int]

    def of(self, secrets: Iterable[CredentialSecret]) -> "SecretsKnown":
        """Return what is known of some of the secrets."""
        ids = [secret.id for secret in secrets]
        return SecretsKnown(_among(self.uses, ids), _among(self.rotations, ids), _among(self.lately, ids))


def secrets_known(repositories: Repositories, secrets: Iterable[CredentialSecret], now: datetime) -> SecretsKnown:
    """Return what is known of secrets at `now` (UTC)."""
    ids = [secret.id for secret in secrets]
    hours = repositories.secret_hours.among(ids, hour_of(now) - 23)
    return SecretsKnown(
        repositories.secret_uses.among(ids),
        repositories.rotations.among(ids),
        {which: sum(used.values()) for which, used in hours.items()},
    )


def _among(known: Mapping[int, V], ids: Iterable[int]) -> Mapping[int, V]:
    return {which: known[which] for which in ids if which in known}
