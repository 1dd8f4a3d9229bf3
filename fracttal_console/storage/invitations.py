"""Invitations in storage, each under the digest of what its link holds."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from fracttal_console.domain.invitations import Invitation
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_rows import RowSeal


class Invitations:
    """Repository of invitations."""

    _table = schema.invitations
    _insert = Prepared(insert(_table))
    _update = Prepared(update(_table).where(_table.c.digest == bindparam("which")))
    _by_digest = Prepared(select(_table).where(_table.c.digest == bindparam("wanted")))
    _of_person = Prepared(delete(_table).where(_table.c.person_id == bindparam("person")))
    _old = Prepared(delete(_table).where(_table.c.expires_at < bindparam("before")))

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def add(self, invitation: Invitation) -> None:
        """Store a new invitation."""
        self._connection.run(self._insert, self._seal.values(self._table, _values(invitation)))

    def save(self, invitation: Invitation) -> None:
        """Store a changed invitation."""
        values = self._seal.values(self._table, _values(invitation))
        self._connection.run(self._update, {**values, "which": invitation.digest})

    def find(self, digest: bytes) -> Invitation | None:
        """Return the invitation with this digest, or None."""
        row = self._connection.first(self._by_digest, {"wanted": digest})
        return None if row is None else self._seal.read(self._table, row, _domain)

    def drop_of(self, person_id: int) -> None:
        """Take all invitations of a person away."""
        self._connection.run(self._of_person, {"person": person_id})

    def drop_before(self, moment: datetime) -> int:
        """Drop invitations that expired before a moment; return how many."""
        return self._connection.run(self._old, {"before": to_stored(moment)})


def _domain(row: Any) -> Invitation:
    return Invitation(
        digest=row.digest,
        person_id=row.person_id,
        created_at=from_stored(row.created_at),
        created_by=row.created_by,
        expires_at=from_stored(row.expires_at),
        used_at=from_stored(row.used_at),
    )


def _values(value: Invitation) -> dict[str, object]:
    return {
        "digest": value.digest,
        "person_id": value.person_id,
        "created_at": to_stored(value.created_at),
        "created_by": value.created_by,
        "expires_at": to_stored(value.expires_at),
        "used_at": to_stored(value.used_at),
    }
