"""OAuth consumers: third-party applications, registered with the base."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from fracttal_console.domain.actors import ActorKind
from fracttal_console.domain.credentials import Credential, CredentialStatus
from fracttal_console.domain.errors import Invalid
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
class Consumer(Credential):
    """OAuth consumer (RFC 6749 client); a public one has no secret."""

    client_id: str
    description: str
    grant: GrantType
    confidential: bool
    redirect_uris: tuple[str, ...]
    may_introspect: bool
    lifetimes: Lifetimes

    @property
    def kind(self) -> ActorKind:
        """What it is."""
        return ActorKind.CONSUMER

    @property
    def public_id(self) -> str:
        """The client id."""
        return self.client_id

    def deleted(self, now: datetime) -> "Consumer":
        """Return the consumer deleted.

        Raises:
            WrongState: it is deleted already.
        """
        return self._ended(now, CredentialStatus.DELETED)


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
