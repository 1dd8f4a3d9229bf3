"""Read proofs of possession (RFC 9449): the key stands in the proof itself, so only its signature is believed."""

import binascii
import hashlib
import json
from base64 import urlsafe_b64decode
from functools import cache
from typing import TYPE_CHECKING, Any, Never

from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.proofs import LONGEST_PROOF, PROOF_ALGORITHMS, Proof, base64url

if TYPE_CHECKING:
    from jwt.api_jws import PyJWS

_TYPE = "dpop+jwt"
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
# the members of a thumbprint (RFC 7638 section 3.2), which are those that make the key
_MEMBERS = {"EC": ("crv", "kty", "x", "y"), "OKP": ("crv", "kty", "x"), "RSA": ("e", "kty", "n")}
_ED = ("OKP", "Ed25519")
_KINDS = {"ES256": ("EC", "P-256"), "Ed25519": _ED, "EdDSA": _ED, "PS256": ("RSA", None)}
_RSA_BITS = range(2048, 4097)
_LONGEST_NUMBER = 256
_LATEST = 1e11  # seconds: beyond it no moment is meant


@cache
def _verifier() -> "PyJWS":
    # PyJWT loads X.509 and HTTP: too long for the start of a window, which verifies nothing
    from jwt.algorithms import OKPAlgorithm  # noqa: PLC0415 - as said
    from jwt.api_jws import PyJWS  # noqa: PLC0415 - as said

    made = PyJWS(algorithms=[name for name in PROOF_ALGORITHMS if name != "Ed25519"])
    made.register_algorithm("Ed25519", OKPAlgorithm())
    return made


def read_proof(text: str) -> Proof:
    """Return a proof after checking its form, its key and its signature.

    Raises:
        OAuthError: `invalid_dpop_proof`; the causes are `proof_missing`, `proof_malformed`, `proof_key` and
            `proof_signature`.
    """
    if not text:
        raise OAuthError("invalid_dpop_proof", "proof_missing")
    parts = text.split(".")
    if len(text) > LONGEST_PROOF or len(parts) != 3 or not all(parts):
        raise OAuthError("invalid_dpop_proof", "proof_malformed")
    header, claims = _object(parts[0]), _object(parts[1])
    algorithm = header.get("alg")
    if header.get("typ") != _TYPE or algorithm not in PROOF_ALGORITHMS or {"crit", "b64"} & header.keys():
        raise OAuthError("invalid_dpop_proof", "proof_malformed")
    key = _public_key(header.get("jwk"), algorithm)
    from jwt import PyJWTError  # noqa: PLC0415 - as in _verifier

    try:
        _verifier().decode_complete(text, _made(key, algorithm), algorithms=[algorithm])
    except (PyJWTError, ValueError):
        raise OAuthError("invalid_dpop_proof", "proof_signature") from None
    return Proof(
        key=thumbprint(key),
        number=_text(claims, "jti", _LONGEST_NUMBER),
        method=_text(claims, "htm", 40),
        target=_text(claims, "htu", LONGEST_PROOF),
        issued_at=_moment(claims, "iat"),
        not_before=_moment(claims, "nbf") if "nbf" in claims else None,
        ends_at=_moment(claims, "exp") if "exp" in claims else None,
        token_digest=_text(claims, "ath", 43) if "ath" in claims else "",
    )


def thumbprint(key: dict[str, str]) -> bytes:
    """Return the SHA-256 thumbprint of a key that holds only the members that make it (RFC 7638)."""
    return hashlib.sha256(json.dumps(key, separators=(",", ":"), sort_keys=True).encode()).digest()


def token_digest(token: str) -> str:
    """Return what a proof says of the token that is shown with it (`ath`)."""
    return base64url(hashlib.sha256(token.encode()).digest())


def _public_key(jwk: object, algorithm: str) -> dict[str, str]:
    kind, curve = _KINDS[algorithm]
    if not isinstance(jwk, dict) or jwk.get("kty") != kind or _PRIVATE & jwk.keys():
        raise OAuthError("invalid_dpop_proof", "proof_key")
    key = {name: jwk.get(name) for name in _MEMBERS[kind]}
    if not all(isinstance(value, str) for value in key.values()) or jwk.get("crv") != curve:
        raise OAuthError("invalid_dpop_proof", "proof_key")
    if kind == "RSA" and int.from_bytes(_bytes(str(key["n"]))).bit_length() not in _RSA_BITS:
        raise OAuthError("invalid_dpop_proof", "proof_key")
    return {name: str(value) for name, value in key.items()}


def _made(key: dict[str, str], algorithm: str) -> Any:  # noqa: ANN401  # one of three classes of the library
    from jwt import PyJWK  # noqa: PLC0415 - as in _verifier

    return PyJWK(key, algorithm="EdDSA" if algorithm == "Ed25519" else algorithm).key


def _object(part: str) -> dict[str, Any]:
    try:
        content = json.loads(_bytes(part), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise OAuthError("invalid_dpop_proof", "proof_malformed") from None
    if not isinstance(content, dict):
        raise OAuthError("invalid_dpop_proof", "proof_malformed")
    return content


def _bytes(part: str) -> bytes:
    try:
        return urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except (binascii.Error, ValueError):
        raise OAuthError("invalid_dpop_proof", "proof_malformed") from None


def _text(claims: dict[str, Any], name: str, longest: int) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise OAuthError("invalid_dpop_proof", "proof_malformed")
    return value


def _moment(claims: dict[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < _LATEST:
        raise OAuthError("invalid_dpop_proof", "proof_malformed")
    return float(value)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # of a name given twice, two readers may each believe another one
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _no_constant(_text: str) -> Never:
    raise ValueError
