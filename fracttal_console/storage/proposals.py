"""Proposals in storage."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import bindparam, func, select, text

from fracttal_console.domain.proposals import Proposal, ProposalStatus
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Prepared
from fracttal_console.storage.sealed_table import SealedTable

_OPEN = text("status = 'open'")
_AT_ONCE = 500


class Proposals(SealedTable[Proposal]):
    """Repository of proposals."""

    table = schema.proposals
    kind = "proposal"

    _open_of = Prepared(select(table).where(table.c.authorization_id == bindparam("authorization"), _OPEN))
    _by_person = Prepared(select(table).where(table.c.proposed_by_id == bindparam("person")).order_by(table.c.id))
    _open_number = Prepared(select(func.count()).select_from(table).where(_OPEN))

    def open_of(self, authorization_id: int) -> Proposal | None:
        """Return the open proposal about an authorization, or None."""
        return self._one(self._open_of, {"authorization": authorization_id})

    def open_among(self, authorization_ids: Collection[int]) -> Mapping[int, Proposal]:
        """Return the open proposals about some authorizations, by the authorization's id."""
        ids = set(authorization_ids)
        statement = select(self.table).where(_OPEN)
        if len(ids) <= _AT_ONCE:
            statement = statement.where(self.table.c.authorization_id.in_(sorted(ids)))
        # beyond that all are read: people decide them, so there are never many
        return {row.authorization_id: row for row in self._many(statement) if row.authorization_id in ids}

    def by_person(self, person_id: int) -> list[Proposal]:
        """Return what a person proposed, oldest first."""
        return self._many(self._by_person, {"person": person_id})

    def number_open(self) -> int:
        """Return how many are to be decided."""
        row = self._connection.first(self._open_number, {})
        return 0 if row is None else int(row[0])

    def _domain(self, row: Any) -> Proposal:
        return Proposal(
            id=row.id,
            authorization_id=row.authorization_id,
            reason=row.reason,
            status=ProposalStatus(row.status),
            proposed_at=from_stored(row.proposed_at),
            proposed_by_id=row.proposed_by_id,
            proposed_by=row.proposed_by,
            decided_at=from_stored(row.decided_at),
            decided_by=row.decided_by,
            answer=row.answer,
            version=row.version,
        )

    def _values(self, value: Proposal) -> dict[str, object]:
        return {
            "id": value.id,
            "authorization_id": value.authorization_id,
            "reason": value.reason,
            "status": str(value.status),
            "proposed_at": to_stored(value.proposed_at),
            "proposed_by_id": value.proposed_by_id,
            "proposed_by": value.proposed_by,
            "decided_at": to_stored(value.decided_at),
            "decided_by": value.decided_by,
            "answer": value.answer,
            "version": value.version,
        }
