"""A master key in a file: one that `init` writes, or a credential that systemd hands over."""

import base64
import binascii
import os
import secrets
import stat
import sys
from pathlib import Path

from fracttal_console.crypto.sealing import KEY_BYTES
from fracttal_console.domain import errors

_PREFIX = "fcmk1:"
_READ_LIMIT = 4096
_ROOT = 0
_OTHERS = 0o077
# systemd lets the service in through an access list, which shows as a group permission.
_OTHERS_OF_CREDENTIAL = 0o007
# Absent on Windows. O_NONBLOCK: opening a pipe must not wait for somebody to write into it.
_READ_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_CREATE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)


class KeyFile:
    """Keep the master key in a file of its own that nobody else may read."""

    __slots__ = ("_made", "_path", "name")

    replaceable = True

    def __init__(self, path: Path) -> None:
        """Take the place of the file.

        Args:
            path: absolute path; its directory must exist.
        """
        self.name = f"file:{path}"
        self._path = path
        self._made = False

    def create(self, base_id: str) -> bytes:
        """Make a new key in a new file of mode 0600.

        Raises:
            KeyFileExists: something stands there already.
            KeyFileMissing: there is no such directory.
            StorageFailed: the system refuses or fails to write.
        """
        key = secrets.token_bytes(KEY_BYTES)
        _write_new(self._path, key)
        self._made = True
        _sync_directory(self._path.parent)
        if self.load(base_id) != key:
            raise errors.StorageFailed
        return key

    def load(self, base_id: str) -> bytes:  # noqa: ARG002  # a file holds the key of one base
        """Return the key in the file.

        Raises:
            KeyFileMissing: there is no file.
            KeyFileUnsafe: it is no plain file, somebody else's, or others may read it.
            KeyFileMalformed: it holds no key of this program.
        """
        return _key_from_line(_read_private(self._path, _OTHERS), self._path)

    def store(self, base_id: str, key: bytes) -> None:
        """Replace the file by one with this key, at once and wholly.

        Raises:
            KeyFileMissing: there is no such directory.
            StorageFailed: the system refuses or fails to write; the old file stands.
        """
        fresh = self._path.with_name(f".{self._path.name}.{secrets.token_hex(8)}")
        _write_new(fresh, key)
        try:
            fresh.replace(self._path)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise errors.StorageFailed from error
        _sync_directory(self._path.parent)
        if self.load(base_id) != key:
            raise errors.StorageFailed

    def discard(self, base_id: str) -> None:  # noqa: ARG002
        """Remove the file if `create` of this object made it."""
        if self._made:
            self._path.unlink(missing_ok=True)
            self._made = False


class KeyCredential:
    """Read the master key that systemd hands to its service (systemd.exec(5), LoadCredential=)."""

    __slots__ = ("_path", "name")

    replaceable = False

    def __init__(self, name: str, directory: Path | None) -> None:
        """Take the name of the credential.

        Args:
            name: plain file name.
            directory: `$CREDENTIALS_DIRECTORY`; None when systemd gave none.
        """
        self.name = f"credential:{name}"
        self._path = directory / name if directory is not None else None

    def create(self, base_id: str) -> bytes:
        """Return the key that is there: only systemd's side can make one.

        Raises:
            KeyCannotBeMade: there is no such credential.
            KeyFileUnsafe: it is no plain file of ours, or everybody may read it.
            KeyFileMalformed: it holds no key.
        """
        try:
            return self.load(base_id)
        except errors.KeyFileMissing:
            raise errors.KeyCannotBeMade from None

    def load(self, base_id: str) -> bytes:  # noqa: ARG002  # a credential holds the key of one base
        """Return the key: the line of a key file, or 32 bytes as they are.

        Raises:
            KeyFileMissing: there is no such credential.
            KeyFileUnsafe: it is no plain file of ours, or everybody may read it.
            KeyFileMalformed: it holds no key.
        """
        if self._path is None:
            raise errors.KeyFileMissing(self.name)
        content = _read_private(self._path, _OTHERS_OF_CREDENTIAL)
        return content if len(content) == KEY_BYTES else _key_from_line(content, self._path)

    def store(self, base_id: str, key: bytes) -> None:  # noqa: ARG002
        """Refuse: a credential is changed where systemd takes it from.

        Raises:
            KeyCannotBeMade: always.
        """
        raise errors.KeyCannotBeMade

    def discard(self, base_id: str) -> None:
        """Leave the credential alone: nothing of it was made here."""


def _write_new(path: Path, key: bytes) -> None:
    try:
        descriptor = os.open(path, _CREATE_FLAGS, 0o600)
    except FileExistsError:
        raise errors.KeyFileExists(path) from None
    except (FileNotFoundError, NotADirectoryError):
        raise errors.KeyFileMissing(path) from None
    except OSError as error:
        raise errors.StorageFailed from error
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123  # a descriptor, not a path
            if sys.platform != "win32":
                os.fchmod(descriptor, 0o600)  # a umask may have taken our own bits away
            file.write(_line_of(key))
            file.flush()
            os.fsync(descriptor)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise errors.StorageFailed from error


def _sync_directory(directory: Path) -> None:
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise errors.StorageFailed from error


def _read_private(path: Path, forbidden: int) -> bytes:
    try:
        descriptor = os.open(path, _READ_FLAGS)
    except (FileNotFoundError, NotADirectoryError):
        raise errors.KeyFileMissing(path) from None
    except OSError:  # a link (ELOOP), or not readable for us
        raise errors.KeyFileUnsafe(path) from None
    try:
        # Asked of what is open, not of the path, which may have changed since.
        if not _is_private(os.fstat(descriptor), forbidden):
            raise errors.KeyFileUnsafe(path)
        return os.read(descriptor, _READ_LIMIT)
    except OSError as error:
        raise errors.KeyFileUnsafe(path) from error
    finally:
        os.close(descriptor)


def _is_private(facts: os.stat_result, forbidden: int) -> bool:
    if not stat.S_ISREG(facts.st_mode):
        return False
    if sys.platform == "win32":  # there the directory's access list decides, and modes say nothing
        return True
    return facts.st_uid in {os.geteuid(), _ROOT} and not facts.st_mode & forbidden


def _line_of(key: bytes) -> bytes:
    return f"{_PREFIX}{base64.urlsafe_b64encode(key).decode()}\n".encode()


def _key_from_line(content: bytes, path: Path) -> bytes:
    prefix = _PREFIX.encode()
    try:
        key = base64.b64decode(content.removeprefix(prefix).rstrip(b"\r\n"), altchars=b"-_", validate=True)
    except binascii.Error:
        raise errors.KeyFileMalformed(path) from None
    if not content.startswith(prefix) or len(key) != KEY_BYTES:
        raise errors.KeyFileMalformed(path)
    return key
