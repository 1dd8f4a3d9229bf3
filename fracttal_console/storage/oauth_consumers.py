"""OAuth consumers in storage."""

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select

from fracttal_console.domain.credentials import CredentialStatus, Profile
from fracttal_console.domain.names import fold
from fracttal_console.domain.oauth_consumers import Consumer, GrantType, Lifetimes
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Prepared
from fracttal_console.storage.sealed_table import SealedTable
from fracttal_console.storage.text_lists import parse_list, store_list


class Consumers(SealedTable[Consumer]):
    """Repository of OAuth consumers."""

    table = schema.oauth_consumers
    kind = "consumer"

    _by_client_id = Prepared(select(table).where(table.c.client_id == bindparam("client_wanted")))
    _by_live_name = Prepared(select(table).where(table.c.folded_name == bindparam("folded"), schema.LIVE))

    def with_client_id(self, client_id: str) -> Consumer | None:
        """Return the consumer with this client id, or None."""
        return self._one(self._by_client_id, {"client_wanted": client_id})

    def live_named(self, name: str) -> Consumer | None:
        """Return the consumer, not deleted, with this name, letter case aside, or None."""
        return self._one(self._by_live_name, {"folded": fold(name)})

    def _domain(self, row: Any) -> Consumer:
        ends = row.authorization_seconds
        return Consumer(
            id=row.id,
            client_id=row.client_id,
            name=row.name,
            description=row.description,
            permission_group_id=row.permission_group_id,
            grant=GrantType(row.grant_type),
            confidential=bool(row.confidential),
            redirect_uris=parse_list(row.redirect_uris),
            may_introspect=bool(row.may_introspect),
            profile=Profile(row.profile),
            status=CredentialStatus(row.status),
            owner=row.owner,
            contact=row.contact,
            networks=parse_list(row.networks),
            expires_at=from_stored(row.expires_at),
            lifetimes=Lifetimes(
                access_token=timedelta(seconds=row.access_token_seconds),
                refresh_idle=timedelta(seconds=row.refresh_idle_seconds),
                refresh=timedelta(seconds=row.refresh_seconds),
                authorization=None if ends is None else timedelta(seconds=ends),
            ),
            created_at=from_stored(row.created_at),
            created_by=row.created_by,
            ended_at=from_stored(row.ended_at),
            version=row.version,
        )

    def _values(self, value: Consumer) -> dict[str, object]:
        ends = value.lifetimes.authorization
        return {
            "id": value.id,
            "client_id": value.client_id,
            "name": value.name,
            "folded_name": fold(value.name),
            "description": value.description,
            "permission_group_id": value.permission_group_id,
            "grant_type": str(value.grant),
            "confidential": int(value.confidential),
            "redirect_uris": store_list(value.redirect_uris),
            "may_introspect": int(value.may_introspect),
            "profile": str(value.profile),
            "status": str(value.status),
            "owner": value.owner,
            "contact": value.contact,
            "networks": store_list(value.networks),
            "expires_at": to_stored(value.expires_at),
            "access_token_seconds": int(value.lifetimes.access_token.total_seconds()),
            "refresh_idle_seconds": int(value.lifetimes.refresh_idle.total_seconds()),
            "refresh_seconds": int(value.lifetimes.refresh.total_seconds()),
            "authorization_seconds": None if ends is None else int(ends.total_seconds()),
            "created_at": to_stored(value.created_at),
            "created_by": value.created_by,
            "ended_at": to_stored(value.ended_at),
            "version": value.version,
        }
