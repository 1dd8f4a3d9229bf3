"""OAuth consumers: third-party applications, registered with the base."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from fracttal_console.domain.actors import Actor, ActorKind
from fracttal_console.domain.credentials import CredentialStatus, Profile
from fracttal_console.domain.errors import Invalid, WrongState
from fracttal_console.domain.redirect_uris import check_redirect_uris


class GrantType(StrEnum):
    """How a consumer obtains tokens (RFC 6749 sections 4.1 and 4.4)."""

    AUTHORIZATION_CODE = "authorization_code"
    CLIENT_CREDENTIALS = "client_credentials"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetimes:
    """How long what a consumer is given lives.

    `authorization` None means until it is revoked; a refresh token dies after `refresh_idle` without use, and with its
    whole family after `refresh`.
    """

    access_token: timedelta = timedelta(minutes=15)
    refresh_idle: timedelta = timedelta(days=30)
    refresh: timedelta = timedelta(days=90)
    authorization: timedelta | None = timedelta(days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """OAuth consumer (RFC 6749 client); its secrets are rows of their own, a public one has none."""

    id: int
    client_id: str
    name: str
    description: str
    permission_group_id: int
    grant: GrantType
    confidential: bool
    redirect_uris: tuple[str, ...]
    may_introspect: bool
    profile: Profile
    status: CredentialStatus
    owner: str
    contact: str
    networks: tuple[str, ...]
    expires_at: datetime | None
    lifetimes: Lifetimes
    created_at: datetime
    created_by: str
    ended_at: datetime | None = None
    version: int = 1

    def usable(self, now: datetime) -> bool:
        """Tell whether the consumer may do anything at `now` (UTC)."""
        return self.status is CredentialStatus.ACTIVE and (self.expires_at is None or now < self.expires_at)

    def as_actor(self, address: str) -> Actor:
        """Return this consumer as one that acts, from a network address."""
        return Actor(ActorKind.CONSUMER, self.id, self.name, None, address)

    def disabled(self) -> "Consumer":
        """Return the consumer disabled.

        Raises:
            WrongState: it is not active.
        """
        return self._moved(CredentialStatus.ACTIVE, CredentialStatus.DISABLED)

    def enabled(self) -> "Consumer":
        """Return the consumer active again.

        Raises:
            WrongState: it is not disabled.
        """
        return self._moved(CredentialStatus.DISABLED, CredentialStatus.ACTIVE)

    def deleted(self, now: datetime) -> "Consumer":
        """Return the consumer deleted.

        Raises:
            WrongState: it is deleted already.
        """
        if self.status is CredentialStatus.DELETED:
            raise WrongState("consumer", self.client_id, self.status)
        return replace(self, status=CredentialStatus.DELETED, ended_at=now)

    def _moved(self, source: CredentialStatus, goal: CredentialStatus) -> "Consumer":
        if self.status is not source:
            raise WrongState("consumer", self.client_id, self.status)
        return replace(self, status=goal)


def check_shape(
    *, grant: GrantType, confidential: bool, redirect_uris: tuple[str, ...], may_introspect: bool
) -> tuple[str, ...]:
    """Return the redirect URIs of a consumer whose parts fit together.

    Raises:
        Invalid: `redirect_uri` (`uri_missing`, `uri_not_for_grant`, or a rule of its own), `public`
            (`public_not_for_grant`), `may_introspect` (`introspect_needs_secret`).
    """
    if grant is GrantType.CLIENT_CREDENTIALS:
        if redirect_uris:
            raise Invalid("redirect_uri", "uri_not_for_grant")
        if not confidential:
            # RFC 6749 section 4.4: without a secret anybody could be this consumer
            raise Invalid("public", "public_not_for_grant")
    elif not redirect_uris:
        raise Invalid("redirect_uri", "uri_missing")
    if may_introspect and not confidential:
        raise Invalid("may_introspect", "introspect_needs_secret")
    return check_redirect_uris(redirect_uris)
