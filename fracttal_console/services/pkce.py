"""PKCE with S256 (RFC 7636 section 4.6); `plain` is not spoken here."""

from base64 import urlsafe_b64encode
from hashlib import sha256


def challenge_of(verifier: str) -> str:
    """Return the code challenge that belongs to a code verifier."""
    return urlsafe_b64encode(sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")
