"""API keys in storage."""

from typing import Any

from sqlalchemy import bindparam, select

from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.names import fold
from fracttal_console.storage import schema
from fracttal_console.storage.credential_columns import common_fields, common_values
from fracttal_console.storage.prepared import Prepared
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
