"""Browser sessions in storage, each under the digest of its cookie."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from fracttal_console.domain.sessions import BrowserSession
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_rows import RowSeal


class BrowserSessions:
    """Repository of browser sessions."""

    _table = schema.browser_sessions
    _insert = Prepared(insert(_table))
    _update = Prepared(update(_table).where(_table.c.digest == bindparam("which")))
    _by_digest = Prepared(select(_table).where(_table.c.digest == bindparam("wanted")))
    _one = Prepared(delete(_table).where(_table.c.digest == bindparam("wanted")))
    _of_person = Prepared(delete(_table).where(_table.c.person_id == bindparam("person")))
    _old = Prepared(delete(_table).where(_table.c.expires_at < bindparam("before")))

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def add(self, session: BrowserSession) -> None:
        """Store a new session."""
        self._connection.run(self._insert, self._seal.values(self._table, _values(session)))

    def save(self, session: BrowserSession) -> None:
        """Store a changed session."""
        values = self._seal.values(self._table, _values(session))
        self._connection.run(self._update, {**values, "which": session.digest})

    def find(self, digest: bytes) -> BrowserSession | None:
        """Return the session with this digest, or None."""
        row = self._connection.first(self._by_digest, {"wanted": digest})
        return None if row is None else self._seal.read(self._table, row, _domain)

    def drop(self, digest: bytes) -> None:
        """End one session."""
        self._connection.run(self._one, {"wanted": digest})

    def drop_of(self, person_id: int) -> None:
        """End all sessions of a person."""
        self._connection.run(self._of_person, {"person": person_id})

    def drop_before(self, moment: datetime) -> int:
        """Drop sessions that expired before a moment; return how many."""
        return self._connection.run(self._old, {"before": to_stored(moment)})


def _domain(row: Any) -> BrowserSession:
    return BrowserSession(
        digest=row.digest,
        person_id=row.person_id,
        created_at=from_stored(row.created_at),
        seen_at=from_stored(row.seen_at),
        expires_at=from_stored(row.expires_at),
    )


def _values(value: BrowserSession) -> dict[str, object]:
    return {
        "digest": value.digest,
        "person_id": value.person_id,
        "created_at": to_stored(value.created_at),
        "seen_at": to_stored(value.seen_at),
        "expires_at": to_stored(value.expires_at),
    }
