"""API keys in storage, and the nonces they used."""

from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.names import fold
from fracttal_console.storage import schema
from fracttal_console.storage.credential_columns import common_fields, common_values
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_table import SealedTable


class ApiKeys(SealedTable[ApiKey]):
    """Repository of API keys."""

    table = schema.api_keys
    kind = "api_key"

    _by_key_id = Prepared(select(table).where(table.c.key_id == bindparam("key_wanted")))
    _by_live_name = Prepared(select(table).where(table.c.folded_name == bindparam("folded"), schema.LIVE))

    def with_key_id(self, key_id: str) -> ApiKey | None:
        """Return the key with this public id, or None."""
        return self._one(self._by_key_id, {"key_wanted": key_id})

    def live_named(self, name: str) -> ApiKey | None:
        """Return the key, not revoked, with this name, letter case aside, or None."""
        return self._one(self._by_live_name, {"folded": fold(name)})

    def _domain(self, row: Any) -> ApiKey:
        return ApiKey(key_id=row.key_id, **common_fields(row))

    def _values(self, value: ApiKey) -> dict[str, object]:
        return {**common_values(value), "key_id": value.key_id}


class HawkNonces:
    """Nonces that were used and whose timestamps could still be accepted."""

    _table = schema.hawk_nonces
    _take = Prepared(insert(_table).on_conflict_do_nothing())
    _old = Prepared(delete(_table).where(_table.c.ts < bindparam("before")))

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def take(self, api_key_id: int, nonce: str, ts: int) -> bool:
        """Use a nonce up; tell whether it was free. One statement, so of many at once exactly one succeeds."""
        values = {"api_key_id": api_key_id, "nonce": nonce, "ts": ts}
        return self._connection.run(self._take, values) == 1

    def drop_before(self, ts: int) -> int:
        """Drop nonces whose timestamp (seconds) can no longer be accepted; return how many."""
        return self._connection.run(self._old, {"before": ts})
