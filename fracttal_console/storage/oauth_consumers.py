"""OAuth consumers in storage."""

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from fracttal_console.domain.names import fold
from fracttal_console.domain.oauth_consumers import Consumer, GrantType, Lifetimes
from fracttal_console.storage import schema
from fracttal_console.storage.credential_columns import common_fields, common_values
from fracttal_console.storage.prepared import Prepared
from fracttal_console.storage.sealed_table import SealedTable
from fracttal_console.storage.text_lists import parse_list, store_list


class Consumers(SealedTable[Consumer]):
    """Repository of OAuth consumers."""

    table = schema.oauth_consumers
    kind = "consumer"

    _by_client_id = Prepared(select(table).where(table.c.client_id == bindparam("client_wanted")))
    _with_a_secret = Prepared(
        select(table).where(table.c.id == select(func.min(schema.secrets.c.consumer_id)).scalar_subquery())
    )
    _by_live_name = Prepared(select(table).where(table.c.folded_name == bindparam("folded"), schema.LIVE))

    def with_client_id(self, client_id: str) -> Consumer | None:
        """Return the consumer with this client id, or None."""
        return self._one(self._by_client_id, {"client_wanted": client_id})

    def with_a_secret(self) -> Consumer | None:
        """Return the first consumer that ever had a secret, or None."""
        return self._one(self._with_a_secret, {})

    def live_named(self, name: str) -> Consumer | None:
        """Return the consumer, not deleted, with this name, letter case aside, or None."""
        return self._one(self._by_live_name, {"folded": fold(name)})

    def _domain(self, row: Any) -> Consumer:
        ends = row.authorization_seconds
        return Consumer(
            client_id=row.client_id,
            description=row.description,
            grant=GrantType(row.grant_type),
            confidential=bool(row.confidential),
            redirect_uris=parse_list(row.redirect_uris),
            may_introspect=bool(row.may_introspect),
            lifetimes=Lifetimes(
                access_token=timedelta(seconds=row.access_token_seconds),
                refresh_idle=timedelta(seconds=row.refresh_idle_seconds),
                refresh=timedelta(seconds=row.refresh_seconds),
                authorization=None if ends is None else timedelta(seconds=ends),
            ),
            **common_fields(row),
        )

    def _values(self, value: Consumer) -> dict[str, object]:
        ends = value.lifetimes.authorization
        return {
            **common_values(value),
            "client_id": value.client_id,
            "description": value.description,
            "grant_type": str(value.grant),
            "confidential": int(value.confidential),
            "redirect_uris": store_list(value.redirect_uris),
            "may_introspect": int(value.may_introspect),
            "access_token_seconds": int(value.lifetimes.access_token.total_seconds()),
            "refresh_idle_seconds": int(value.lifetimes.refresh_idle.total_seconds()),
            "refresh_seconds": int(value.lifetimes.refresh.total_seconds()),
            "authorization_seconds": None if ends is None else int(ends.total_seconds()),
        }
