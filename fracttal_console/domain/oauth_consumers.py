"""OAuth consumers: third-party applications, registered with the base."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from fracttal_console.domain.actors import ActorKind
from fracttal_console.domain.credentials import Credential, CredentialStatus, Profile
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


def usual_lifetimes(profile: Profile) -> Lifetimes:
    """Return how long what a new consumer is given lives; programs for the real service expect two hours."""
    return Lifetimes(access_token=timedelta(hours=2)) if profile is Profile.FRACTTAL else Lifetimes()


LIFETIME_FIELDS = ("access_token", "refresh_idle", "refresh", "authorization")

LIFETIME_RANGES: Mapping[str, tuple[timedelta, timedelta]] = {
    "access_token": (timedelta(minutes=1), timedelta(days=1)),
    "refresh_idle": (timedelta(hours=1), timedelta(days=365)),
    "refresh": (timedelta(hours=1), timedelta(days=3650)),
    "authorization": (timedelta(days=1), timedelta(days=3650)),
}
"""The shortest and the longest that each may live."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LifetimeChange:
    """Lifetimes given anew; None leaves one as it is, `until_revoked` takes the end of authorizations away."""

    access_token: timedelta | None = None
    refresh_idle: timedelta | None = None
    refresh: timedelta | None = None
    authorization: timedelta | None = None
    until_revoked: bool = False

    def applied(self, before: Lifetimes) -> Lifetimes:
        """Return the lifetimes with what was given.

        Raises:
            Invalid: field `access_token_lifetime`, `refresh_idle_lifetime`, `refresh_lifetime` or
                `authorization_lifetime`: `lifetime_range`; `refresh_lifetime`: `lifetime_order`.
        """
        given = {name: getattr(self, name) for name in LIFETIME_FIELDS if getattr(self, name) is not None}
        for name, value in given.items():
            shortest, longest = LIFETIME_RANGES[name]
            if not shortest <= value <= longest:
                raise Invalid(
                    f"{name}_lifetime", "lifetime_range", min=spelled_lifetime(shortest), max=spelled_lifetime(longest)
                )
        after: Lifetimes = replace(before, **given)
        if after.refresh < after.refresh_idle:
            raise Invalid("refresh_lifetime", "lifetime_order")
        return replace(after, authorization=None) if self.until_revoked else after


_UNITS = (("d", timedelta(days=1)), ("h", timedelta(hours=1)), ("m", timedelta(minutes=1)), ("s", timedelta(seconds=1)))


def spelled_lifetime(value: timedelta) -> str:
    """Return a lifetime as it is written in commands: `90s`, `15m`, `2h`, `30d`, in the largest unit that fits."""
    letter, unit = next((letter, unit) for letter, unit in _UNITS if not value % unit)
    return f"{value // unit}{letter}"


def parse_lifetime(field: str, text: str) -> timedelta:
    """Read a lifetime as it is written in commands.

    Raises:
        Invalid: the field, rule `lifetime_malformed`.
    """
    number, letter = text.strip()[:-1], text.strip()[-1:]
    unit = dict(_UNITS).get(letter)
    # cut to length: no lifetime has seven digits, and `int` reads thousands of them slowly
    if unit is None or not (number.isascii() and number.isdecimal() and len(number) <= 7):
        raise Invalid(field, "lifetime_malformed", value=text[:20])
    return int(number) * unit


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
    *,
    grant: GrantType,
    confidential: bool,
    redirect_uris: tuple[str, ...],
    may_introspect: bool,
    device: bool = False,
) -> tuple[str, ...]:
    """Return the redirect URIs of a consumer whose parts fit together; for devices alone it needs none.

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
    elif not redirect_uris and not device:
        raise Invalid("redirect_uri", "uri_missing")
    if may_introspect and not confidential:
        raise Invalid("may_introspect", "introspect_needs_secret")
    return check_redirect_uris(redirect_uris)
