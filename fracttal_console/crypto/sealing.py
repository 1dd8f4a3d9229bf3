"""Encryption of values at rest, bound to the place in which they stand."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fracttal_console.domain import errors

KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16


class Sealer:
    """Encrypt and authenticate small values with AES-256-GCM (NIST SP 800-38D), each for one place only.

    The nonce is random: a key is good for 2**32 values before a repetition becomes likely enough to matter
    (section 8.3), far beyond what one base ever seals.
    """

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        """Take the key.

        Args:
            key: 32 bytes.
        """
        if len(key) != KEY_BYTES:
            raise ValueError("a sealing key has 32 bytes")
        # Kept, because the key schedule costs more than sealing one secret.
        self._cipher = AESGCM(key)

    def seal(self, clear: bytes, *, table: str, row: str, purpose: str) -> bytes:
        """Encrypt a value for one column of one row.

        Args:
            clear: what to hide.
            table: table in which it will stand.
            row: identity of the row.
            purpose: which of the row's values it is.

        Returns:
            Nonce (12 bytes), ciphertext, tag (16 bytes).
        """
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, clear, _place(table, row, purpose))

    def open(self, sealed: bytes, *, table: str, row: str, purpose: str) -> bytes:
        """Decrypt what `seal` made for the same place.

        Raises:
            RowTampered: it was changed, moved from another place, or sealed with another key.
        """
        if len(sealed) < _NONCE_BYTES + _TAG_BYTES:
            raise errors.RowTampered(table, row)
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _place(table, row, purpose))
        except InvalidTag:
            raise errors.RowTampered(table, row) from None


def _place(*names: str) -> bytes:
    """Write names so that no two lists of names give the same bytes: each with its length in front."""
    encoded = [name.encode() for name in names]
    return b"".join(len(name).to_bytes(4) + name for name in encoded)
