"""Random secrets and public ids: how they are made, recognised, kept and compared."""

import hashlib
import hmac
import secrets
import zlib

from fracttal_console.domain.secrets import SecretKind, SecretText

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE = len(_ALPHABET)
# Two digits a step halve the divisions of a 256-bit number.
_PAIRS = tuple(high + low for high in _ALPHABET for low in _ALPHABET)

_BODY_LENGTH = 43  # 62**43 > 2**256
_DRAWN_BYTES = 64  # of which 62 are even chances on average, and 43 all but always
# Four bytes for each character, so that each is as likely; the eight bytes that are left over are thrown away.
_EVEN = 256 - 256 % _BASE
_CHARACTERS = bytes(ord(_ALPHABET[byte % _BASE]) for byte in range(256))
_UNEVEN = bytes(range(_EVEN, 256))
_CHECKSUM_LENGTH = 6  # 62**6 > 2**32
_HINT_LENGTH = 4


def new_secret(kind: SecretKind) -> SecretText:
    """Make a secret of 256 random bits that says what it is and carries a checksum.

    43 base62 characters drawn evenly hold 256.03 bits.

    Args:
        kind: gives the prefix.

    Returns:
        Prefix, 43 base62 characters, 6 base62 characters of CRC-32 over both (no defence against
        forgery: it only lets a scanner recognise a leaked secret, and us refuse a typo, without storage).
    """
    drawn = b""
    while len(drawn) < _BODY_LENGTH:
        drawn = secrets.token_bytes(_DRAWN_BYTES).translate(_CHARACTERS, _UNEVEN)
    body = kind.value + drawn[:_BODY_LENGTH].decode("ascii")
    return SecretText(body + _checksum(body))


def well_formed(text: str, kind: SecretKind) -> bool:
    """Tell whether this text could be a secret of this kind, from its shape and checksum alone."""
    if len(text) != len(kind.value) + _BODY_LENGTH + _CHECKSUM_LENGTH or not text.startswith(kind.value):
        return False
    if not (text.isascii() and text[len(kind.value) :].isalnum()):
        return False
    return text[-_CHECKSUM_LENGTH:] == _checksum(text[:-_CHECKSUM_LENGTH])


def new_public_id(prefix: str, length: int = 18) -> str:
    """Make an id that may be shown to anybody and is not guessed or met twice.

    Args:
        prefix: what comes before the random part, such as `fcc_` or `fck_`.
        length: random base62 characters after the prefix (5.95 bits each).
    """
    # One uniform number below 62**length: characters drawn by a remainder would favour the first ones.
    return prefix + _base62(secrets.randbelow(_BASE**length), length)


def digest(text: str) -> bytes:
    """Return the SHA-256 (32 bytes) under which a secret of 256 random bits is kept and looked up."""
    return hashlib.sha256(text.encode()).digest()


def same(a: bytes, b: bytes) -> bool:
    """Compare two digests or MACs in a time that does not depend on where they differ."""
    return hmac.compare_digest(a, b)


def hint(secret: SecretText) -> str:
    """Return what may be shown of a secret for good: its prefix and its last four characters."""
    text = secret.reveal()
    prefix = text[: text.find("_") + 1]
    return f"{prefix}…{text[-_HINT_LENGTH:]}"


def _checksum(text: str) -> str:
    return _base62(zlib.crc32(text.encode()), _CHECKSUM_LENGTH)


def _base62(number: int, length: int) -> str:
    """Write a number in exactly `length` digits; the number must fit."""
    pairs = []
    for _ in range((length + 1) // 2):
        number, pair = divmod(number, _BASE * _BASE)
        pairs.append(_PAIRS[pair])
    pairs.reverse()
    return "".join(pairs)[-length:]
