"""Where the master key is kept: chosen by one setting, never by falling back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from fracttal_console.crypto.key_file import KeyCredential, KeyFile
from fracttal_console.crypto.system_keyring import SystemKeyring
from fracttal_console.domain import errors


class KeyProvider(Protocol):
    """Keep the master key (32 bytes) of a base somewhere outside the base."""

    @property
    def name(self) -> str:
        """The setting that leads here, such as `keyring` or `file:/srv/console.key`."""

    @property
    def replaceable(self) -> bool:
        """Whether this program can put another key in the place of the one that is there."""

    def create(self, base_id: str) -> bytes:
        """Make, store and read back a new master key; an existing one is never replaced."""

    def load(self, base_id: str) -> bytes:
        """Return the master key of this base."""

    def store(self, base_id: str, key: bytes) -> None:
        """Put another master key in the place of the old one: for recovery and rotation only."""

    def discard(self, base_id: str) -> None:
        """Take back what this object's `create` made, when making the base failed; nothing else."""


def key_provider(setting: str, environ: Mapping[str, str]) -> KeyProvider:
    """Return the key provider that a setting names.

    Args:
        setting: `keyring`, `file:PATH` or `credential:NAME`.
        environ: environment of the process; systemd names the directory of its credentials there.

    Raises:
        KeyProviderUnknown: it is none of the three, or its path or name cannot be one.
    """
    kind, colon, place = setting.partition(":")
    if setting == "keyring":
        return SystemKeyring()
    if kind == "file" and place and "\0" not in place:
        return KeyFile(Path(place).absolute())
    if kind == "credential" and colon and _is_plain_name(place):
        directory = environ.get("CREDENTIALS_DIRECTORY", "")
        return KeyCredential(place, Path(directory) if directory else None)
    raise errors.KeyProviderUnknown(setting)


def _is_plain_name(name: str) -> bool:
    return name not in {"", ".", ".."} and not any(sign in "/\\\0" for sign in name)
