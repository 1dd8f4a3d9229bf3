"""Units of work: reading one state, looking things up, and the one writer of this process."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from fracttal_console.domain.audit import Event
from fracttal_console.domain.errors import StorageFailed
from fracttal_console.storage.audit import EventLog
from fracttal_console.storage.database import Database
from fracttal_console.storage.failures import translated
from fracttal_console.storage.prepared import Executor
from fracttal_console.storage.repositories import Repositories, Seals
from fracttal_console.storage.sealed_rows import RowSeal

_UNDO = "ROLLBACK TO use_case"
_DONE = "RELEASE use_case"
_MARK = "SAVEPOINT use_case"


class Turn:
    """One use case's turn on the writer: its repositories, and the events it recorded."""

    def __init__(self, repositories: Repositories, log: EventLog) -> None:
        self.repositories = repositories
        self.recorded: list[Event] = []
        self.keep: BaseException | None = None
        self._log = log

    def record(self, event: Event) -> Event:
        """Store an event in this turn's part of the transaction."""
        stored = self._log.append(event)
        self.recorded.append(stored)
        return stored


class Watcher:
    """Tell what other connections committed, those of other processes too."""

    def __init__(self, connected: "_Connected") -> None:
        self._connected = connected

    def version(self) -> int:
        """Return a number that is another one after each commit by anybody else."""
        return self._connected.executor.data_version()

    def newest(self) -> int:
        """Return the place of the newest event."""
        return self._connected.repositories.events.count()

    def since(self, seq: int) -> list[Event]:
        """Return the events after a place, oldest first; at most a thousand."""
        return self._connected.repositories.events.since(seq)


class Store:
    """The base's storage for one process.

    Writing: one connection, one transaction at a time. Each use case has a savepoint of its own; the use cases of a
    batch share one commit, and none of them is answered before it. Reading: each caller has its own view.
    """

    def __init__(self, database: Database, seals: Seals, published: Callable[[list[Event]], None]) -> None:
        self._database = database
        self._seal = RowSeal(seals.mac)
        self._link = seals.link
        self._published = published
        self._turn = threading.RLock()
        self._writer: _Connected | None = None
        self._log: EventLog | None = None
        self._events: list[Event] = []
        self._lookers = threading.local()
        self._kept: list[Connection] = []

    @contextmanager
    def reading(self) -> Iterator[Repositories]:
        """Give repositories that all see one state of the base."""
        with self._database.reading() as connection:
            yield Repositories(Executor(connection), self._seal, self._link)

    @contextmanager
    def looking_up(self) -> Iterator[Repositories]:
        """Give repositories that see the state of this moment; they belong to the calling thread, and do not nest.

        The connection is kept from one look-up to the next. One snapshot for all statements of a look-up spares SQLite
        taking and giving back its locks for each.
        """
        with translated(str(self._database.path)):
            looker: _Connected | None = getattr(self._lookers, "looker", None)
            if looker is None:
                looker = self._connected(self._database.keep_connection(autocommit=True))
                self._kept.append(looker.connection)
                self._lookers.looker = looker
            looker.executor.command("BEGIN")
            try:
                yield looker.repositories
            finally:
                looker.executor.command("ROLLBACK")

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Hold the writer for several turns of this thread, which share one commit at the end."""
        with self._turn:
            if self._log is not None:
                yield
                return
            with translated(str(self._database.path)):
                self._begin()
                try:
                    yield
                    events = self._commit()
                except BaseException:
                    self._abandon()
                    raise
        self._published(events)

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """Give one use case its turn; what it raises undoes what it did, unless the turn keeps that error."""
        kept: BaseException | None = None
        with self.batch():
            writer = self._open()
            log = self._current_log(writer)
            turn = Turn(writer.repositories, log)
            head = log.head
            writer.executor.command(_MARK)
            try:
                yield turn
            except BaseException as error:
                if turn.keep is not error:
                    self._undo(writer)
                    log.head = head
                    raise
                kept = error
            writer.executor.command(_DONE)
            self._events.extend(turn.recorded)
        if kept is not None:
            raise kept

    @contextmanager
    def watching(self) -> Iterator["Watcher"]:
        """Give what tells whether the base changed, for the thread that calls; on a connection of its own."""
        connection = self._database.keep_connection(autocommit=True)
        try:
            yield Watcher(self._connected(connection))
        finally:
            connection.close()

    def close(self) -> None:
        """Close every connection; nothing may be under way."""
        with self._turn:
            if self._writer is not None:
                self._writer.connection.close()
                self._writer = None
            for connection in self._kept:
                connection.close()
            self._kept.clear()
            self._lookers = threading.local()
            self._database.close()

    def _open(self) -> "_Connected":
        if self._writer is None:
            self._writer = self._connected(self._database.keep_connection(autocommit=False))
        return self._writer

    def _connected(self, connection: Connection) -> "_Connected":
        executor = Executor(connection)
        return _Connected(connection, executor, Repositories(executor, self._seal, self._link))

    def _current_log(self, writer: "_Connected") -> EventLog:
        if self._log is None or not writer.executor.in_transaction:
            raise StorageFailed
        return self._log

    @staticmethod
    def _undo(writer: "_Connected") -> None:
        # a full disk or a failing one makes SQLite end the whole transaction by itself: then there is no savepoint to
        # go back to, and the batch must not go on as if its earlier turns were still there
        if writer.executor.in_transaction:
            writer.executor.command(_UNDO)
            writer.executor.command(_DONE)

    def _begin(self) -> None:
        writer = self._open()
        writer.connection.begin()
        try:
            self._log = EventLog(writer.executor, self._seal, self._link)
        except BaseException:
            writer.connection.rollback()
            raise

    def _commit(self) -> list[Event]:
        writer = self._open()
        self._current_log(writer).store_head()
        writer.connection.commit()
        self._log = None
        events, self._events = self._events, []
        return events

    def _abandon(self) -> None:
        self._log = None
        self._events = []
        if self._writer is not None:
            # asked of nobody: after a commit that failed, SQLAlchemy says that it is in no transaction and begins none
            self._writer.connection.rollback()


@dataclass(frozen=True, slots=True)
class _Connected:
    """A connection that is kept, and what works on it."""

    connection: Connection
    executor: Executor
    repositories: Repositories
