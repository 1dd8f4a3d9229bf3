"""Codes that change every half minute (RFC 6238: SHA-1, 30 s, six digits), and codes that stand in for them once."""

import hmac
import secrets
from base64 import b32encode
from urllib.parse import quote, urlencode

from fracttal_console.domain.second_factors import RECOVERY_CODES
from fracttal_console.domain.secrets import SecretText

STEP_SECONDS = 30
DIGITS = 6
_SECRET_BYTES = 20  # as long as the digest (RFC 4226 section 4)
_STEPS_AROUND = 1  # a clock that is half a minute off, or a code typed as it changed (RFC 6238 section 5.2)
# Crockford's base32: no I, L, O (read as 1, 1, 0) and no U
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_CODE_LENGTH = 16  # 80 bits: out of reach even for somebody who has the digests
_GROUP = 4


def new_totp_secret() -> bytes:
    """Make the secret that the base and one person's device share."""
    return secrets.token_bytes(_SECRET_BYTES)


def totp_code(secret: bytes, step: int, *, digits: int = DIGITS) -> str:
    """Return the code of a time step (RFC 4226 section 5.3)."""
    mac = hmac.digest(secret, step.to_bytes(8), "sha1")
    offset = mac[-1] & 15
    number = int.from_bytes(mac[offset : offset + 4]) & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"


def matching_step(secret: bytes, typed: str, timestamp: float) -> int | None:
    """Return the time step whose code was typed, the one of this moment or one beside it, or None.

    Args:
        secret: what the base and the device share.
        typed: as it was typed; blanks do not count.
        timestamp: the moment, in seconds since 1970 UTC.
    """
    code = "".join(typed.split())
    if not looks_like_totp(code):
        return None
    here = int(timestamp) // STEP_SECONDS
    found = None
    for step in range(here - _STEPS_AROUND, here + _STEPS_AROUND + 1):
        # every step is looked at, so that time tells nothing
        if hmac.compare_digest(totp_code(secret, step), code):
            found = step
    return found


def looks_like_totp(typed: str) -> bool:
    """Tell whether this is a code of a device by its form, and not a recovery code."""
    code = "".join(typed.split())
    return len(code) == DIGITS and code.isascii() and code.isdecimal()


def as_letters(secret: bytes) -> SecretText:
    """Return a secret in the letters that are typed where no QR code can be read (RFC 4648 base32)."""
    return SecretText(b32encode(secret).decode().rstrip("="))


def enrolment_uri(secret: bytes, *, company: str, email: str) -> SecretText:
    """Return the URI that authenticator programs read from a QR code (Google's Key URI format).

    Args:
        secret: what the base and the device will share.
        company: whose base it is.
        email: of the person.
    """
    values = urlencode({"secret": as_letters(secret).reveal(), "issuer": company}, quote_via=quote)
    # a colon would end the issuer's part of the label
    return SecretText(f"otpauth://totp/{quote(company.replace(':', ' '))}:{quote(email)}?{values}")


def new_recovery_codes() -> tuple[SecretText, ...]:
    """Make the codes that a person keeps on paper: 80 random bits each, in four groups of four."""
    return tuple(SecretText(_new_code()) for _ in range(RECOVERY_CODES))


def recovery_code_text(typed: str, person_id: int) -> str:
    """Return what the digest of a person's recovery code is made of, from the code as it was typed."""
    signs = "".join(sign for sign in typed if sign.isalnum()).upper().translate(_READ_AS)
    return f"recovery code of person {person_id}: {signs}"


def _new_code() -> str:
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    return "-".join(signs[at : at + _GROUP] for at in range(0, _CODE_LENGTH, _GROUP))
