"""What SQLAlchemy and SQLite raise, turned into the typed errors that the layers above know."""

import sqlite3
from contextlib import AbstractContextManager
from types import TracebackType

from sqlalchemy.exc import DatabaseError, DBAPIError

from fracttal_console.domain.errors import BaseUnreadable, ConsoleError, StorageBusy, StorageFailed

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_FAILED = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
)

_UNDECODABLE = "Could not decode to UTF-8"
"""What the driver says, without a code, of a text that is none."""


def translated(path: str) -> AbstractContextManager[None]:
    """Turn database failures inside the block into typed errors; anything else passes as it is.

    Raises:
        StorageBusy: another process held the lock beyond the busy timeout.
        StorageFailed: the disk is full, read-only or failing.
        BaseUnreadable: the file is damaged or no database.
    """
    return _Translated(path)


def is_database_failure(error: BaseException) -> bool:
    """Tell whether an error came from the database rather than from the use case."""
    return isinstance(error, (DBAPIError, sqlite3.Error))


class _Translated(AbstractContextManager[None]):
    """No generator, because the gateway looks things up thousands of times a second."""

    __slots__ = ("_path",)

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if error is None:
            return
        if isinstance(error, DatabaseError):
            known = _known(error.orig, self._path)
        elif isinstance(error, sqlite3.DatabaseError):
            known = _known(error, self._path)
        elif isinstance(error, UnicodeDecodeError):
            # the driver decodes even the messages of SQLite, which quote what is damaged
            known = BaseUnreadable(self._path)
        else:
            return
        if known is not None:
            raise known from error


def _known(error: BaseException | None, path: str) -> ConsoleError | None:
    # the primary result code is the low byte of the extended one (sqlite.org/rescode.html)
    code = getattr(error, "sqlite_errorcode", -1) & 0xFF
    if code in _BUSY:
        return StorageBusy()
    if code in _DAMAGED:
        return BaseUnreadable(path)
    if code in _FAILED:
        return StorageFailed()
    if isinstance(error, sqlite3.OperationalError) and str(error).startswith(_UNDECODABLE):
        return BaseUnreadable(path)
    return None
