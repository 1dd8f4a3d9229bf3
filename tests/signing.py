"""Keys that tests sign with, and client assertions as a client makes them; none of it is the product's own code."""

import base64
import itertools
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jwk, jws

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

_NUMBERS = itertools.count(1)
_USUAL = {"EC": "ES256", "P-384": "ES384", "RSA": "PS256", "RSA-1024": "RS256", "OKP": "Ed25519"}
_NAMES = [*_USUAL.values(), "RS256"]
_SIGNING = jws.JWSRegistry(algorithms=_NAMES)


PrivateKey: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


@cache
def _private(kind: str, _number: int) -> PrivateKey:
    if kind == "EC":
        return ec.generate_private_key(ec.SECP256R1())
    if kind == "P-384":
        return ec.generate_private_key(ec.SECP384R1())
    if kind.startswith("RSA"):
        return rsa.generate_private_key(65537, 1024 if kind == "RSA-1024" else 2048)
    return ed25519.Ed25519PrivateKey.generate()


@dataclass(frozen=True)
class Signer:
    """A private key, and what is told of its public half; `number` tells keys of one kind apart."""

    kind: str = "EC"
    number: int = 0
    kid: str = ""
    algorithm: str = ""
    key: PrivateKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", _private(self.kind, self.number))

    @property
    def alg(self) -> str:
        """The algorithm it signs with, unless it is told otherwise."""
        return self.algorithm or _USUAL[self.kind]

    @property
    def pem(self) -> str:
        """The public half as PEM."""
        public: bytes = self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return public.decode()

    @property
    def private_pem(self) -> str:
        """The private half as PEM."""
        private: bytes = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return private.decode()

    @property
    def private_jwk(self) -> dict[str, Any]:
        """The private half as JWK."""
        return dict(jwk.import_key(self.private_pem, _TYPES[self.kind]).as_dict(private=True))

    @property
    def jwk(self) -> dict[str, Any]:
        """The public half as JWK."""
        told = {name: value for name, value in (("kid", self.kid), ("alg", self.algorithm)) if value}
        return {**jwk.import_key(self.pem, _TYPES[self.kind]).as_dict(private=False), **told}

    def assertion(
        self, client_id: str, audience: object, header: Mapping[str, object] | None = None, now: int = 0,
        **changes: object,
    ) -> str:  # fmt: skip
        """Return an assertion made `now` (seconds); a change to None leaves a claim out."""
        named = {"kid": self.kid} if self.kid else {}
        return self.signed(claims(client_id, audience, now, **changes), {"alg": self.alg, **named, **(header or {})})

    def signed(self, content: Mapping[str, object], header: Mapping[str, object]) -> str:
        """Return claims signed by this key under exactly this header, whatever that header says."""
        signed = f"{encoded(header)}.{encoded(content)}"
        key = jwk.import_key(self.private_pem, _TYPES[self.kind])
        name = self.algorithm if self.algorithm in _NAMES else _USUAL[self.kind]
        signature = _SIGNING.get_alg(name).sign(signed.encode(), key)
        return f"{signed}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


_TYPES: Mapping[str, Any] = {"EC": "EC", "P-384": "EC", "RSA": "RSA", "RSA-1024": "RSA", "OKP": "OKP"}


def claims(client_id: str, audience: object, now: int = 0, **changes: object) -> dict[str, object]:
    """Return the claims of an assertion; a change to None leaves one out."""
    now = now or int(time.time())
    content = {
        "iss": client_id, "sub": client_id, "aud": audience, "iat": now, "exp": now + 60,
        "jti": f"assertion-{next(_NUMBERS)}", **changes,
    }  # fmt: skip
    return {name: value for name, value in content.items() if value is not None}


def encoded(content: Mapping[str, object]) -> str:
    """Return JSON as a part of a token."""
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def jwks(*signers: Signer) -> str:
    """Return the public halves as a JWKS."""
    return json.dumps({"keys": [signer.jwk for signer in signers]})
