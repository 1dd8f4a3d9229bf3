"""Where the master key of a new base can be kept on this computer."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fracttal_console.crypto.system_keyring import find_keyring
from fracttal_console.domain.errors import ConsoleError
from fracttal_console.settings import Settings


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """One place: `setting` is what the setting `key_provider` becomes, `problem` why it cannot be used."""

    setting: str
    name: str
    problem: ConsoleError | None = None


def key_places(settings: Settings, environ: Mapping[str, str] = os.environ) -> tuple[KeyPlace, ...]:
    """Return the places, the best first: the keyring that was detected, then a file.

    Args:
        settings: in force; a key provider that was set is the only place.
        environ: the process's environment.
    """
    if settings.key_provider != "keyring":
        return (KeyPlace(settings.key_provider, settings.key_provider.partition(":")[2] or settings.key_provider),)
    path = default_key_file(environ)
    return (_keyring(), KeyPlace(f"file:{path}", str(path)))


def default_key_file(environ: Mapping[str, str]) -> Path:
    """Return where a key file lies when nothing else is set: not beside the base, whose copies must lack the key."""
    home = Path(environ.get("HOME") or Path.home())
    return Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "fracttal-console" / "master.key"


def _keyring() -> KeyPlace:
    found = find_keyring()
    return KeyPlace("keyring", found.name, found.problem)
