"""The keyring of the desktop: a real gnome-keyring in a session of its own, and backends that misbehave."""

import base64
import threading

import pytest
from keyring.backends.chainer import ChainerBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordSetError

from fracttal_console.crypto.system_keyring import SystemKeyring
from fracttal_console.domain import errors
from tests.crypto.keyrings import Backend, Desktop, Unlisted, allowed, use


def test_a_real_keyring_keeps_the_key_across_sessions(desktop: Desktop) -> None:
    made, loaded = desktop.run("""
say(lambda: provider.create("base-1"))
say(lambda: provider.load("base-1"))
""")
    assert len(bytes.fromhex(made)) == 32
    assert loaded == made
    assert desktop.run('say(lambda: provider.load("base-1"))') == [made]


def test_d_14_a_real_keyring_tells_a_missing_entry_and_never_makes_a_second_key(desktop: Desktop) -> None:
    made, missing, again, still = desktop.run("""
say(lambda: provider.create("base-1"))
say(lambda: provider.load("base-2"))
say(lambda: key_provider("keyring", {}).create("base-1"))
say(lambda: provider.load("base-1"))
""")
    assert missing == "master_key_missing"
    assert again == "base_exists"
    assert still == made


def test_a_real_keyring_takes_back_and_replaces(desktop: Desktop) -> None:
    said = desktop.run("""
say(lambda: provider.create("base-1"))
say(lambda: key_provider("keyring", {}).discard("base-1"))
say(lambda: provider.load("base-1"))
say(lambda: provider.store("base-1", b"k" * 32))
say(lambda: provider.load("base-1"))
say(lambda: provider.discard("base-1"))
say(lambda: provider.load("base-1"))
say(lambda: provider.discard("base-1"))
""")
    assert said[2] == said[0]
    assert said[3:] == [None, (b"k" * 32).hex(), None, "master_key_missing", None]


def test_d_14_a_locked_real_keyring_is_told_at_once(desktop: Desktop) -> None:
    said = desktop.run("""
import secretstorage
say(lambda: provider.create("base-1"))
secretstorage.get_default_collection(secretstorage.dbus_init()).lock()
say(lambda: provider.load("base-1"))
say(lambda: provider.create("base-2"))
""")
    assert said[1:] == ["keyring_locked", "keyring_locked"]


def test_d_14_no_session_bus_means_no_keyring(desktop: Desktop) -> None:
    script = """
say(lambda: provider.load("base-1"))
say(lambda: provider.create("base-1"))
"""
    assert desktop.run(script, bus=False) == ["keyring_absent", "keyring_absent"]


@pytest.mark.parametrize(
    "backend",
    ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "nowhere.Keyring", "keyring.None_", ""],
)
def test_d_14_a_keyring_chosen_by_the_environment_must_be_on_the_list(desktop: Desktop, backend: str) -> None:
    said = desktop.run('say(lambda: provider.create("base-1"))', PYTHON_KEYRING_BACKEND=backend)
    assert said == ["keyring_absent"]


def test_d_14_a_plain_text_keyring_is_never_given_a_key(desktop: Desktop) -> None:
    (desktop.home / "plain.py").write_text("""
from pathlib import Path
from keyring.backend import KeyringBackend
class PlaintextKeyring(KeyringBackend):
    priority = 20
    def get_password(self, service, username):
        return None
    def set_password(self, service, username, password):
        (Path.home() / "written").write_text(password)
""")
    script = 'say(lambda: provider.create("base-1"))'
    assert desktop.run(script, PYTHON_KEYRING_BACKEND="plain.PlaintextKeyring") == ["keyring_absent"]
    assert desktop.run("import plain\n" + script, bus=False) == ["keyring_absent"]
    assert not (desktop.home / "written").exists()


def test_an_entry_says_its_version_and_holds_the_key_in_base64(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = Backend()
    key = use(monkeypatch, backend).create("base-1")
    assert backend.entries == {"base-1": "v1:" + base64.b64encode(key).decode()}


@pytest.mark.parametrize("entry", ["", "v1:", "v2:" + "a" * 43 + "=", "a" * 43 + "=", "v1:aaaa", "v1:!!!!", "v1:é"])
def test_an_entry_that_is_no_key_is_the_wrong_key(monkeypatch: pytest.MonkeyPatch, entry: str) -> None:
    backend = Backend()
    backend.entries["base-1"] = entry
    provider = use(monkeypatch, backend)
    with pytest.raises(errors.MasterKeyWrong):
        provider.load("base-1")
    with pytest.raises(errors.BaseExists):
        provider.create("base-1")


def test_d_14_a_keyring_that_loses_what_it_takes_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    provider = use(monkeypatch, allowed(set_password=lambda *_: None))
    with pytest.raises(errors.KeyringDenied):
        provider.create("base-1")
    provider.discard("base-1")


class PromptDismissedException(Exception):
    """Stands for an exception that no keyring error is."""


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (KeyringLocked("x"), errors.KeyringLocked),
        (InitError("x"), errors.KeyringLocked),
        (PromptDismissedException("x"), errors.KeyringLocked),
        (PasswordSetError("x"), errors.KeyringDenied),
        (OSError("x"), errors.KeyringDenied),
        (NoKeyringError("x"), errors.KeyringAbsent),
        (TimeoutError("x"), errors.KeyringTimeout),
    ],
)
def test_d_14_every_failure_of_a_keyring_has_its_own_error(
    monkeypatch: pytest.MonkeyPatch, raised: Exception, expected: type[errors.ConsoleError]
) -> None:
    def fail(*_: object) -> None:
        raise raised

    provider = use(monkeypatch, allowed(set_password=fail))
    with pytest.raises(expected):
        provider.create("base-1")


def test_d_14_a_keyring_that_does_not_answer_is_left_after_the_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    use(monkeypatch, allowed(get_password=lambda *_: str(release.wait(30))))
    before = set(threading.enumerate())
    with pytest.raises(errors.KeyringTimeout):
        SystemKeyring(timeout_seconds=0.05).load("base-1")
    (left,) = set(threading.enumerate()) - before
    assert left.daemon
    release.set()
    left.join(10)
    assert not left.is_alive()


def test_d_14_the_default_patience_is_ten_seconds() -> None:
    assert SystemKeyring()._timeout_seconds == 10.0


def test_d_14_of_several_keyrings_the_first_allowed_one_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, good = Unlisted(), Backend()
    chain = type("Chain", (ChainerBackend,), {"backends": [plain, good]})()
    key = use(monkeypatch, chain).create("base-1")
    assert plain.entries == {}
    assert good.entries == {"base-1": "v1:" + base64.b64encode(key).decode()}


def test_d_14_several_keyrings_of_which_none_is_allowed_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = type("Chain", (ChainerBackend,), {"backends": [Unlisted(), Unlisted()]})()
    with pytest.raises(errors.KeyringAbsent):
        use(monkeypatch, chain).create("base-1")
