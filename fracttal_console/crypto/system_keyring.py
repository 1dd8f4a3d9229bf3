"""The master key in the keyring of the person's desktop."""

import base64
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from fracttal_console.crypto.sealing import KEY_BYTES
from fracttal_console.domain import errors

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_Answer = TypeVar("_Answer")

_SERVICE = "fracttal-console"
_VERSION = "v1:"
# By name, because every module but one fails to import on a given system. What is not here (no keyring, the
# null keyring, the plain-text files of keyrings.alt, anything unheard of) is never given a key.
_ALLOWED = frozenset(
    {
        ("keyring.backends.SecretService", "Keyring"),
        ("keyring.backends.libsecret", "Keyring"),
        ("keyring.backends.kwallet", "DBusKeyring"),
        ("keyring.backends.kwallet", "DBusKeyringKWallet4"),
        ("keyring.backends.macOS", "Keyring"),
        ("keyring.backends.Windows", "WinVaultKeyring"),
    }
)
# secretstorage lets some of its own exceptions through; named, because it exists on Linux only.
_FOREIGN_LOCKED = frozenset({"LockedException", "PromptDismissedException"})
_FOREIGN_ABSENT = "SecretServiceNotAvailableException"


_NAMES = {
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service",
    "keyring.backends.kwallet": "KDE Wallet",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.Windows": "Windows Credential Manager",
}
_OWNERS = {
    "gnome-keyring-d": "GNOME Keyring",
    "ksecretd": "KDE Wallet",
    "kwalletd6": "KDE Wallet",
    "keepassxc": "KeePassXC",
}
"""What the process that owns the Secret Service on the bus is called, as the kernel cuts its name."""


class SystemKeyring:
    """Keep the master key of each base as one entry of the desktop's keyring.

    Every method may raise KeyringAbsent, KeyringLocked, KeyringDenied or KeyringTimeout.
    """

    __slots__ = ("_made", "_timeout_seconds", "name")

    def __init__(self, *, timeout_seconds: float = 10.0) -> None:
        """Take the patience for one answer.

        Args:
            timeout_seconds: how long to wait for the keyring, which may show a prompt that nobody sees.
        """
        self.name = "keyring"
        self._timeout_seconds = timeout_seconds
        self._made: set[str] = set()

    def create(self, base_id: str) -> bytes:
        """Make a new key and store it as a new entry.

        Raises:
            BaseExists: the keyring holds a key for this base already.
        """
        if self._ask(lambda backend: backend.get_password(_SERVICE, base_id)) is not None:
            raise errors.BaseExists(base_id)
        key = secrets.token_bytes(KEY_BYTES)
        # Before it is stored: an answer that comes too late may still have stored it.
        self._made.add(base_id)
        self.store(base_id, key)
        return key

    def load(self, base_id: str) -> bytes:
        """Return the key of this base.

        Raises:
            MasterKeyMissing: the keyring is open and has no entry for this base.
            MasterKeyWrong: the entry holds no key of this program.
        """
        entry = self._ask(lambda backend: backend.get_password(_SERVICE, base_id))
        if entry is None:
            raise errors.MasterKeyMissing
        try:
            key = base64.b64decode(entry.removeprefix(_VERSION), validate=True)
        except ValueError:  # not base64, or not even ASCII
            raise errors.MasterKeyWrong from None
        if not entry.startswith(_VERSION) or len(key) != KEY_BYTES:
            raise errors.MasterKeyWrong
        return key

    def store(self, base_id: str, key: bytes) -> None:
        """Set the entry of this base and read it back, since some keyrings lose what they take."""
        entry = _VERSION + base64.b64encode(key).decode()
        self._ask(lambda backend: backend.set_password(_SERVICE, base_id, entry))
        if self._ask(lambda backend: backend.get_password(_SERVICE, base_id)) != entry:
            raise errors.KeyringDenied

    def detected(self) -> str:
        """Return the name of the keyring that would be used, after seeing that it answers.

        Raises:
            KeyringAbsent, KeyringLocked, KeyringDenied, KeyringTimeout: it cannot be used.
        """

        def ask(backend: "KeyringBackend") -> str:
            backend.get_password(_SERVICE, "is anybody there")
            name = _NAMES[type(backend).__module__]
            return (_owner_of_secret_service() or name) if name == "Secret Service" else name

        return self._ask(ask)

    def discard(self, base_id: str) -> None:
        """Delete the entry if `create` of this object made it."""
        if base_id not in self._made:
            return
        if self._ask(lambda backend: backend.get_password(_SERVICE, base_id)) is not None:
            self._ask(lambda backend: backend.delete_password(_SERVICE, base_id))
        self._made.discard(base_id)

    def _ask(self, question: Callable[["KeyringBackend"], _Answer]) -> _Answer:
        """Put one question to the keyring and wait for the answer for a limited time only."""
        answer: Future[_Answer] = Future()

        def work() -> None:
            try:
                answer.set_result(question(_allowed_backend()))
            except Exception as error:  # noqa: BLE001  # handed to the thread that waits
                answer.set_exception(error)

        # A daemon: there is no way to stop a call that waits for a prompt, and it must not keep the program alive.
        threading.Thread(target=work, name="keyring", daemon=True).start()
        try:
            return answer.result(self._timeout_seconds)
        except TimeoutError as error:
            raise errors.KeyringTimeout from error
        except errors.ConsoleError:
            raise
        except Exception as error:  # a backend raises whatever its own library raises
            raise _as_known(error) from error


def _allowed_backend() -> "KeyringBackend":
    """Return the first keyring of the allow-list among those that the keyring library would use."""
    try:
        # Here, because it takes 60 ms and a gateway with a key file never needs it.
        import keyring  # noqa: PLC0415
        from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415

        chosen = keyring.get_keyring()
        candidates = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
    except (ImportError, AttributeError, ValueError, RuntimeError):  # the person's setting names what is not there
        raise errors.KeyringAbsent from None
    for candidate in candidates:
        if (type(candidate).__module__, type(candidate).__qualname__) in _ALLOWED:
            return candidate
    raise errors.KeyringAbsent


def _owner_of_secret_service() -> str:
    """Return the name of the program behind the Secret Service, or "" where the bus does not tell."""
    try:
        # both come with the keyring library on Linux
        from jeepney import DBusAddress, new_method_call  # noqa: PLC0415
        from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415

        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        question = new_method_call(bus, "GetConnectionUnixProcessID", "s", ("org.freedesktop.secrets",))
        with open_dbus_connection() as connection:
            process = connection.send_and_get_reply(question, timeout=2).body[0]
        return _OWNERS.get(Path(f"/proc/{process}/comm").read_text(encoding="utf-8").strip(), "")
    except Exception:  # noqa: BLE001 - a name is a courtesy: whatever goes wrong, the neutral one is true
        return ""


def _as_known(error: Exception) -> errors.ConsoleError:
    from keyring import errors as keyring_errors  # noqa: PLC0415  # imported by now

    names = {type(error).__name__, type(error.__cause__).__name__}
    if isinstance(error, keyring_errors.NoKeyringError) or _FOREIGN_ABSENT in names:
        return errors.KeyringAbsent()
    if isinstance(error, keyring_errors.KeyringLocked | keyring_errors.InitError) or names & _FOREIGN_LOCKED:
        return errors.KeyringLocked()
    return errors.KeyringDenied()
