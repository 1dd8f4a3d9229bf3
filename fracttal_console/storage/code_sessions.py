"""In which session of a browser each authorization code was issued, in storage; both under their digests."""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from fracttal_console.storage import schema
from fracttal_console.storage.moments import to_stored
from fracttal_console.storage.prepared import Executor, Prepared

_codes = schema.authorization_codes
_sessions = schema.browser_sessions


class CodeSessions:
    """Repository of what joins codes to sessions."""

    _table = schema.code_sessions
    _insert = Prepared(insert(_table))
    # a code that was used stays known: whoever shows it again tells of a theft
    _unused = delete(_codes).where(_codes.c.used_at.is_(None))
    _of_session = Prepared(
        _unused.where(_codes.c.digest.in_(select(_table.c.digest).where(_table.c.session == bindparam("ended"))))
    )
    _of_person = Prepared(
        _unused.where(
            _codes.c.digest.in_(
                select(_table.c.digest)
                .join(_sessions, _sessions.c.digest == _table.c.session)
                .where(_sessions.c.person_id == bindparam("person"))
            )
        )
    )
    _old = Prepared(delete(_table).where(_table.c.issued_at < bindparam("before")))

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def add(self, code: bytes, session: bytes, issued_at: datetime) -> None:
        """Remember in which session a code is issued."""
        self._connection.run(self._insert, {"digest": code, "session": session, "issued_at": to_stored(issued_at)})

    def drop_codes_of(self, session: bytes) -> None:
        """Drop the codes of a session that were not used yet."""
        self._connection.run(self._of_session, {"ended": session})

    def drop_codes_of_person(self, person_id: int) -> None:
        """Drop the codes of all sessions of a person that were not used yet."""
        self._connection.run(self._of_person, {"person": person_id})

    def drop_before(self, moment: datetime) -> int:
        """Forget codes that were issued before a moment; return how many."""
        return self._connection.run(self._old, {"before": to_stored(moment)})
