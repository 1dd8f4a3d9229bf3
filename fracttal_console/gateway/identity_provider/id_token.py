"""Read an ID token and believe it only where everything fits (OpenID Connect Core 1.0 section 3.1.3.7).

Authlib is loaded with this module, and this module when somebody first signs in by the provider.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey
from joserfc.jwt import decode

from fracttal_console.domain.errors import ProviderRefused, ProviderUnavailable

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Asymmetric ones alone: what anybody can read must not be what signs."""

LEEWAY_SECONDS = 60
_LEAST_RSA = 342
"""Length of a modulus of 2048 bits in base64url."""

_MOST_KEYS = 64


class KeyUnknown(ProviderRefused):
    """The token names a key that is not among those that were fetched."""

    def __init__(self) -> None:
        super().__init__("id_token_key")


def read_keys(document: object) -> KeySet:
    """Return the keys of a provider that can prove something; those of other kinds are passed over.

    Raises:
        ProviderUnavailable: there is none.
    """
    listed = document.get("keys") if isinstance(document, dict) else None
    found = [_key(data) for data in listed[:_MOST_KEYS]] if isinstance(listed, list) else []
    keys = [key for key in found if key is not None]
    if not keys:
        raise ProviderUnavailable("no keys")
    return KeySet(list(keys))


def _key(data: object) -> RSAKey | ECKey | None:
    if not isinstance(data, dict) or data.get("use", "sig") != "sig":
        return None
    try:
        if data.get("kty") == "RSA" and len(data["n"]) >= _LEAST_RSA:
            return RSAKey.import_key(data)
        return ECKey.import_key(data) if data.get("kty") == "EC" else None
    except (JoseError, ValueError, TypeError, LookupError):
        return None


def read_id_token(
    text: object,
    keys: KeySet,
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    access_token: str,
    now: datetime,
) -> Mapping[str, Any]:
    """Return the claims of an ID token.

    Args:
        text: the token as it came.
        keys: of the provider.
        issuer: who must have made it.
        client_id: for whom it must have been made.
        nonce: the one that this browser's sign-in was begun with.
        access_token: the one that came beside it, to which `at_hash` ties it.
        now: the moment, in UTC.

    Raises:
        KeyUnknown: it is signed with a key that is not among these.
        ProviderRefused: anything else does not fit.
    """
    if not isinstance(text, str):
        raise ProviderRefused("id_token")
    try:
        token = decode(text, keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}},
            params={"nonce": nonce, "client_id": client_id, "access_token": access_token},
        )
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    except InvalidKeyIdError:
        raise KeyUnknown from None
    except (JoseError, ValueError, TypeError, LookupError, RecursionError):
        raise ProviderRefused("id_token") from None
    return dict(claims)
