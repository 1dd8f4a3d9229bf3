"""The columns that API keys and OAuth consumers have in common."""

from typing import Any

from fracttal_console.domain.credentials import Credential, CredentialStatus, Profile
from fracttal_console.domain.names import fold
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.text_lists import parse_list, store_list


def common_fields(row: Any) -> dict[str, Any]:
    """Return the fields of `Credential` as a row has them."""
    return {
        "id": row.id,
        "name": row.name,
        "permission_group_id": row.permission_group_id,
        "profile": Profile(row.profile),
        "status": CredentialStatus(row.status),
        "owner": row.owner,
        "contact": row.contact,
        "networks": parse_list(row.networks),
        "expires_at": from_stored(row.expires_at),
        "created_at": from_stored(row.created_at),
        "created_by": row.created_by,
        "ended_at": from_stored(row.ended_at),
        "version": row.version,
    }


def common_values(value: Credential) -> dict[str, object]:
    """Return the columns of a credential's row that do not depend on its kind."""
    return {
        "id": value.id,
        "name": value.name,
        "folded_name": fold(value.name),
        "permission_group_id": value.permission_group_id,
        "profile": str(value.profile),
        "status": str(value.status),
        "owner": value.owner,
        "contact": value.contact,
        "networks": store_list(value.networks),
        "expires_at": to_stored(value.expires_at),
        "created_at": to_stored(value.created_at),
        "created_by": value.created_by,
        "ended_at": to_stored(value.ended_at),
        "version": value.version,
    }
