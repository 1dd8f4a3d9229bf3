"""The first start of the window: a base is made, and where its key lies is remembered, both or neither."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from fracttal_console.bootstrap.founding import NewBase, init_base
from fracttal_console.bootstrap.key_places import KEYRING, default_key_file
from fracttal_console.crypto.passwords import Passwords
from fracttal_console.domain.errors import StorageFailed
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.clock import Clock
from fracttal_console.settings import Settings, save_settings
from fracttal_console.settings_file import SETTINGS_FILE, read_settings_file


def found_base(
    settings: Settings,
    place: str,
    *,
    company: str,
    email: str,
    name: str,
    password: SecretText,
    environ: Mapping[str, str] = os.environ,
    passwords: Passwords | None = None,
    clock: Clock | None = None,
) -> tuple[NewBase, Settings]:
    """Make the base with its master key in a place, so that the next start finds it; or leave nothing behind.

    Args:
        settings: those in force so far.
        place: `keyring` or `file:PATH`, as `KeyPlace.setting` says it.
        company: whose base it is.
        email: of the first super administrator.
        name: of the same.
        password: of the same.
        environ: environment of the process.
        passwords: how the password is hashed; None takes the full cost.
        clock: tells the time; None takes the computer's own.

    Returns:
        The base with its recovery code in clear this once, and the settings that open it.

    Raises:
        Invalid, BaseExists, ConsoleError: as in `init_base`.
        SettingInvalid, StorageFailed: where the key lies cannot be written into the settings file.
    """
    chosen = replace(settings, key_provider=place)
    with _directory_of_key(place, environ):
        made = init_base(
            chosen,
            company=company,
            email=email,
            name=name,
            password=password,
            environ=environ,
            passwords=passwords,
            clock=clock,
            # a setting without its base does no harm; a base whose key nobody finds would
            beside=_remembered(settings.data_dir, place),
        )
    return made, chosen


@contextmanager
def _directory_of_key(place: str, environ: Mapping[str, str]) -> Iterator[None]:
    """Make the directory of the key file where it is the usual one; any other has to be there."""
    usual = default_key_file(environ)
    if place != f"file:{usual}":
        yield
        return
    with _gone_again(usual.parent):
        try:
            usual.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageFailed from error
        yield


@contextmanager
def _remembered(data_dir: Path, setting: str) -> Iterator[None]:
    """Write where the key lies into the settings file, and take it back when what follows fails."""
    path = data_dir / SETTINGS_FILE
    was_there = path.exists()
    before = read_settings_file(path).get("key_provider", "")
    with _gone_again(data_dir):
        save_settings(data_dir, {"key_provider": "" if setting == KEYRING else setting})
        try:
            yield
        except BaseException:
            if was_there:
                save_settings(data_dir, {"key_provider": str(before)})
            else:
                path.unlink(missing_ok=True)
            raise


@contextmanager
def _gone_again(directory: Path) -> Iterator[None]:
    """Remove a directory when the block fails that was not there before it."""
    was_there = directory.exists()
    try:
        yield
    except BaseException:
        if not was_there:
            with suppress(OSError):
                directory.rmdir()
        raise
