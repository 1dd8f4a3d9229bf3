"""Permission groups in storage."""

from typing import Any

from sqlalchemy import bindparam, select

from fracttal_console.domain.names import fold
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.permissions import parse_permissions, store_permissions
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Prepared
from fracttal_console.storage.sealed_table import SealedTable


class PermissionGroups(SealedTable[PermissionGroup]):
    """Repository of permission groups."""

    table = schema.permission_groups
    kind = "permission_group"

    _by_name = Prepared(select(table).where(table.c.folded_name == bindparam("folded")))

    def named(self, name: str) -> PermissionGroup | None:
        """Return the group with this name, letter case aside, or None."""
        return self._one(self._by_name, {"folded": fold(name)})

    def _domain(self, row: Any) -> PermissionGroup:
        return PermissionGroup(
            id=row.id,
            name=row.name,
            permissions=parse_permissions(row.permissions),
            read_only=bool(row.read_only),
            created_at=from_stored(row.created_at),
            version=row.version,
        )

    def _values(self, value: PermissionGroup) -> dict[str, object]:
        return {
            "id": value.id,
            "name": value.name,
            "folded_name": fold(value.name),
            "permissions": store_permissions(value.permissions),
            "read_only": int(value.read_only),
            "created_at": to_stored(value.created_at),
            "version": value.version,
        }
