from pathlib import Path

import pytest

from fracttal_console.crypto.key_file import KeyCredential, KeyFile
from fracttal_console.crypto.key_providers import key_provider
from fracttal_console.crypto.system_keyring import SystemKeyring
from fracttal_console.domain import errors


@pytest.mark.parametrize(
    ("setting", "kind"),
    [
        ("keyring", SystemKeyring),
        ("file:/srv/console.key", KeyFile),
        ("file:/srv/with:colon", KeyFile),
        ("credential:console", KeyCredential),
        ("credential:console.key-1", KeyCredential),
    ],
)
def test_a_setting_names_its_provider(setting: str, kind: type) -> None:
    provider = key_provider(setting, {})
    assert isinstance(provider, kind)
    assert provider.name == setting


def test_a_relative_path_is_taken_from_where_the_program_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert key_provider("file:console.key", {}).name == f"file:{tmp_path / 'console.key'}"


def test_a_credential_is_looked_for_where_systemd_says(tmp_path: Path) -> None:
    (tmp_path / "console").write_bytes(b"k" * 32)
    (tmp_path / "console").chmod(0o400)
    provider = key_provider("credential:console", {"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert provider.load("base-1") == b"k" * 32
    for environ in ({}, {"CREDENTIALS_DIRECTORY": ""}):
        with pytest.raises(errors.KeyFileMissing):
            key_provider("credential:console", environ).load("base-1")


@pytest.mark.parametrize(
    "setting",
    [
        "",
        "Keyring",
        "keyring:",
        "keyring:x",
        "file",
        "file:",
        "file:a\0b",
        "credential",
        "credential:",
        "credential:.",
        "credential:..",
        "credential:../x",
        "credential:a/b",
        "credential:a\0b",
        "plain:x",
        "/srv/console.key",
    ],
)
def test_any_other_setting_is_refused(setting: str) -> None:
    with pytest.raises(errors.KeyProviderUnknown) as caught:
        key_provider(setting, {})
    assert caught.value.params == {"provider": setting}
