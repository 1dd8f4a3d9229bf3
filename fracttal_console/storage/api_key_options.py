"""Options of API keys in storage: one row for each key that has any."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import Insert, insert

from fracttal_console.domain.api_keys import ApiKeyOptions
from fracttal_console.storage import schema
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_rows import RowSeal


def _replacing() -> Insert:
    new = insert(schema.api_key_options)
    changed = {column.name: new.excluded[column.name] for column in schema.api_key_options.c if not column.primary_key}
    return new.on_conflict_do_update(index_elements=[schema.api_key_options.c.api_key_id], set_=changed)


class ApiKeyOptionRows:
    """Repository of the options of API keys."""

    _table = schema.api_key_options
    _put = Prepared(_replacing())
    _of = Prepared(select(_table).where(_table.c.api_key_id == bindparam("wanted")))

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def put(self, api_key_id: int, options: ApiKeyOptions) -> None:
        """Store the options of a key in place of those that it had."""
        values = {"api_key_id": api_key_id, "legacy_basic": int(options.legacy_basic)}
        self._connection.run(self._put, self._seal.values(self._table, values))

    def of(self, api_key_id: int) -> ApiKeyOptions:
        """Return the options of a key."""
        return self._connection.value(self._of, {"wanted": api_key_id}, self._read) or ApiKeyOptions()

    def among(self, api_key_ids: Iterable[int]) -> dict[int, ApiKeyOptions]:
        """Return the options of these keys, by key id; of a key without any there is none."""
        wanted = sorted(set(api_key_ids))
        found: dict[int, ApiKeyOptions] = {}
        for start in range(0, len(wanted), 500):
            statement = select(self._table).where(self._table.c.api_key_id.in_(wanted[start : start + 500]))
            rows = self._connection.execute(statement).all()
            found.update({row.api_key_id: self._read(row) for row in rows})
        return found

    def _read(self, row: Any) -> ApiKeyOptions:
        return self._seal.read(self._table, row, _domain)


def _domain(row: Any) -> ApiKeyOptions:
    return ApiKeyOptions(legacy_basic=row.legacy_basic == 1)
