"""Second factors in storage: the secrets of codes, the newest step taken, and recovery codes by their digests."""

from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from fracttal_console.domain.second_factors import RecoveryCode, Totp
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_rows import RowSeal


class Totps:
    """Repository of the secrets from which codes are made, one for each person who has one."""

    _table = schema.totp
    _steps = schema.totp_steps
    _insert = Prepared(insert(_table))
    _of_person = Prepared(select(_table).where(_table.c.person_id == bindparam("person")))
    _all = select(_table)
    _confirmed = select(_table.c.person_id).where(_table.c.confirmed_at.is_not(None))
    _drop = Prepared(delete(_table).where(_table.c.person_id == bindparam("person")))
    _drop_step = Prepared(delete(_steps).where(_steps.c.person_id == bindparam("person")))

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def find(self, person_id: int) -> Totp | None:
        """Return the secret of a person, confirmed or not, or None."""
        row = self._connection.first(self._of_person, {"person": person_id})
        return None if row is None else self._seal.read(self._table, row, _totp)

    def all(self) -> list[Totp]:
        """Return the secrets of all people who have one."""
        return [self._seal.read(self._table, row, _totp) for row in self._connection.execute(self._all)]

    def confirmed(self) -> list[int]:
        """Return the ids of the people whose secret was confirmed."""
        return list(self._connection.execute(self._confirmed).scalars())

    def put(self, totp: Totp) -> None:
        """Store the secret of a person in place of the one before."""
        self._connection.run(self._drop, {"person": totp.person_id})
        self._connection.run(self._insert, self._seal.values(self._table, _totp_values(totp)))

    def drop(self, person_id: int) -> None:
        """Take a person's secret away, and what is known of its steps."""
        self._connection.run(self._drop_step, {"person": person_id})
        self._connection.run(self._drop, {"person": person_id})

    def take_step(self, person_id: int, step: int) -> bool:
        """Note that the code of a step was taken; tell whether it is newer than every one before."""
        statement = insert_or(self._steps).values(person_id=person_id, last_step=step)
        newer = statement.on_conflict_do_update(
            index_elements=[self._steps.c.person_id],
            set_={"last_step": step},
            where=self._steps.c.last_step < step,
        )
        return self._connection.execute(newer).rowcount == 1


class RecoveryCodes:
    """Repository of recovery codes."""

    _table = schema.recovery_codes
    _insert = Prepared(insert(_table))
    _update = Prepared(update(_table).where(_table.c.digest == bindparam("which")))
    _by_digest = Prepared(select(_table).where(_table.c.digest == bindparam("wanted")))
    _drop = Prepared(delete(_table).where(_table.c.person_id == bindparam("person")))
    _any = Prepared(select(_table.c.digest).where(_table.c.person_id == bindparam("person")).limit(1))
    _left = select(func.count()).where(_table.c.person_id == bindparam("person"), _table.c.used_at.is_(None))

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def add(self, code: RecoveryCode) -> None:
        """Store a new code."""
        self._connection.run(self._insert, self._seal.values(self._table, _code_values(code)))

    def save(self, code: RecoveryCode) -> None:
        """Store a changed code."""
        values = self._seal.values(self._table, _code_values(code))
        self._connection.run(self._update, {**values, "which": code.digest})

    def find(self, digest: bytes) -> RecoveryCode | None:
        """Return the code with this digest, or None."""
        row = self._connection.first(self._by_digest, {"wanted": digest})
        return None if row is None else self._seal.read(self._table, row, _code)

    def left(self, person_id: int) -> int:
        """Count the codes of a person that were not used."""
        return int(self._connection.execute(self._left, {"person": person_id}).scalar_one())

    def made_for(self, person_id: int) -> bool:
        """Tell whether a person has codes, used or not."""
        return self._connection.first(self._any, {"person": person_id}) is not None

    def drop_of(self, person_id: int) -> None:
        """Take all codes of a person away."""
        self._connection.run(self._drop, {"person": person_id})


def _totp(row: Any) -> Totp:
    return Totp(
        person_id=row.person_id,
        sealed=row.sealed,
        created_at=from_stored(row.created_at),
        confirmed_at=from_stored(row.confirmed_at),
    )


def _totp_values(value: Totp) -> dict[str, object]:
    return {
        "person_id": value.person_id,
        "sealed": value.sealed,
        "created_at": to_stored(value.created_at),
        "confirmed_at": to_stored(value.confirmed_at),
    }


def _code(row: Any) -> RecoveryCode:
    return RecoveryCode(
        digest=row.digest,
        person_id=row.person_id,
        created_at=from_stored(row.created_at),
        used_at=from_stored(row.used_at),
    )


def _code_values(value: RecoveryCode) -> dict[str, object]:
    return {
        "digest": value.digest,
        "person_id": value.person_id,
        "created_at": to_stored(value.created_at),
        "used_at": to_stored(value.used_at),
    }
