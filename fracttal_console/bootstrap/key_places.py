"""Where the master key of a first base can be kept, as the first start offers it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fracttal_console.crypto.key_providers import key_provider
from fracttal_console.crypto.system_keyring import find_keyring
from fracttal_console.domain.errors import ConsoleError, KeyFileExists
from fracttal_console.settings import ENVIRONMENT_PREFIX, Settings

KEYRING = "keyring"
_FILE = "file:"


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """One place for the master key: the setting that leads there, its name for people, and what is in the way."""

    setting: str
    name: str
    problem: ConsoleError | None


def key_places(settings: Settings, environ: Mapping[str, str] = os.environ) -> tuple[KeyPlace, ...]:
    """Return the places to choose from, the best one first; asking may take two seconds and changes nothing.

    A place that was set is the only one: whoever set it means it, and what the environment or a flag says would outrank
    another choice at the next start.

    Args:
        settings: those in force.
        environ: environment of the process.
    """
    chosen = settings.key_provider
    if chosen.startswith(_FILE):
        return (_new_file(Path(chosen.removeprefix(_FILE)).absolute()),)
    if chosen != KEYRING:
        return (_given(chosen, environ),)
    found = find_keyring()
    keyring = KeyPlace(KEYRING, found.name, found.problem)
    if environ.get(f"{ENVIRONMENT_PREFIX}KEY_PROVIDER"):
        return (keyring,)
    return keyring, _new_file(default_key_file(environ))


def default_key_file(environ: Mapping[str, str]) -> Path:
    """Return where a key file lies when nothing else is set: apart from the base, so that no copy takes both."""
    home = Path(environ.get("HOME") or Path.home())
    return Path(environ.get("XDG_CONFIG_HOME") or home / ".config").absolute() / "fracttal-console" / "master.key"


def _new_file(path: Path) -> KeyPlace:
    occupied = path.exists() or path.is_symlink()
    return KeyPlace(f"{_FILE}{path}", str(path), KeyFileExists(path) if occupied else None)


def _given(setting: str, environ: Mapping[str, str]) -> KeyPlace:
    try:
        # a credential is there before the base is
        key_provider(setting, environ).load("")
    except ConsoleError as problem:
        return KeyPlace(setting, setting, problem)
    return KeyPlace(setting, setting, None)
