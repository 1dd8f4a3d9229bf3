"""The database file: made private from its first byte, and refused when it is not."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fracttal_console.domain.errors import (
    BaseExists,
    BaseMissing,
    BaseUnreadable,
    NotABase,
    StorageFailed,
    UnsafeMode,
)

_MAGIC = b"SQLite format 3\x00"
APPLICATION_ID = 0x46435342
"""Mark in the file header (`PRAGMA application_id`) by which a base is told from another program's database."""

_HEADER_BYTES = 100
_APPLICATION_ID_AT = slice(68, 72)  # sqlite.org/fileformat.html section 1.3
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private_directory(path: Path) -> None:
    """Make a directory that only its owner may enter; one that is there must be so already.

    Raises:
        UnsafeMode: others may enter it, or somebody else owns it.
        StorageFailed: it cannot be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=False)
        path.chmod(0o700)
    except FileExistsError:
        check_private_directory(path)
    except OSError as error:
        raise StorageFailed from error


def check_private_directory(path: Path) -> None:
    """Check that only we may enter a directory.

    Raises:
        UnsafeMode: others may, or somebody else owns it, or it is no directory.
    """
    status = path.stat()
    if not stat.S_ISDIR(status.st_mode) or status.st_mode & _OTHERS or status.st_uid not in {os.geteuid(), 0}:
        raise UnsafeMode(path)


def make_private_file(path: Path) -> None:
    """Make an empty file with mode 0600; SQLite gives its companions (-wal, -shm) the mode of this one.

    Raises:
        BaseExists: something stands there already.
        StorageFailed: it cannot be made.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise BaseExists(path) from None
    except OSError as error:
        raise StorageFailed from error
    try:
        os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)


@contextmanager
def new_base_file(path: Path) -> Iterator[Path]:
    """Give the place at which a base is made; it becomes the base at `path` when the block ends well, and else nothing.

    A process that dies in between leaves a file that no base is taken for, and that the next attempt replaces.

    Raises:
        BaseExists: something stands at `path` already, or another process makes a base there now.
        StorageFailed: the finished base cannot be put in its place.
    """
    directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BaseExists(path) from None
        if any(place.exists() or place.is_symlink() for place in _family(path)):
            raise BaseExists(path)
        unfinished = path.with_name(path.name + ".new")
        _remove(unfinished)
        try:
            yield unfinished
            if any(place.exists() for place in _family(unfinished)[1:]):
                # what stands in a log of its own would be lost by the new name
                raise StorageFailed
            unfinished.rename(path)
            os.fsync(directory)
        except OSError as error:
            raise StorageFailed from error
        finally:
            _remove(unfinished)
    finally:
        os.close(directory)


def _family(path: Path) -> list[Path]:
    return [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm", "-journal")]


def _remove(path: Path) -> None:
    for place in _family(path):
        with suppress(OSError):
            place.unlink()


def check_base_file(path: Path) -> None:
    """Check, before SQLite opens it, that a file can be a base and is ours alone.

    Raises:
        BaseMissing: nothing is there.
        UnsafeMode: it is a link, others may read it, or somebody else owns it.
        BaseUnreadable: it cannot be read.
        NotABase: it is no SQLite database, or another program's.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise BaseMissing(path) from None
    except OSError:
        if path.is_symlink():
            raise UnsafeMode(path) from None
        raise BaseUnreadable(path) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotABase(path)
        if status.st_mode & _OTHERS or status.st_uid not in {os.geteuid(), 0} or status.st_nlink != 1:
            raise UnsafeMode(path)
        header = os.read(descriptor, _HEADER_BYTES)
        # asked here, because opening a database with our settings already changes it
        if not header.startswith(_MAGIC) or int.from_bytes(header[_APPLICATION_ID_AT]) != APPLICATION_ID:
            raise NotABase(path)
    finally:
        os.close(descriptor)
