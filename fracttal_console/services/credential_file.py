"""Files by which a credential is handed over: JSON or `.env`, private, sealed with a passphrase where asked for."""

import json
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from fracttal_console.crypto.sealed_archive import sealed_archive
from fracttal_console.domain.errors import CredentialFileExists, CredentialFileFailed, Invalid
from fracttal_console.domain.secrets import SecretText

SHORTEST_PASSPHRASE = 12
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)


class CredentialFileForm(StrEnum):
    """How what is handed over is written."""

    JSON = "json"
    ENV = "env"


def check_passphrase(passphrase: SecretText) -> SecretText:
    """Return a passphrase that seals a file; an empty one seals nothing.

    Raises:
        Invalid: field `passphrase`, rule `too_short`.
    """
    if 0 < len(passphrase.reveal()) < SHORTEST_PASSPHRASE:
        raise Invalid("passphrase", "too_short", min=SHORTEST_PASSPHRASE)
    return passphrase


def write_credential_file(
    path: Path, form: CredentialFileForm, values: Mapping[str, str], secret: tuple[str, SecretText], seal: SecretText
) -> Path:
    """Write a new file that only its owner may read; what is sealed is never written in clear.

    Args:
        path: where; a sealed one gets `.zip` behind it.
        form: JSON or `.env`.
        values: what is no secret, by name.
        secret: name and value of what is.
        seal: passphrase; an empty one seals nothing.

    Returns:
        Where the file is.

    Raises:
        Invalid: field `passphrase`.
        CredentialFileExists: something stands there; it is never overwritten.
        CredentialFileFailed: it could not be written.
    """
    check_passphrase(seal)
    content = _content(form, {**values, secret[0]: secret[1].reveal()})
    if seal.reveal():
        content = sealed_archive(path.name, content, seal)
        path = path.with_name(f"{path.name}.zip")
    try:
        descriptor = os.open(path, _FLAGS, 0o600)
    except FileExistsError:
        raise CredentialFileExists(path) from None
    except (OSError, ValueError):
        raise CredentialFileFailed(path) from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
    except OSError:
        path.unlink(missing_ok=True)
        raise CredentialFileFailed(path) from None
    return path


def _content(form: CredentialFileForm, values: Mapping[str, str]) -> bytes:
    if form is CredentialFileForm.JSON:
        return (json.dumps(dict(values), ensure_ascii=False, indent=2) + "\n").encode()
    return "".join(f"FRACTTAL_{name.upper()}={_quoted(value)}\n" for name, value in values.items()).encode()


def _quoted(value: str) -> str:
    # in single quotes a shell and every reader of such files take all signs as they are, but for the quote itself
    plain = all(sign.isascii() and (sign.isalnum() or sign in "_-.:/") for sign in value)
    return value if plain else "'" + value.replace("'", "'\\''") + "'"
