"""The master key in the keyring of the person's desktop."""

import base64
import secrets
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from fracttal_console.crypto.sealing import KEY_BYTES
from fracttal_console.crypto.secret_service import NEUTRAL_NAME, secret_service
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
_NAMES_BY_PLATFORM = {"darwin": "macOS Keychain", "win32": "Windows Credential Manager"}
_NAMES_BY_MODULE = {
    "keyring.backends.kwallet": "KDE Wallet",
    "keyring.backends.macOS": _NAMES_BY_PLATFORM["darwin"],
    "keyring.backends.Windows": _NAMES_BY_PLATFORM["win32"],
}


@dataclass(frozen=True, slots=True)
class FoundKeyring:
    """The keyring of this desktop: its own name, and what stands in the way of using it now, if anything."""

    name: str
    problem: errors.ConsoleError | None


class SystemKeyring:
    """Keep the master key of each base as one entry of the desktop's keyring.

    Every method may raise KeyringAbsent, KeyringLocked, KeyringDenied or KeyringTimeout.
    """

    __slots__ = ("_made", "_timeout_seconds", "name")

    replaceable = True

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


def find_keyring(*, timeout_seconds: float = 2.0) -> FoundKeyring:
    """Return the keyring that a master key would be given to; nothing is stored and no prompt is shown.

    Args:
        timeout_seconds: how long to wait for it.
    """
    try:
        # the same thread and the same errors as for a key
        name, locked = SystemKeyring(timeout_seconds=timeout_seconds)._ask(_described)  # noqa: SLF001
    except errors.ConsoleError as error:
        return FoundKeyring(_NAMES_BY_PLATFORM.get(sys.platform, NEUTRAL_NAME), error)
    return FoundKeyring(name, errors.KeyringLocked() if locked else None)


def _described(backend: "KeyringBackend") -> tuple[str, bool]:
    name = _NAMES_BY_MODULE.get(type(backend).__module__)
    # whether the others are locked is told by none of them without a prompt
    return secret_service() if name is None else (name, False)


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


def _as_known(error: Exception) -> errors.ConsoleError:
    from keyring import errors as keyring_errors  # noqa: PLC0415  # imported by now

    names = {type(error).__name__, type(error.__cause__).__name__}
    if isinstance(error, keyring_errors.NoKeyringError) or _FOREIGN_ABSENT in names:
        return errors.KeyringAbsent()
    if isinstance(error, keyring_errors.KeyringLocked | keyring_errors.InitError) or names & _FOREIGN_LOCKED:
        return errors.KeyringLocked()
    return errors.KeyringDenied()
