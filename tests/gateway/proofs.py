"""Keys of programs and the proofs that they make, by another library than the one that checks them."""

import itertools
from hashlib import sha256
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from joserfc.util import json_b64encode, urlsafe_b64encode

_numbers = itertools.count(1)
REGISTRY = jws.JWSRegistry(algorithms=["ES256", "ES384", "Ed25519", "PS256", "RS256", "HS256", "none"])


class Holder:
    """A program that holds a key.

    Args:
        algorithm: of its signatures.
        key: None makes one.
    """

    def __init__(self, algorithm: str = "ES256", key: Key | None = None) -> None:
        self.algorithm = algorithm
        self.key = key or made_key(algorithm)

    @property
    def thumbprint(self) -> str:
        """What names the key."""
        return str(self.key.thumbprint())

    def proof(
        self,
        method: str,
        url: str,
        at: float,
        *,
        token: str = "",
        header: dict[str, Any] | None = None,
        **claims: Any,  # noqa: ANN401
    ) -> str:
        """Return a proof; a claim or header that is None is left out."""
        said: dict[str, Any] = {"jti": f"proof-{next(_numbers)}", "htm": method, "htu": url, "iat": int(at)}
        if token:
            said["ath"] = urlsafe_b64encode(sha256(token.encode()).digest()).decode()
        said.update(claims)
        public = self.key.as_dict(private=False)
        kept = {name: public[name] for name in ("kty", "crv", "x", "y", "n", "e") if name in public}
        head = {"typ": "dpop+jwt", "alg": self.algorithm, "jwk": kept, **(header or {})}
        head = {name: value for name, value in head.items() if value is not None}
        said = {name: value for name, value in said.items() if value is not None}
        signing = b".".join([json_b64encode(head), json_b64encode(said)])
        model = REGISTRY.get_alg(self.algorithm)
        return (signing + b"." + urlsafe_b64encode(model.sign(signing, self.key))).decode()


def made_key(algorithm: str) -> Key:
    """Make a key that fits an algorithm."""
    if algorithm == "Ed25519":
        return OKPKey.generate_key("Ed25519")
    if algorithm.startswith("ES"):
        return ECKey.generate_key("P-384" if algorithm == "ES384" else "P-256")
    return RSAKey.generate_key(2048)
