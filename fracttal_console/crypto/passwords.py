"""People's passwords: hashing, checking and the rules for a new one."""

import os
import threading
import unicodedata
from base64 import b64encode
from collections.abc import Iterable

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.secrets import SecretText

MIN_CHARACTERS = 8
MAX_CHARACTERS = 256
COMMON_PASSWORDS = 3000
_SALT_BYTES = 16
_HASH_BYTES = 32
# No character decomposes into more than four code points (UAX #15), so what is longer than this in clear is
# too long in NFC as well, and the time of normalising it can be saved.
_MAX_RAW_CHARACTERS = 4 * MAX_CHARACTERS


class Passwords:
    """Hash and check passwords with Argon2id (RFC 9106), a bounded number at a time."""

    __slots__ = ("_dummy", "_iterations", "_lanes", "_memory_kib", "_parameters", "_turns")

    def __init__(self, memory_kib: int = 65536, iterations: int = 3, lanes: int = 1, at_once: int = 2) -> None:
        """Take the cost of one hash.

        Args:
            memory_kib: memory in KiB (RFC 9106 section 3.1, m).
            iterations: passes over the memory (t).
            lanes: degree of parallelism (p).
            at_once: hashes worked on at the same time; others wait, so that many sign-ins at once
                cannot take all memory.
        """
        self._memory_kib = memory_kib
        self._iterations = iterations
        self._lanes = lanes
        self._turns = threading.BoundedSemaphore(at_once)
        self._parameters = f"$argon2id$v=19$m={memory_kib},t={iterations},p={lanes}$"
        self._dummy = f"{self._parameters}{_unpadded(bytes(_SALT_BYTES))}${_unpadded(bytes(_HASH_BYTES))}"

    def hash(self, password: SecretText) -> str:
        """Hash a password that `check_new_password` accepted.

        Returns:
            PHC string with salt and parameters.
        """
        recipe = Argon2id(
            salt=os.urandom(_SALT_BYTES),
            length=_HASH_BYTES,
            iterations=self._iterations,
            lanes=self._lanes,
            memory_cost=self._memory_kib,
        )
        with self._turns:
            return recipe.derive_phc_encoded(_material(password))

    def verify(self, password: SecretText, stored: str | None) -> bool:
        """Tell whether this is the password, taking as long when nobody of that name exists.

        Args:
            password: what was typed.
            stored: the PHC string kept, or None when there is no such person.
        """
        if len(password.reveal()) > _MAX_RAW_CHARACTERS:
            password, stored = SecretText(""), None
        with self._turns:
            try:
                Argon2id.verify_phc_encoded(_material(password), self._dummy if stored is None else stored)
            except (InvalidKey, ValueError):  # ValueError: what is stored is no hash and so opens nothing
                return False
        return stored is not None

    def needs_rehash(self, stored: str) -> bool:
        """Tell whether a hash was made with another cost than today's."""
        return not stored.startswith(self._parameters)


def check_new_password(password: SecretText, personal: Iterable[str]) -> None:
    """Refuse a password that is too short or long, or among the first that anybody would try.

    No rules of composition (NIST SP 800-63B section 3.1.1.2; ASVS 5.0 6.2.1, 6.2.4, 6.2.5, 6.2.9).

    Args:
        password: the new password.
        personal: what is known of the person: e-mail, name, company.

    Raises:
        Invalid: field `password`, rule `password_short` (min), `password_long` (max),
            `password_personal` or `password_common`.
    """
    if len(password.reveal()) > _MAX_RAW_CHARACTERS:
        raise Invalid("password", "password_long", max=MAX_CHARACTERS)
    text = _normalised(password)
    if len(text) < MIN_CHARACTERS:
        raise Invalid("password", "password_short", min=MIN_CHARACTERS)
    if len(text) > MAX_CHARACTERS:
        raise Invalid("password", "password_long", max=MAX_CHARACTERS)
    if _is_personal(text, personal):
        raise Invalid("password", "password_personal")
    if _is_common(text):
        raise Invalid("password", "password_common")


def password_strength(password: SecretText, personal: Iterable[str]) -> int:
    """Return how hard a password is to guess, from 0 to 4: a hint, never a gate.

    Args:
        password: what was typed.
        personal: what is known of the person, which counts as easy to guess.
    """
    # Here, for the same reason as below.
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]  # noqa: PLC0415

    # its time grows with the square of the length, and after 72 characters the answer is 4 anyhow
    return int(zxcvbn(_normalised(password)[:72], user_inputs=[word for word in personal if word])["score"])


def _is_personal(text: str, personal: Iterable[str]) -> bool:
    """Tell whether the password is one of these, perhaps with digits and signs around it."""
    word = _word(text)
    bare = word.strip("0123456789")
    for item in personal:
        known = {_word(item), _word(item.partition("@")[0])} - {""}
        if word in known or bare in known:
            return True
    return False


def _word(text: str) -> str:
    """Keep what is left of a text when case, blanks and signs do not count."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text).casefold()))


def _is_common(text: str) -> bool:
    # Here, because importing the lists takes 50 ms and only the setting of a password needs them.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]  # noqa: PLC0415

    return text.casefold() in FREQUENCY_LISTS["passwords"][:COMMON_PASSWORDS]


def _normalised(password: SecretText) -> str:
    # The same letters typed on different systems must give the same bytes (RFC 8265 section 4.2).
    return unicodedata.normalize("NFC", password.reveal())


def _material(password: SecretText) -> bytes:
    # A terminal hands over bytes that are no UTF-8 as surrogates: strange, but a password all the same.
    return _normalised(password).encode(errors="surrogatepass")


def _unpadded(raw: bytes) -> str:
    return b64encode(raw).rstrip(b"=").decode()
