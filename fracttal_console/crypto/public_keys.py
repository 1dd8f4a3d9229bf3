"""Public keys that others signed with: read from JWKS or PEM, held to rules, named by their thumbprint (RFC 7638)."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey, EllipticCurvePublicNumbers
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from fracttal_console.domain.errors import Invalid

LONGEST_TEXT = 64 * 1024
LONGEST_KID = 200
MOST_KEYS = 20
SHORTEST_RSA, LONGEST_RSA = 2048, 8192

KeyObject: TypeAlias = RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey

_ALGORITHMS: Mapping[str, tuple[str, ...]] = {
    "EC": ("ES256",),
    "RSA": ("PS256", "RS256"),
    # RFC 9864 gives the same algorithm its second name
    "OKP": ("EdDSA", "Ed25519"),
}
"""Which algorithms a kind of key may be used with: what a token says of itself never widens this."""

_COORDINATE = 32
_MEMBERS: Mapping[str, tuple[str, ...]] = {"EC": ("crv", "x", "y"), "RSA": ("e", "n"), "OKP": ("crv", "x")}


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that keeps all rules.

    `kid` is "" where it was given no name; `jwk` is its JSON with nothing in it but the key, its name and algorithm.
    """

    kid: str
    thumbprint: str
    jwk: str
    algorithms: tuple[str, ...]
    key: KeyObject


def read_public_keys(text: str) -> tuple[PublicKey, ...]:
    """Return the public keys of a JWKS, a single JWK or a PEM file; no address in them is ever fetched.

    Raises:
        Invalid: field `key`: `key_too_long`, `key_malformed`, `key_private`, `key_symmetric`, `key_unsupported`,
            `key_short`, `key_use`, `key_algorithm`, `key_name`, `key_too_many`.
    """
    if len(text) > LONGEST_TEXT:
        raise Invalid("key", "key_too_long", max=LONGEST_TEXT)
    plain = text.strip()
    if "-----BEGIN" in plain:
        return (_from_pem(plain),)
    try:
        content = json.loads(plain)
    except (ValueError, RecursionError):
        raise Invalid("key", "key_malformed") from None
    if not isinstance(content, dict):
        raise Invalid("key", "key_malformed")
    found = content.get("keys", [content])
    if not isinstance(found, list) or not found:
        raise Invalid("key", "key_malformed")
    if len(found) > MOST_KEYS:
        raise Invalid("key", "key_too_many", max=MOST_KEYS)
    return tuple(read_jwk(one) for one in found)


def read_jwk(content: object) -> PublicKey:
    """Return the public key of a JWK (RFC 7517).

    Raises:
        Invalid: as in `read_public_keys`.
    """
    if not isinstance(content, dict):
        raise Invalid("key", "key_malformed")
    if content.get("kty") == "oct":
        raise Invalid("key", "key_symmetric")
    if {"d", "p", "q", "dp", "dq", "qi", "oth", "k"} & content.keys():
        raise Invalid("key", "key_private")
    kind = content.get("kty")
    read = _READERS.get(kind) if isinstance(kind, str) else None
    if read is None:
        raise Invalid("key", "key_unsupported")
    uses = content.get("key_ops", ["verify"])
    if content.get("use", "sig") != "sig" or not isinstance(uses, list) or "verify" not in uses:
        raise Invalid("key", "key_use")
    kid, algorithm = content.get("kid", ""), content.get("alg", "")
    if not isinstance(kid, str) or len(kid) > LONGEST_KID or not kid.isprintable():
        raise Invalid("key", "key_name", max=LONGEST_KID)
    try:
        key = read(content)
    except (KeyError, TypeError, ValueError, UnsupportedAlgorithm):
        raise Invalid("key", "key_malformed") from None
    return _public_key(key, kid, algorithm)


@lru_cache(maxsize=2048)
def stored_key(jwk: str) -> PublicKey:
    """Return the key of a JWK that was stored; what was read once is remembered, for it never changes.

    Raises:
        Invalid: as in `read_public_keys`.
    """
    return read_jwk(json.loads(jwk))


def _from_pem(text: str) -> PublicKey:
    if "PRIVATE KEY-----" in text:
        raise Invalid("key", "key_private")
    try:
        key = load_pem_public_key(text.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Invalid("key", "key_malformed") from None
    if not isinstance(key, RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey):
        raise Invalid("key", "key_unsupported")
    return _public_key(key, "", "")


def _public_key(key: KeyObject, kid: str, algorithm: object) -> PublicKey:
    members = _members(key)
    allowed = _ALGORITHMS[members["kty"]]
    if algorithm:
        if algorithm not in allowed:
            raise Invalid("key", "key_algorithm")
        # the two names of EdDSA are one algorithm: whoever wrote one may sign under the other
        allowed = allowed if members["kty"] == "OKP" else (str(algorithm),)
    needed = {name: members[name] for name in sorted({"kty", *_MEMBERS[members["kty"]]})}
    digest = hashlib.sha256(_dump(needed).encode()).digest()
    told = {"alg": algorithm, "kid": kid}
    jwk = _dump({**members, **{name: value for name, value in told.items() if value}})
    return PublicKey(kid, _encode(digest), jwk, allowed, key)


def _members(key: KeyObject) -> dict[str, str]:
    if isinstance(key, RSAPublicKey):
        if key.key_size < SHORTEST_RSA:
            raise Invalid("key", "key_short", min=SHORTEST_RSA)
        if key.key_size > LONGEST_RSA:
            raise Invalid("key", "key_long", max=LONGEST_RSA)
        numbers = key.public_numbers()
        return {"kty": "RSA", "n": _encode_number(numbers.n), "e": _encode_number(numbers.e)}
    if isinstance(key, EllipticCurvePublicKey):
        if not isinstance(key.curve, SECP256R1):
            raise Invalid("key", "key_unsupported")
        point = key.public_numbers()
        x, y = (_encode(number.to_bytes(_COORDINATE, "big")) for number in (point.x, point.y))
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y}
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"kty": "OKP", "crv": "Ed25519", "x": _encode(raw)}


def _ec(content: Mapping[str, Any]) -> KeyObject:
    if content["crv"] != "P-256":
        raise Invalid("key", "key_unsupported")
    x, y = (int.from_bytes(_decode(content[name]), "big") for name in ("x", "y"))
    return EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()


def _rsa(content: Mapping[str, Any]) -> KeyObject:
    modulus = int.from_bytes(_decode(content["n"]), "big")
    if modulus.bit_length() > LONGEST_RSA:
        raise Invalid("key", "key_long", max=LONGEST_RSA)
    if modulus.bit_length() < SHORTEST_RSA:
        raise Invalid("key", "key_short", min=SHORTEST_RSA)
    return RSAPublicNumbers(int.from_bytes(_decode(content["e"]), "big"), modulus).public_key()


def _okp(content: Mapping[str, Any]) -> KeyObject:
    if content["crv"] != "Ed25519":
        raise Invalid("key", "key_unsupported")
    return Ed25519PublicKey.from_public_bytes(_decode(content["x"]))


_READERS: Mapping[str, Callable[[Mapping[str, Any]], KeyObject]] = {"EC": _ec, "RSA": _rsa, "OKP": _okp}


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _encode(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def _encode_number(number: int) -> str:
    return _encode(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _dump(content: Mapping[str, object]) -> str:
    return json.dumps(content, separators=(",", ":"), sort_keys=True)
