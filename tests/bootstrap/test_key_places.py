"""The places that the first start offers for the master key."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from fracttal_console.bootstrap.key_places import KeyPlace, key_places
from fracttal_console.crypto.system_keyring import FoundKeyring
from fracttal_console.domain.errors import (
    KeyFileExists,
    KeyFileMalformed,
    KeyFileMissing,
    KeyProviderUnknown,
    KeyringAbsent,
)
from fracttal_console.settings import Settings

ABSENT = KeyringAbsent()
NAMED = "FRACTTAL_CONSOLE_KEY_PROVIDER"


@pytest.fixture(autouse=True)
def keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    found = FoundKeyring("KDE Wallet", ABSENT)
    # by the module itself: the package has a function of the same name
    monkeypatch.setattr(sys.modules[KeyPlace.__module__], "find_keyring", lambda: found)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def test_the_keyring_and_a_key_file_apart_from_the_base_are_offered(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / ".config" / "fracttal-console" / "master.key"
    assert key_places(settings, {"HOME": str(tmp_path)}) == (
        KeyPlace("keyring", "KDE Wallet", ABSENT),
        KeyPlace(f"file:{path}", str(path), None),
    )
    other = key_places(settings, {"HOME": "/h", "XDG_CONFIG_HOME": str(tmp_path)})[1]
    assert other.name == str(tmp_path / "fracttal-console" / "master.key")
    assert list(tmp_path.iterdir()) == []


def test_a_key_file_that_is_there_already_is_a_problem_and_a_dangling_link_too(
    settings: Settings, tmp_path: Path
) -> None:
    directory = tmp_path / "fracttal-console"
    directory.mkdir()
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    (directory / "master.key").symlink_to(directory / "nowhere")
    assert isinstance(key_places(settings, environ)[1].problem, KeyFileExists)
    (directory / "master.key").unlink()
    assert key_places(settings, environ)[1].problem is None


def test_a_key_file_that_was_set_is_the_only_place_and_must_not_be_there(settings: Settings, tmp_path: Path) -> None:
    chosen = replace(settings, key_provider=f"file:{tmp_path}/mine.key")
    assert key_places(chosen, {}) == (KeyPlace(f"file:{tmp_path}/mine.key", f"{tmp_path}/mine.key", None),)
    (tmp_path / "mine.key").touch()
    assert isinstance(key_places(chosen, {})[0].problem, KeyFileExists)


def test_a_keyring_that_the_environment_names_would_outrank_a_key_file(settings: Settings) -> None:
    assert [place.setting for place in key_places(settings, {NAMED: "keyring"})] == ["keyring"]


def test_a_credential_of_systemd_is_the_only_place_and_has_to_be_there(settings: Settings, tmp_path: Path) -> None:
    chosen = replace(settings, key_provider="credential:console")
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert isinstance(key_places(chosen, environ)[0].problem, KeyFileMissing)
    (tmp_path / "console").write_bytes(b"short")
    (tmp_path / "console").chmod(0o400)
    assert isinstance(key_places(chosen, environ)[0].problem, KeyFileMalformed)
    (tmp_path / "console").unlink()
    (tmp_path / "console").write_bytes(os.urandom(32))
    (tmp_path / "console").chmod(0o400)
    assert key_places(chosen, environ) == (KeyPlace("credential:console", "credential:console", None),)


def test_a_setting_that_leads_nowhere_is_a_problem(settings: Settings) -> None:
    (place,) = key_places(replace(settings, key_provider="vault"), {})
    assert isinstance(place.problem, KeyProviderUnknown)
