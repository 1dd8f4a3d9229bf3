"""Wrong codes of devices in storage, each count under a keyed digest of the person or address."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from fracttal_console.domain.code_guesses import CodeGuesses
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor, Prepared

_new = insert(schema.code_guesses)


class CodeGuessCounts:
    """Repository of wrong codes."""

    _table = schema.code_guesses
    _find = Prepared(select(_table.c.wrong, _table.c.since).where(_table.c.digest == bindparam("wanted")))
    _save = Prepared(
        _new.on_conflict_do_update(
            index_elements=[_table.c.digest], set_={"wrong": _new.excluded.wrong, "since": _new.excluded.since}
        )
    )
    _old = Prepared(delete(_table).where(_table.c.since < bindparam("before")))

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def find(self, digest: bytes) -> CodeGuesses | None:
        """Return what was counted under a digest, or None."""
        row = self._connection.first(self._find, {"wanted": digest})
        return None if row is None else CodeGuesses(row[0], from_stored(row[1]))

    def save(self, digest: bytes, guesses: CodeGuesses) -> None:
        """Store what is counted under a digest."""
        values = {"digest": digest, "wrong": guesses.wrong, "since": to_stored(guesses.since)}
        self._connection.run(self._save, values)

    def drop_before(self, moment: datetime) -> int:
        """Forget counts that began before a moment; return how many."""
        return self._connection.run(self._old, {"before": to_stored(moment)})
