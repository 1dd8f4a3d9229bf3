"""What SQLAlchemy and SQLite raise, turned into the typed errors that the layers above know."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, DBAPIError

from fracttal_console.domain.errors import BaseUnreadable, ConsoleError, StorageBusy, StorageFailed

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_FAILED = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
)

_UNDECODABLE = "Could not decode to UTF-8"
"""What the driver says, without a code, of a text that is none."""


@contextmanager
def translated(path: str) -> Iterator[None]:
    """Turn database failures inside the block into typed errors; anything else passes as it is.

    Raises:
        StorageBusy: another process held the lock beyond the busy timeout.
        StorageFailed: the disk is full, read-only or failing.
        BaseUnreadable: the file is damaged or no database.
    """
    try:
        yield
    except DatabaseError as error:
        known = _known(error.orig, path)
        if known is None:
            raise
        raise known from error
    except sqlite3.DatabaseError as error:
        known = _known(error, path)
        if known is None:
            raise
        raise known from error
    except UnicodeDecodeError as error:
        # the driver decodes even the messages of SQLite, which quote what is damaged
        raise BaseUnreadable(path) from error


def is_database_failure(error: BaseException) -> bool:
    """Tell whether an error came from the database rather than from the use case."""
    return isinstance(error, (DBAPIError, sqlite3.Error))


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
