"""What the first start says of the keyring: whose it is, and what stands in the way; it never prompts."""

import threading

import pytest

from fracttal_console.crypto import system_keyring
from fracttal_console.crypto.system_keyring import FoundKeyring, find_keyring
from fracttal_console.domain import errors
from tests.crypto.keyrings import NEW, Backend, Desktop, Unlisted, use

FIND = """
from fracttal_console.crypto.system_keyring import find_keyring
def find():
    found = find_keyring(timeout_seconds=20)
    said.append([found.name, found.problem and found.problem.code])
"""


def test_a_real_keyring_is_found_by_its_own_name_and_no_entry_is_made(desktop: Desktop) -> None:
    said = desktop.run(
        FIND
        + """
import secretstorage
find()
say(lambda: provider.create("base-1"))
find()
bus = secretstorage.dbus_init()
said.append(sum(1 for c in secretstorage.get_all_collections(bus) for _ in c.get_all_items()))
"""
    )
    assert [said[0], said[2], said[3]] == [["GNOME Keyring", None], ["GNOME Keyring", None], 1]


def test_a_real_keyring_that_was_never_used_is_found_without_a_prompt_to_set_it_up(desktop: Desktop) -> None:
    said = desktop.run(
        FIND
        + """
import secretstorage
find()
said.extend(c.collection_path for c in secretstorage.get_all_collections(secretstorage.dbus_init()))
""",
        begin=NEW,
    )
    # the prompt would fail here, without a display, and the keyring be said to be locked
    assert said == [["GNOME Keyring", None], "/org/freedesktop/secrets/collection/session"]


def test_d_14_a_locked_real_keyring_is_found_and_said_to_be_locked(desktop: Desktop) -> None:
    said = desktop.run(
        FIND
        + """
import secretstorage
say(lambda: provider.create("base-1"))
secretstorage.get_default_collection(secretstorage.dbus_init()).lock()
find()
"""
    )
    assert said[1:] == [["GNOME Keyring", "keyring_locked"]]


def test_d_14_without_a_bus_no_keyring_is_found(desktop: Desktop) -> None:
    assert desktop.run(FIND + "find()", bus=False) == [["Secret Service", "keyring_absent"]]


@pytest.mark.parametrize(
    ("module", "kind", "name"),
    [
        ("kwallet", "DBusKeyring", "KDE Wallet"),
        ("macOS", "Keyring", "macOS Keychain"),
        ("Windows", "WinVaultKeyring", "Windows Credential Manager"),
    ],
)
def test_another_system_s_keyring_is_found_by_the_name_people_know(
    monkeypatch: pytest.MonkeyPatch, module: str, kind: str, name: str
) -> None:
    made = type(kind, (Backend,), {"__module__": f"keyring.backends.{module}"})()
    use(monkeypatch, made)
    assert find_keyring() == FoundKeyring(name, None)


def test_d_14_a_keyring_that_is_not_on_the_list_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Unlisted())
    assert isinstance(find_keyring().problem, errors.KeyringAbsent)


def test_a_secret_service_that_does_not_answer_is_left_after_the_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def wait() -> tuple[str, bool]:
        release.wait(30)
        return "late", False

    use(monkeypatch, Backend())
    monkeypatch.setattr(system_keyring, "secret_service", wait)
    found = find_keyring(timeout_seconds=0.05)
    assert (found.name, type(found.problem)) == ("Secret Service", errors.KeyringTimeout)
    release.set()
