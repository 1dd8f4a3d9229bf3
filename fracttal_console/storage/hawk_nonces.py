"""Hawk nonces in storage: each good once, and never more of them than there is room for."""

from base64 import b64encode
from hashlib import sha256

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import Insert, insert

from fracttal_console.storage import schema
from fracttal_console.storage.prepared import Executor, Prepared

_LONGEST = 32
"""How many characters of a nonce are kept; of a longer one the digest, so that a row has an upper size."""


def _one_more() -> Insert:
    count = schema.hawk_nonce_count
    return insert(count).on_conflict_do_update(
        index_elements=[count.c.id], set_={"live": count.c.live + 1}, where=count.c.live < bindparam("most")
    )


class HawkNonces:
    """Nonces that were used and whose timestamps could still be accepted."""

    _table = schema.hawk_nonces
    _count = schema.hawk_nonce_count
    _take = Prepared(insert(_table).on_conflict_do_nothing())
    _old = Prepared(delete(_table).where(_table.c.ts < bindparam("before")))
    _more = Prepared(_one_more())
    _fewer = Prepared(update(_count).values(live=_count.c.live - bindparam("gone")))
    _live = Prepared(select(_count.c.live))

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def take(self, api_key_id: int, nonce: str, ts: int) -> bool:
        """Use a nonce up; tell whether it was free. One statement, so of many at once exactly one succeeds."""
        values = {"api_key_id": api_key_id, "nonce": _kept(nonce), "ts": ts}
        return self._connection.run(self._take, values) == 1

    def count_one(self, most: int) -> bool:
        """Count one more nonce; tell whether there was room for it."""
        return self._connection.run(self._more, {"id": 1, "live": 1, "most": most}) == 1

    def live(self) -> int:
        """Return how many are remembered."""
        row = self._connection.first(self._live, {})
        return 0 if row is None else int(row[0])

    def drop_before(self, ts: int) -> int:
        """Drop nonces whose timestamp (seconds) can no longer be accepted; return how many."""
        dropped = self._connection.run(self._old, {"before": ts})
        if dropped:
            self._connection.run(self._fewer, {"gone": dropped})
        return dropped


def _kept(nonce: str) -> str:
    if len(nonce) <= _LONGEST:
        return nonce
    # no header can hold a line feed, so no short nonce is like the digest of a long one
    return "\n" + b64encode(sha256(nonce.encode()).digest()[:24]).decode()
