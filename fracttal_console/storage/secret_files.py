"""Secrets that others gave us, each in a file that only we may read."""

import os
import stat
from pathlib import Path

from fracttal_console.domain.errors import ProviderSecretUnusable
from fracttal_console.domain.secrets import SecretText

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LONGEST = 4096
# O_NONBLOCK: opening a pipe must not wait for somebody to write into it
_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


def read_provider_secret(path: Path) -> SecretText:
    """Return the first line of a file, without its end.

    Raises:
        ProviderSecretUnusable: it is missing, empty, a link, somebody else's, or others may read it.
    """
    try:
        descriptor = os.open(path, _FLAGS)
        try:
            # asked of what is open, not of the path, which may have changed since
            status = os.fstat(descriptor)
            mine = status.st_uid in {os.geteuid(), 0} and not status.st_mode & _OTHERS
            content = os.read(descriptor, _LONGEST) if mine and stat.S_ISREG(status.st_mode) else b""
        finally:
            os.close(descriptor)
        line = content.partition(b"\n")[0].removesuffix(b"\r").decode()
    except (OSError, ValueError):
        raise ProviderSecretUnusable(path) from None
    if not line:
        raise ProviderSecretUnusable(path)
    return SecretText(line)
