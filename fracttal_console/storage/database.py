"""The SQLite database of a base: opened with the right settings, made once, checked each time."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, select, text
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from fracttal_console.domain.errors import BaseMissing, BaseNewer, NotABase
from fracttal_console.storage import schema
from fracttal_console.storage.failures import translated
from fracttal_console.storage.files import APPLICATION_ID, check_base_file, check_private_directory, make_private_file
from fracttal_console.storage.migrate import HEAD, KNOWN, upgrade

BUSY_TIMEOUT_MS = 20_000
"""How long a writer waits for another process; several processes may work on one base at once."""

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA cache_size=-16000",
)


class Database:
    """One open SQLite database: connections for reading, and the one on which the writer works."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = _engine(path)

    @classmethod
    def create(cls, path: Path) -> "Database":
        """Make a new, empty base file with the newest tables; its directory must be there and private.

        Raises:
            BaseExists: something stands there already.
        """
        check_private_directory(path.parent)
        make_private_file(path)
        with translated(str(path)):
            # both must be settled before the first table is made
            with sqlite3.connect(path, isolation_level=None) as first:
                first.execute("PRAGMA auto_vacuum=INCREMENTAL")
                first.execute(f"PRAGMA application_id={APPLICATION_ID}")
                first.execute("VACUUM")
            first.close()
            database = cls(path)
            with database._engine.connect() as connection:
                upgrade(connection)
        return database

    @classmethod
    def open(cls, path: Path) -> "Database":
        """Open the base at a path.

        Raises:
            BaseMissing: nothing is there.
            NotABase: it is no database, or another program's.
            BaseNewer: a newer version of this program wrote it.
            BaseUnreadable: it is damaged.
            UnsafeMode: others may read it.
        """
        check_base_file(path)
        check_private_directory(path.parent)
        with translated(str(path)):
            database = cls(path)
            try:
                database._check()
            except BaseException:
                database.close()
                raise
        return database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the base and changes nothing."""
        with (
            translated(str(self.path)),
            self._engine.connect() as connection,
            # options are set on the connection itself
            connection.execution_options(begin_by="BEGIN").begin(),
        ):
            yield connection

    def keep_connection(self) -> Connection:
        """Return a connection of the caller's own, to be closed by it; the caller begins and ends transactions too.

        SQLAlchemy takes 150 us for what begins one, the driver 3.
        """
        with translated(str(self.path)):
            return self._engine.connect().execution_options(begin_by="")

    def close(self) -> None:
        """Close all connections that are not in use."""
        self._engine.dispose()

    def _check(self) -> None:
        with self._engine.connect() as connection:
            if connection.execute(text("PRAGMA application_id")).scalar_one() != APPLICATION_ID:
                raise NotABase(self.path)
            tables = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type='table'")).scalars())
            if "alembic_version" not in tables:
                raise NotABase(self.path)
            version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            if version not in KNOWN:
                raise BaseNewer(self.path)
            connection.rollback()
            if version != HEAD:
                upgrade(connection)
            if connection.execute(select(schema.base.c.id)).first() is None:
                raise BaseMissing(self.path)
            connection.rollback()


def _engine(path: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=BUSY_TIMEOUT_MS / 1000,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=8, max_overflow=-1)

    @event.listens_for(engine, "connect")
    def _settle(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
        for pragma in _PRAGMAS:
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # a transaction that reads first and writes later must hold the write lock from the start: SQLite cannot
        # upgrade a snapshot that another process has outdated
        statement = connection.get_execution_options().get("begin_by", "BEGIN IMMEDIATE")
        if statement:
            connection.exec_driver_sql(statement)

    return engine
