"""People in storage, and the failed sign-ins counted per e-mail."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from fracttal_console.domain.actors import Role
from fracttal_console.domain.people import Person, PersonStatus, SignInAttempts
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_table import SealedTable

_NEEDS_CODE = "+code"
"""How the state of an account ends in storage where a code is asked for as well."""


class People(SealedTable[Person]):
    """Repository of people."""

    table = schema.people
    kind = "person"

    _by_email = Prepared(select(table).where(table.c.email == bindparam("email_wanted")))

    def with_email(self, email: str) -> Person | None:
        """Return the person with this e-mail (lower case), or None."""
        return self._one(self._by_email, {"email_wanted": email})

    def active_super_administrators(self) -> int:
        """Count the super administrators who can sign in."""
        statement = select(func.count()).where(
            self.table.c.role == Role.SUPER_ADMINISTRATOR,
            self.table.c.status.in_([PersonStatus.ACTIVE, PersonStatus.ACTIVE + _NEEDS_CODE]),
            self.table.c.password_hash != "",
        )
        return int(self._connection.execute(statement).scalar_one())

    def _domain(self, row: Any) -> Person:
        return Person(
            id=row.id,
            email=row.email,
            name=row.name,
            role=Role(row.role),
            permission_group_id=row.permission_group_id,
            password_hash=row.password_hash,
            status=PersonStatus(row.status.removesuffix(_NEEDS_CODE)),
            created_at=from_stored(row.created_at),
            password_changed_at=from_stored(row.password_changed_at),
            disabled_at=from_stored(row.disabled_at),
            needs_code=row.status.endswith(_NEEDS_CODE),
            version=row.version,
        )

    def _values(self, value: Person) -> dict[str, object]:
        return {
            "id": value.id,
            "email": value.email,
            "name": value.name,
            "role": str(value.role),
            "permission_group_id": value.permission_group_id,
            "password_hash": value.password_hash,
            "status": f"{value.status}{_NEEDS_CODE if value.needs_code else ''}",
            "created_at": to_stored(value.created_at),
            "password_changed_at": to_stored(value.password_changed_at),
            "disabled_at": to_stored(value.disabled_at),
            "version": value.version,
        }


class SignInAttemptCounts:
    """Failed sign-ins in a row, by a keyed digest of the e-mail, whether it has an account or not."""

    _table = schema.sign_in_attempts
    _read = select(_table).where(_table.c.email_digest == bindparam("wanted"))
    _forget = delete(_table).where(_table.c.email_digest == bindparam("wanted"))
    _old = Prepared(
        delete(_table).where(
            _table.c.email_digest.in_(
                select(_table.c.email_digest).where(_table.c.last_at < bindparam("before")).limit(bindparam("most"))
            )
        )
    )

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def find(self, email_digest: bytes) -> SignInAttempts | None:
        """Return what was counted for this e-mail, or None."""
        row = self._connection.execute(self._read, {"wanted": email_digest}).first()
        if row is None:
            return None
        return SignInAttempts(row.failures, from_stored(row.last_at), from_stored(row.locked_until))

    def save(self, email_digest: bytes, attempts: SignInAttempts) -> None:
        """Store what is counted for this e-mail."""
        values = {
            "failures": attempts.failures,
            "last_at": to_stored(attempts.last_at),
            "locked_until": to_stored(attempts.locked_until),
        }
        statement = insert(self._table).values(email_digest=email_digest, **values)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=[self._table.c.email_digest], set_=values)
        )

    def forget(self, email_digest: bytes) -> None:
        """Clear the count after a good sign-in."""
        self._connection.execute(self._forget, {"wanted": email_digest})

    def drop_before(self, moment: datetime, most: int) -> int:
        """Drop at most `most` counts whose newest attempt was before a moment; return how many."""
        return self._connection.run(self._old, {"before": to_stored(moment), "most": most})
