"""Units of work: reading one state, looking things up, and the one writer of this process."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType

from sqlalchemy import Connection

from fracttal_console.domain.actors import Actor
from fracttal_console.domain.audit import Event
from fracttal_console.domain.errors import StorageFailed
from fracttal_console.storage.audit import EventLog
from fracttal_console.storage.database import Database
from fracttal_console.storage.failures import translated
from fracttal_console.storage.prepared import Executor
from fracttal_console.storage.repositories import Repositories, Seals
from fracttal_console.storage.sealed_rows import RowSeal


class Turn:
    """One use case's turn on the writer: its repositories, and the events it recorded."""

    def __init__(self, repositories: Repositories, log: EventLog) -> None:
        self.repositories = repositories
        self.recorded: list[Event] = []
        self.keep: BaseException | None = None
        self._log = log
        self._head = log.head

    def forget(self) -> None:
        """Let the chain end where it ended before this turn, which was undone."""
        self._log.head = self._head

    def record(self, event: Event, at: datetime, actor: Actor) -> Event:
        """Store an event in this turn's part of the transaction, with the moment and who acted."""
        stored = self._log.append(event, at, actor)
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
        self._holder: int | None = None
        self._writer: _Connected | None = None
        self._log: EventLog | None = None
        self._events: list[Event] = []
        self._broken: BaseException | None = None
        self._lookers = threading.local()
        self._kept: list[Connection] = []

    @contextmanager
    def reading(self) -> Iterator[Repositories]:
        """Give repositories that all see one state of the base."""
        with self._database.reading() as connection:
            yield Repositories(Executor(connection), self._seal, self._link)

    def looking_up(self) -> AbstractContextManager[Repositories]:
        """Give repositories that see the state of this moment; they belong to the calling thread, and do not nest.

        The connection is kept from one look-up to the next. One snapshot for all statements of a look-up spares SQLite
        taking and giving back its locks for each.
        """
        return _Looking(self, translated(str(self._database.path)))

    def _looker(self) -> "_Connected":
        looker: _Connected | None = getattr(self._lookers, "looker", None)
        if looker is None:
            looker = self._connected(self._database.keep_connection())
            self._kept.append(looker.connection)
            self._lookers.looker = looker
        return looker

    def probe(self) -> None:
        """Read something, to see whether storage answers.

        Raises:
            StorageBusy, StorageFailed, BaseUnreadable: it does not.
        """
        with self.looking_up():
            self._lookers.looker.executor.command("SELECT count(*) FROM base")

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Hold the writer for several turns of this thread, which share one commit at the end."""
        with self._turn:
            if self._log is not None:
                yield
                return
            with translated(str(self._database.path)):
                self._begin()
                self._holder = threading.get_ident()
                try:
                    yield
                    events = self._commit()
                except BaseException:
                    self._abandon()
                    raise
                finally:
                    self._holder = None
        self._published(events)

    def turn(self) -> AbstractContextManager[Turn]:
        """Give one use case its turn; what it raises undoes what it did, unless the turn keeps that error."""
        return _InBatch(self) if self._holder == threading.get_ident() else self._alone()

    @contextmanager
    def _alone(self) -> Iterator[Turn]:
        kept: BaseException | None = None
        with self.batch():
            turn = self._take_turn()
            try:
                yield turn
            except BaseException as error:
                if not self._end_turn(turn, error):
                    raise
                # what was recorded has to be committed before the error goes on
                kept = error
            else:
                self._end_turn(turn, None)
        if kept is not None:
            raise kept

    def _take_turn(self) -> Turn:
        writer = self._open()
        turn = Turn(writer.repositories, self._current_log(writer))
        writer.executor.begin_turn()
        return turn

    def _end_turn(self, turn: Turn, error: BaseException | None) -> bool:
        """End a turn or undo it; return whether what it did stays."""
        executor = self._open().executor
        if error is not None and turn.keep is not error:
            executor.undo_turn()
            turn.forget()
            return False
        try:
            executor.end_turn()
        except BaseException as broken:
            # part of this turn may be in the transaction: none of the batch may be committed
            self._broken = broken
            raise
        self._events.extend(turn.recorded)
        return True

    @contextmanager
    def watching(self) -> Iterator["Watcher"]:
        """Give what tells whether the base changed, for the thread that calls; on a connection of its own."""
        connection = self._database.keep_connection()
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
            self._writer = self._connected(self._database.keep_connection())
        return self._writer

    def _connected(self, connection: Connection) -> "_Connected":
        executor = Executor(connection)
        return _Connected(connection, executor, Repositories(executor, self._seal, self._link))

    def _current_log(self, writer: "_Connected") -> EventLog:
        if self._log is None or not writer.executor.in_transaction:
            raise StorageFailed
        return self._log

    def _begin(self) -> None:
        writer = self._open()
        writer.executor.command("BEGIN IMMEDIATE")
        try:
            writer.executor.remember()
            self._log = EventLog(writer.executor, self._seal, self._link)
        except BaseException:
            writer.executor.command("ROLLBACK")
            raise

    def _commit(self) -> list[Event]:
        writer = self._open()
        if self._broken is not None:
            raise self._broken
        self._current_log(writer).store_head()
        writer.executor.command("COMMIT")
        self._log = None
        events, self._events = self._events, []
        return events

    def _abandon(self) -> None:
        self._log = None
        self._events = []
        self._broken = None
        if self._writer is not None:
            self._writer.executor.forget_turns()
            # a commit that failed may have ended the transaction, or not
            if self._writer.executor.in_transaction:
                self._writer.executor.command("ROLLBACK")


class _Looking:
    """One look-up; no generator, as with turns."""

    __slots__ = ("_executor", "_store", "_translating")

    def __init__(self, store: Store, translating: AbstractContextManager[None]) -> None:
        self._store = store
        self._translating = translating

    def __enter__(self) -> Repositories:
        with self._translating:
            looker = self._store._looker()  # noqa: SLF001  # the other half of the store's own method
            self._executor = looker.executor
            self._executor.command("BEGIN")
            try:
                self._executor.remember()
            except BaseException:
                self._executor.command("ROLLBACK")
                raise
        return looker.repositories

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._translating:
            self._executor.command("ROLLBACK")
        self._translating.__exit__(kind, error, trace)


class _InBatch:
    """A turn inside a batch that this thread holds; no generator, because the gateway takes thousands a second."""

    __slots__ = ("_store", "_turn")

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Turn:
        self._turn = self._store._take_turn()  # noqa: SLF001  # the other half of the store's own method
        return self._turn

    def __exit__(self, _kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        self._store._end_turn(self._turn, error)  # noqa: SLF001  # as above


@dataclass(frozen=True, slots=True)
class _Connected:
    """A connection that is kept, and what works on it."""

    connection: Connection
    executor: Executor
    repositories: Repositories
