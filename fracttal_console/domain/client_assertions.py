"""What a client assertion must claim (RFC 7523 section 3), whoever signed it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isfinite

from fracttal_console.domain.errors import OAuthError

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

ASSERTION_LASTS = timedelta(minutes=5)
"""How far ahead an assertion may expire: whoever gets hold of one cannot wait long."""

CLOCK_SKEW = timedelta(seconds=30)
"""How far the clocks of a consumer and of this base may differ."""

LONGEST_ID = 255


@dataclass(frozen=True, slots=True)
class AssertionClaims:
    """What was claimed, by the rules: for whom, under which id, and until when it could be accepted at all."""

    client_id: str
    jti: str
    until: datetime


def check_claims(claims: Mapping[str, object], audiences: Collection[str] | None, now: datetime) -> AssertionClaims:
    """Return what an assertion claims.

    Args:
        claims: its content, which nothing proves yet.
        audiences: what we are called; each audience it names must be one of them. None leaves them unchecked.
        now: the moment (UTC).

    Raises:
        OAuthError: `invalid_client`: `assertion_claims`, `assertion_audience`, `assertion_expired`,
            `assertion_lifetime`, `assertion_early`.
    """
    client_id, jti = claims.get("sub"), claims.get("jti")
    if not isinstance(client_id, str) or not client_id or claims.get("iss") != client_id:
        raise OAuthError("invalid_client", "assertion_claims")
    if not isinstance(jti, str) or not 0 < len(jti) <= LONGEST_ID:
        raise OAuthError("invalid_client", "assertion_claims")
    if audiences is not None and not _for_us(claims.get("aud"), audiences):
        raise OAuthError("invalid_client", "assertion_audience")
    until = _moment(claims.get("exp")) + CLOCK_SKEW
    if until <= now:
        raise OAuthError("invalid_client", "assertion_expired")
    if until > now + ASSERTION_LASTS + 2 * CLOCK_SKEW:
        raise OAuthError("invalid_client", "assertion_lifetime")
    for name in ("iat", "nbf"):
        if name in claims and _moment(claims[name]) > now + CLOCK_SKEW:
            raise OAuthError("invalid_client", "assertion_early")
    return AssertionClaims(client_id, jti, until)


def _for_us(named: object, audiences: Collection[str]) -> bool:
    # one that is also for others could be brought here by them
    all_named = named if isinstance(named, list) else [named]
    return bool(all_named) and all(isinstance(one, str) and one in audiences for one in all_named)


def _moment(value: object) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise OAuthError("invalid_client", "assertion_claims")
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        raise OAuthError("invalid_client", "assertion_claims") from None
