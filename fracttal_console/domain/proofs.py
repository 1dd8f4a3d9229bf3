"""Proofs that whoever sends a token also holds a key (DPoP, RFC 9449)."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.refusals import safe_text

PROOF_WINDOW = timedelta(seconds=60)
"""How far the clock of a program may be off."""

PROOF_MEMORY = 2 * PROOF_WINDOW + timedelta(seconds=5)
"""For how long a proof is remembered, so that it counts once: longer than it could be shown again."""

PROOF_ALGORITHMS = ("ES256", "Ed25519", "EdDSA", "PS256")
"""EdDSA is what Ed25519 was called before RFC 9864."""
LONGEST_PROOF = 4096

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A proof whose signature is good: `key` is the thumbprint (RFC 7638) of the key that signed it."""

    key: bytes
    number: str
    method: str
    target: str
    issued_at: float
    not_before: float | None = None
    ends_at: float | None = None
    token_digest: str = ""


@dataclass(frozen=True, slots=True)
class PresentedProof:
    """What came of reading a proof, and what it has to be about.

    `read` is a proof with a good signature, or why there is none: a signature takes time to verify, so that is done
    before anything waits for it. `targets` are the addresses, each without query, by which the one that was asked for
    is known.
    """

    read: Proof | OAuthError
    method: str
    targets: tuple[str, ...]

    @property
    def proof(self) -> Proof:
        """The proof.

        Raises:
            OAuthError: `invalid_dpop_proof`: it is none.
        """
        if isinstance(self.read, OAuthError):
            raise self.read
        return self.read


def check_proof(proof: Proof, presented: PresentedProof, now: datetime, token_digest: str = "") -> None:
    """Check what a proof is about (RFC 9449 section 4.3).

    Args:
        proof: as it was signed.
        presented: what it has to be about.
        now: the moment (UTC).
        token_digest: base64url of the SHA-256 of the token that is shown with it, empty where none is.

    Raises:
        OAuthError: `invalid_dpop_proof`.
    """
    moment = now.timestamp()
    if proof.method != presented.method:
        methods = {"signed_method": safe_text(proof.method), "sent_method": presented.method}
        raise OAuthError("invalid_dpop_proof", "proof_other_method", facts=methods)
    if same_target(proof.target) not in {same_target(target) for target in presented.targets}:
        targets = {"proof_target": safe_text(proof.target.partition("?")[0]), "sent_target": presented.targets[0]}
        raise OAuthError("invalid_dpop_proof", "proof_other_target", facts=targets)
    if abs(moment - proof.issued_at) > PROOF_WINDOW.total_seconds():
        raise OAuthError("invalid_dpop_proof", "proof_stale", facts={"skew": round(proof.issued_at - moment)})
    if proof.ends_at is not None and moment >= proof.ends_at:
        raise OAuthError("invalid_dpop_proof", "proof_stale")
    if proof.not_before is not None and moment < proof.not_before - PROOF_WINDOW.total_seconds():
        raise OAuthError("invalid_dpop_proof", "proof_stale")
    if token_digest and proof.token_digest != token_digest:
        raise OAuthError("invalid_dpop_proof", "proof_other_token")


def same_target(address: str) -> str:
    """Return an address in the one form in which it is compared: no query, no fragment, no usual port."""
    try:
        parts = urlsplit(address)
        scheme, port = parts.scheme.lower(), parts.port
    except ValueError:
        return ""
    if scheme not in _DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{scheme}://{host}:{port or _DEFAULT_PORTS[scheme]}{parts.path or '/'}"


def base64url(raw: bytes) -> str:
    """Return bytes as they stand in JSON of JOSE."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def read_thumbprint(text: str) -> bytes | None:
    """Return a thumbprint as a program writes it, None where it is none."""
    try:
        raw = urlsafe_b64decode(text + "=" if len(text) == 43 else "")
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == 32 and base64url(raw) == text else None
