"""Rotate the secrets of OAuth consumers and API keys: a new one beside the old, which retires by itself."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Generic, TypeAlias, TypeVar

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.audit import (
    Event,
    Fact,
)
from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.errors import (
    NotFound,
    OnlySecret,
    TwoSecretsLive,
    WrongState,
)
from fracttal_console.domain.impact import Impact, impact_of_uses
from fracttal_console.domain.rotations import (
    IDLE_DAYS,
    MOST_LIVE_SECRETS,
    OVERLAP,
    Rotation,
    check_idle_days,
    check_retire_by,
    chosen_secret,
    live_secrets,
)
from fracttal_console.domain.secrets import CredentialSecret, SecretText
from fracttal_console.domain.usage import HourlyUses, Use, hour_of
from fracttal_console.services.secret_retirement import record_retired, retire
from fracttal_console.services.use_case import UseCases, Work
from fracttal_console.storage.repositories import Repositories

C = TypeVar("C", bound=Credential)
Facts: TypeAlias = dict[str, Fact]


@dataclass(frozen=True, slots=True)
class RotatedSecret(Generic[C]):
    """A new secret, in clear this once; `retiring` is the old one, None where it opens nothing any more."""

    credential: C
    clear: SecretText
    secret: CredentialSecret
    retiring: CredentialSecret | None


@dataclass(frozen=True, slots=True)
class SecretsInUse(Generic[C]):
    """The secrets of a credential, oldest first, with what is known of their use, by secret id."""

    credential: C
    secrets: tuple[CredentialSecret, ...]
    rotations: Mapping[int, Rotation]
    uses: Mapping[int, Use]
    hours: Mapping[int, HourlyUses]


class SecretRotation(ABC, Generic[C]):
    """Use cases on the secrets of one kind of credential."""

    _view: ClassVar[Operation]
    _rotate: ClassVar[Operation]
    gets_tokens: ClassVar[bool]
    """Whether a secret of this kind is exchanged for tokens, which outlive it unless they are ended."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    def rotate(
        self,
        actor: Actor,
        ref: str,
        *,
        idle_days: int = IDLE_DAYS,
        retire_by: datetime | None = None,
        compromised: bool = False,
    ) -> RotatedSecret[C]:
        """Make a new secret; the old one works on until nobody uses it any more, unless somebody else may have it.

        Args:
            actor: who does it.
            ref: names the credential.
            idle_days: how many days the old secret must have been unused before it retires by itself; 0 retires every
                old one at once.
            retire_by: when it retires in any case; None is `OVERLAP` from now.
            compromised: somebody else may have the old one: all retire at once, and every code and token got with them
                ends for good, in the same transaction.

        Raises:
            NotFound: nothing has this id or name.
            WrongState: it was revoked or deleted.
            WithoutSecret: it is a public consumer.
            TwoSecretsLive: two secrets work already, and they are not to retire at once.
            Invalid: field `idle_days` or `retire_by`.
        """
        with self._use_cases.begin(actor, self._rotate) as work:
            days = 0 if compromised else check_idle_days(idle_days)
            ends = work.now + OVERLAP if retire_by is None else check_retire_by(retire_by, work.now)
            credential = self._living(work, ref)
            live = live_secrets(self._secrets(work.repositories, credential), work.now)
            if days and len(live) >= MOST_LIVE_SECRETS:
                raise TwoSecretsLive(credential.name)
            clear, secret = self._make(work, credential)
            facts: Facts = {"hint": secret.hint}
            retiring = None
            if live:
                facts["old_hint"] = ", ".join(old.hint for old in live)
            if days and live:
                retiring = replace(live[-1], expires_at=ends)
                work.secrets.save(retiring)
                work.rotations.put(_rotation(work, retiring, days))
                facts |= {"idle_days": days, "retire_by": ends.isoformat()}
            else:
                for old in live:
                    work.secrets.retire(old, work.now)
                    work.rotations.drop(old.id)
            if compromised:
                facts |= {"compromised": True, **self._end_what_was_got(work, credential)}
            work.record(self._rotated(credential, facts))
        return RotatedSecret(credential, clear, secret, retiring)

    def extend(
        self, actor: Actor, ref: str, *, idle_days: int | None = None, retire_by: datetime | None = None
    ) -> CredentialSecret:
        """Give the old secret more time: its idle days count from now or its next use.

        Raises:
            NotFound: nothing has this id or name, or its secrets are not being rotated.
            Invalid: field `idle_days` or `retire_by`.
        """
        with self._use_cases.begin(actor, self._rotate) as work:
            ends = work.now + OVERLAP if retire_by is None else check_retire_by(retire_by, work.now)
            credential = self._living(work, ref)
            live = live_secrets(self._secrets(work.repositories, credential), work.now)
            rotations = work.rotations.among(secret.id for secret in live)
            old = next((secret for secret in live if secret.id in rotations), None)
            if old is None:
                raise NotFound("rotation", credential.name)
            days = rotations[old.id].idle_days if idle_days is None else check_idle_days(idle_days, least=1)
            extended = replace(old, expires_at=ends)
            work.secrets.save(extended)
            work.rotations.put(_rotation(work, extended, days))
            facts: Facts = {"old_hint": old.hint, "idle_days": days, "retire_by": ends.isoformat()}
            work.record(self._extended(credential, facts))
        return extended

    def retire(self, actor: Actor, ref: str, secret_ref: str) -> CredentialSecret:
        """Retire one secret now: the next request that shows it is refused.

        Args:
            actor: who does it.
            ref: names the credential.
            secret_ref: the id of a live secret, or its hint or the end of that.

        Raises:
            NotFound: nothing has this id or name, or no live secret of it fits.
            SecretAmbiguous: several live secrets fit.
            OnlySecret: no other secret of it works.
        """
        with self._use_cases.begin(actor, self._rotate) as work:
            credential = self._living(work, ref)
            live = live_secrets(self._secrets(work.repositories, credential), work.now)
            secret = chosen_secret(live, secret_ref)
            if len(live) == 1:
                raise OnlySecret(credential.name)
            retire(work, secret)
            record_retired(work, secret, "by_hand")
        return secret

    def impact(self, actor: Actor, ref: str, secret_ref: str | None = None) -> Impact:
        """Return what depends on one live secret, named as for `retire`, or on all of them.

        Raises:
            NotFound, SecretAmbiguous: as in `retire`.
        """
        now = self._use_cases.now()
        with self._use_cases.look(actor, self._view) as repositories:
            live = live_secrets(self._secrets(repositories, self._find(repositories, ref)), now)
            ids = [one.id for one in (live if secret_ref is None else [chosen_secret(live, secret_ref)])]
            uses, hours = repositories.secret_uses.among(ids), repositories.secret_hours.among(ids, 0)
        return impact_of_uses([uses.get(one) for one in ids], hours.values(), now)

    def show(self, actor: Actor, ref: str, *, days: int = 14) -> SecretsInUse[C]:
        """Return the secrets of a credential and how they were used in the last days.

        Raises:
            NotFound: nothing has this id or name.
        """
        since = hour_of(self._use_cases.now()) - 24 * days
        with self._use_cases.look(actor, self._view) as repositories:
            credential = self._find(repositories, ref)
            secrets = self._secrets(repositories, credential)
            ids = [secret.id for secret in secrets]
            return SecretsInUse(
                credential,
                tuple(secrets),
                repositories.rotations.among(ids),
                repositories.secret_uses.among(ids),
                repositories.secret_hours.among(ids, since),
            )

    def _living(self, work: Work, ref: str) -> C:
        credential = self._find(work.repositories, ref)
        if credential.ended:
            raise WrongState(credential.kind, credential.public_id, credential.status)
        return credential

    @abstractmethod
    def _find(self, repositories: Repositories, ref: str) -> C:
        """Return the credential that people mean."""

    @abstractmethod
    def _secrets(self, repositories: Repositories, credential: C) -> list[CredentialSecret]:
        """Return its secrets, oldest first."""

    @abstractmethod
    def _make(self, work: Work, credential: C) -> tuple[SecretText, CredentialSecret]:
        """Give it another secret."""

    @abstractmethod
    def _end_what_was_got(self, work: Work, credential: C) -> Facts:
        """End whatever the secrets of a credential were exchanged for; return what the event says of it."""

    @abstractmethod
    def _rotated(self, credential: C, facts: Facts) -> Event:
        """Return the event of a rotation."""

    @abstractmethod
    def _extended(self, credential: C, facts: Facts) -> Event:
        """Return the event of a rotation that got more time."""


def _rotation(work: Work, secret: CredentialSecret, days: int) -> Rotation:
    return Rotation(secret_id=secret.id, idle_days=days, started_at=work.now, started_by=work.actor.name)
