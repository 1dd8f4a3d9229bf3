"""Proofs of possession that were used, each under a digest of its key and number."""

from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.sqlite import insert

from fracttal_console.storage import schema
from fracttal_console.storage.moments import to_stored
from fracttal_console.storage.prepared import Executor, Prepared


class ProofsSeen:
    """Repository of used proofs; it grows only by requests that were let in, and forgets them after two minutes."""

    _table = schema.proofs_seen
    _use = Prepared(insert(_table).on_conflict_do_nothing(index_elements=[_table.c.digest]))
    _old = Prepared(delete(_table).where(_table.c.seen_at < bindparam("before")))

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def use(self, digest: bytes, now: datetime) -> bool:
        """Use a proof; tell whether it was unused until now."""
        return self._connection.run(self._use, {"digest": digest, "seen_at": to_stored(now)}) == 1

    def drop_before(self, moment: datetime) -> int:
        """Forget proofs that were used before a moment; return how many."""
        return self._connection.run(self._old, {"before": to_stored(moment)})
