"""Signed JSON that others made (RFC 7515, RFC 7519): read within narrow limits, then verified; nothing here signs."""

import binascii
import json
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Never

from fracttal_console.crypto.public_keys import PublicKey
from fracttal_console.domain.consumer_keys import SIGNING_ALGORITHMS
from fracttal_console.domain.errors import JwsRefused

if TYPE_CHECKING:
    from jwt.api_jws import PyJWS

LONGEST_TOKEN = 8192

# what a token would have us fetch, or believe because it says so itself (RFC 8725 section 3)
_NEVER = frozenset({"crit", "b64", "jku", "jwk", "x5u", "x5c", "zip", "enc"})

_PARTS = 3


@cache
def _verifier() -> "PyJWS":
    # PyJWT loads X.509 and HTTP: too long for the start of a window, which verifies nothing
    from jwt.algorithms import OKPAlgorithm  # noqa: PLC0415 - as said
    from jwt.api_jws import PyJWS  # noqa: PLC0415 - as said

    made = PyJWS(algorithms=[name for name in SIGNING_ALGORITHMS if name != "Ed25519"])
    made.register_algorithm("Ed25519", OKPAlgorithm())
    return made


@dataclass(frozen=True, slots=True, repr=False)
class SignedJson:
    """A token as it says of itself; nothing of it is true before `verified_by`."""

    token: str
    header: Mapping[str, Any]
    claims: Mapping[str, Any]

    @property
    def algorithm(self) -> str:
        """The algorithm it names."""
        return str(self.header["alg"])

    @property
    def kid(self) -> str:
        """The name of the key it was signed with, "" where it names none."""
        return str(self.header.get("kid", ""))

    def verified_by(self, keys: Iterable[PublicKey]) -> PublicKey | None:
        """Return the key that signed it, None where none of these did; a key is tried only with its own algorithms."""
        from jwt import InvalidTokenError  # noqa: PLC0415 - as in _verifier

        for key in keys:
            if self.algorithm not in key.algorithms:
                continue
            try:
                _verifier().decode_complete(self.token, key.key, algorithms=[self.algorithm])
            except InvalidTokenError:
                continue
            return key
        return None


def read_signed(token: str, *, types: frozenset[str], own: frozenset[str] = frozenset()) -> SignedJson:
    """Read a signed token without believing it.

    Args:
        token: in compact form.
        types: which `typ` it may have, in lower case; "" is none.
        own: header parameters, otherwise never accepted, that this kind of token may have.

    Raises:
        JwsRefused: `too_long` before anything is read, `malformed`, `algorithm`, `header` or `type`.
    """
    if len(token) > LONGEST_TOKEN:
        raise JwsRefused("too_long")
    parts = token.split(".")
    if len(parts) != _PARTS or not all(parts):
        raise JwsRefused("malformed")
    header, claims = _json(parts[0]), _json(parts[1])
    if header.get("alg") not in SIGNING_ALGORITHMS:
        raise JwsRefused("algorithm")
    if not isinstance(header.get("kid", ""), str) or (_NEVER - own) & header.keys():
        raise JwsRefused("header")
    kind = header.get("typ", "")
    if not isinstance(kind, str) or kind.lower().removeprefix("application/") not in types:
        raise JwsRefused("type")
    return SignedJson(token, header, claims)


def _json(part: str) -> dict[str, Any]:
    try:
        raw = urlsafe_b64decode(part + "=" * (-len(part) % 4))
        content = json.loads(raw, object_pairs_hook=_once, parse_constant=_no_constant)
    except (binascii.Error, ValueError, RecursionError):
        raise JwsRefused("malformed") from None
    if not isinstance(content, dict):
        raise JwsRefused("malformed")
    return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # of a name given twice, two readers may each believe another one
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _no_constant(_text: str) -> Never:
    raise ValueError
