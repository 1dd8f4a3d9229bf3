"""Key hierarchy: one data key per base, wrapped by the master key and, separately, by the recovery code.

The data key never changes; giving a base another master key or recovery code wraps it anew. What the program
computes with are sub-keys of the data key, one per purpose, so that no value of one kind passes for another.
"""

import hmac
import secrets
import unicodedata
from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fracttal_console.crypto.sealing import KEY_BYTES, Sealer
from fracttal_console.domain import errors
from fracttal_console.domain.secrets import SecretText

MASTER = "master"
RECOVERY = "recovery"
_NOT_OPENED: dict[str, type[errors.ConsoleError]] = {
    MASTER: errors.MasterKeyWrong,
    RECOVERY: errors.RecoveryCodeWrong,
}
_WRAPPED_TABLE = "wrapped_data_key"
_ROW_SEAL_BYTES = 16

# Crockford's base32: no I, L, O (read as 1, 1, 0) and no U.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DIGIT_VALUES = {digit: value for value, digit in enumerate(_ALPHABET)}
_READ_AS = str.maketrans("OIL", "011")
_CODE_RANDOM_DIGITS = 38
_CODE_CHECK_DIGITS = 2
_CODE_GROUP_DIGITS = 5
# The whole code, read as a number, is a multiple of this prime. It is below 32**2, and 32 has order 68 modulo
# it, so one wrong digit and any two exchanged ones always show.
_CHECK_MODULUS = 1021


def new_data_key() -> bytes:
    """Make the 32 random bytes from which a base's keys derive."""
    return secrets.token_bytes(KEY_BYTES)


def new_master_key() -> bytes:
    """Make the 32 random bytes by which a data key is wrapped."""
    return secrets.token_bytes(KEY_BYTES)


def wrap(data_key: bytes, wrapping_key: bytes, *, base_id: str, kind: str) -> bytes:
    """Encrypt the data key (AES-256-GCM) for one base and one way of opening it.

    Args:
        data_key: 32 bytes.
        wrapping_key: 32 bytes, the master key or the key of the recovery code.
        base_id: identity of the base.
        kind: `master` or `recovery`.
    """
    return Sealer(wrapping_key).seal(data_key, table=_WRAPPED_TABLE, row=base_id, purpose=kind)


def unwrap(wrapped: bytes, wrapping_key: bytes, *, base_id: str, kind: str) -> bytes:
    """Decrypt the data key that `wrap` made for the same base and kind.

    Raises:
        MasterKeyWrong: a key of kind `master` does not open it.
        RecoveryCodeWrong: a key of kind `recovery` does not open it.
    """
    not_opened = _NOT_OPENED[kind]
    try:
        return Sealer(wrapping_key).open(wrapped, table=_WRAPPED_TABLE, row=base_id, purpose=kind)
    except errors.RowTampered:
        raise not_opened from None


def new_recovery_code() -> SecretText:
    """Make a code to be kept on paper: 190 random bits and two check digits in eight groups of five."""
    number = secrets.randbits(5 * _CODE_RANDOM_DIGITS) << (5 * _CODE_CHECK_DIGITS)
    number += -number % _CHECK_MODULUS
    length = _CODE_RANDOM_DIGITS + _CODE_CHECK_DIGITS
    digits = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))
    return SecretText("-".join(digits[at : at + _CODE_GROUP_DIGITS] for at in range(0, length, _CODE_GROUP_DIGITS)))


def recovery_key(code: SecretText, *, base_id: str) -> bytes:
    """Derive the 32-byte wrapping key from a recovery code as a person types it.

    Args:
        code: case, blanks and dashes do not count; O is read as 0, I and L as 1.
        base_id: identity of the base.

    Raises:
        RecoveryCodeWrong: the code is mistyped, by its length, letters or check digits.
    """
    digits = _code_digits(code.reveal())
    # A fast derivation is enough: 190 random bits cannot be tried, however quick one try is.
    return _derived(digits.encode(), salt=base_id.encode(), label=b"recovery key")


class Vault:
    """Everything that is computed with the data key of an open base."""

    __slots__ = ("_chain_key", "_lookup_key", "_page_key", "_row_key", "sealer")

    sealer: Sealer

    def __init__(self, data_key: bytes) -> None:
        """Derive the sub-keys; the data key itself is not kept.

        Args:
            data_key: 32 bytes, from `unwrap`.
        """
        if len(data_key) != KEY_BYTES:
            raise ValueError("a data key has 32 bytes")
        self.sealer = Sealer(_derived(data_key, label=b"sealed values"))
        self._row_key = _derived(data_key, label=b"row seals")
        self._chain_key = _derived(data_key, label=b"event chain")
        self._page_key = _derived(data_key, label=b"page tokens")
        self._lookup_key = _derived(data_key, label=b"lookups")

    def __repr__(self) -> str:
        return "<vault>"

    def row_seal(self, payload: bytes) -> bytes:
        """Return the seal (16 bytes, HMAC-SHA256 truncated as RFC 2104 section 5 allows) of a row's content."""
        return hmac.digest(self._row_key, payload, "sha256")[:_ROW_SEAL_BYTES]

    def link(self, previous: bytes, payload: bytes) -> bytes:
        """Return the link (32 bytes) that joins an event to the one before it.

        Args:
            previous: link of the event before, at most 255 bytes; empty for the first event.
            payload: content of this event.
        """
        # The length keeps the border between the two where it was.
        return hmac.digest(self._chain_key, len(previous).to_bytes(1) + previous + payload, "sha256")

    def page_token(self, payload: bytes) -> str:
        """Return the token (43 URL-safe characters) that only a page of ours can carry for this payload."""
        return urlsafe_b64encode(hmac.digest(self._page_key, payload, "sha256")).rstrip(b"=").decode()

    def lookup(self, text: str) -> bytes:
        """Return 32 bytes that stand for an e-mail address, without it, where only equality matters."""
        normalised = unicodedata.normalize("NFC", text.strip()).casefold()
        return hmac.digest(self._lookup_key, normalised.encode(errors="surrogatepass"), "sha256")


def _derived(material: bytes, *, label: bytes, salt: bytes | None = None) -> bytes:
    """Derive a 32-byte key for one purpose (HKDF, RFC 5869)."""
    recipe = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=b"fracttal-console 1: " + label)
    return recipe.derive(material)


def _code_digits(typed: str) -> str:
    """Return the 40 digits of a typed recovery code once they are known to be right."""
    kept = "".join(sign for sign in typed if not sign.isspace() and unicodedata.category(sign) != "Pd")
    digits = kept.upper().translate(_READ_AS)
    if len(digits) != _CODE_RANDOM_DIGITS + _CODE_CHECK_DIGITS or not _DIGIT_VALUES.keys() >= set(digits):
        raise errors.RecoveryCodeWrong
    number = 0
    for digit in digits:
        number = number << 5 | _DIGIT_VALUES[digit]
    if number % _CHECK_MODULUS:
        raise errors.RecoveryCodeWrong
    return digits
