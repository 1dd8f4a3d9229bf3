"""Read client assertions and find the key that signed them; nothing is spent here."""

from collections.abc import Iterable

from fracttal_console.crypto.jws import SignedJson, read_signed
from fracttal_console.crypto.public_keys import stored_key
from fracttal_console.domain.consumer_keys import ConsumerKey
from fracttal_console.domain.errors import JwsRefused, OAuthError

_TYPES = frozenset({"", "jwt", "client-authentication+jwt"})


def read_assertion(token: str) -> SignedJson:
    """Read a client assertion without believing it.

    Raises:
        OAuthError: `invalid_client`: `assertion_malformed`, `assertion_algorithm`, `assertion_header`.
    """
    try:
        return read_signed(token, types=_TYPES)
    except JwsRefused as refused:
        if refused.cause == "algorithm":
            raise OAuthError("invalid_client", "assertion_algorithm") from None
        if refused.cause in {"header", "type"}:
            raise OAuthError("invalid_client", "assertion_header") from None
        raise OAuthError("invalid_client", "assertion_malformed") from None


def claimed_client(token: str) -> str:
    """Return the client id that an assertion claims; the form may leave it out (RFC 7521 section 4.2).

    Raises:
        OAuthError: `invalid_client`, as in `read_assertion`; `assertion_claims` where there is none.
    """
    claimed = read_assertion(token).claims.get("sub")
    if not isinstance(claimed, str) or not claimed:
        raise OAuthError("invalid_client", "assertion_claims")
    return claimed


def signing_key(signed: SignedJson, keys: Iterable[ConsumerKey]) -> ConsumerKey | None:
    """Return which of a consumer's keys signed; where the assertion names one, no other is tried."""
    for key in keys:
        named = not signed.kid or signed.kid in {key.kid, key.thumbprint}
        if named and signed.verified_by([stored_key(key.jwk)]) is not None:
            return key
    return None
