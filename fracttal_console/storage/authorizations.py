"""Authorizations in storage."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from fracttal_console.domain.authorizations import Authorization, AuthorizationStatus
from fracttal_console.domain.permissions import parse_permissions, store_permissions
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Prepared
from fracttal_console.storage.sealed_table import SealedTable


class Authorizations(SealedTable[Authorization]):
    """Repository of authorizations."""

    table = schema.authorizations
    kind = "authorization"

    _live_of_person = Prepared(
        select(table).where(
            table.c.consumer_id == bindparam("consumer"), table.c.person_id == bindparam("person"), schema.NOT_REVOKED
        )
    )
    _live_itself = Prepared(
        select(table).where(
            table.c.consumer_id == bindparam("consumer"), table.c.person_id.is_(None), schema.NOT_REVOKED
        )
    )
    _ever_itself = Prepared(
        select(table.c.id).where(table.c.consumer_id == bindparam("consumer"), table.c.person_id.is_(None)).limit(1)
    )
    _of_person = Prepared(select(table).where(table.c.person_id == bindparam("person")).order_by(table.c.id.desc()))
    _of_consumer = Prepared(select(table).where(table.c.consumer_id == bindparam("consumer")))
    _live_of_consumer = Prepared(select(table).where(table.c.consumer_id == bindparam("consumer"), schema.NOT_REVOKED))
    _final = Prepared(
        select(table.c.id)
        .where(table.c.final_at <= bindparam("moment"))
        .where(
            select(schema.access_tokens.c.authorization_id)
            .where(schema.access_tokens.c.authorization_id == table.c.id)
            .exists()
            | select(schema.refresh_tokens.c.authorization_id)
            .where(schema.refresh_tokens.c.authorization_id == table.c.id)
            .exists()
        )
        .limit(bindparam("most"))
    )

    def live(self, consumer_id: int, person_id: int | None) -> Authorization | None:
        """Return the one authorization of consumer and person that is not revoked, or None."""
        if person_id is None:
            return self._one(self._live_itself, {"consumer": consumer_id})
        return self._one(self._live_of_person, {"consumer": consumer_id, "person": person_id})

    def ever_itself(self, consumer_id: int) -> bool:
        """Tell whether a consumer ever had an authorization to act for itself, a revoked one too."""
        return self._connection.first(self._ever_itself, {"consumer": consumer_id}) is not None

    def of_person(self, person_id: int) -> list[Authorization]:
        """Return a person's authorizations, newest first, revoked ones too."""
        return self._many(self._of_person, {"person": person_id})

    def of_consumer(self, consumer_id: int) -> list[Authorization]:
        """Return a consumer's authorizations, revoked ones too."""
        return self._many(self._of_consumer, {"consumer": consumer_id})

    def live_of_consumer(self, consumer_id: int) -> list[Authorization]:
        """Return what a consumer may do for whom, but for what was revoked."""
        return self._many(self._live_of_consumer, {"consumer": consumer_id})

    def live_by_consumer(self) -> Mapping[int, int]:
        """Return how many authorizations each consumer has that are not revoked."""
        table = self.table
        statement = (
            select(table.c.consumer_id, func.count().label("number"))
            .where(schema.NOT_REVOKED)
            .group_by(table.c.consumer_id)
        )
        return {row.consumer_id: row.number for row in self._connection.execute(statement)}

    def live_by_person(self) -> Mapping[int, int]:
        """Return how many authorizations each person has that are not revoked."""
        table = self.table
        statement = (
            select(table.c.person_id, func.count().label("number"))
            .where(schema.NOT_REVOKED, table.c.person_id.is_not(None))
            .group_by(table.c.person_id)
        )
        return {row.person_id: row.number for row in self._connection.execute(statement)}

    def final_with_tokens(self, now: datetime, most: int) -> list[int]:
        """Return ids of authorizations whose revocation is final and below which tokens still lie, at most `most`."""
        rows = self._connection.rows(self._final, {"moment": to_stored(now), "most": most})
        return [row[0] for row in rows]

    def _domain(self, row: Any) -> Authorization:
        return Authorization(
            id=row.id,
            consumer_id=row.consumer_id,
            person_id=row.person_id,
            permissions=parse_permissions(row.permissions),
            status=AuthorizationStatus(row.status),
            granted_at=from_stored(row.granted_at),
            expires_at=from_stored(row.expires_at),
            ended_at=from_stored(row.ended_at),
            ended_by=row.ended_by,
            final_at=from_stored(row.final_at),
            version=row.version,
        )

    def _values(self, value: Authorization) -> dict[str, object]:
        return {
            "id": value.id,
            "consumer_id": value.consumer_id,
            "person_id": value.person_id,
            "permissions": store_permissions(value.permissions),
            "status": str(value.status),
            "granted_at": to_stored(value.granted_at),
            "expires_at": to_stored(value.expires_at),
            "ended_at": to_stored(value.ended_at),
            "ended_by": value.ended_by,
            "final_at": to_stored(value.final_at),
            "version": value.version,
        }
