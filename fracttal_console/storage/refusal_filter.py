"""What refused requests are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from fracttal_console.domain.periods import Period
from fracttal_console.storage import schema
from fracttal_console.storage.moments import to_stored


@dataclass(frozen=True, slots=True)
class Presented:
    """A credential with which requests came: by kind and id, or, as nobody knows it, by what was presented."""

    kind: str = ""
    id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalFilter:
    """Values of which, in each field that has any, one must fit; `kind` and `within` are those of a named subset."""

    kind: str = ""
    within: Period | None = None

    causes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    credentials: tuple[Presented, ...] = ()
    addresses: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()

    def clauses(self) -> Iterator[ColumnElement[Any]]:
        """Return the conditions, all of which must hold."""
        columns = schema.refusals.c
        for column, values in (
            (columns.cause, self.causes),
            (columns.kind, self.kinds),
            (columns.address, self.addresses),
        ):
            if values:
                yield column.in_(values)
        if self.kind:
            yield columns.kind == self.kind
        if self.within is not None:
            yield _within(self.within)
        if self.credentials:
            yield or_(*map(_presented, self.credentials))
        if self.periods:
            yield or_(*map(_within, self.periods))


def _presented(one: Presented) -> ColumnElement[Any]:
    columns = schema.refusals.c
    if one.id is None:
        return columns.credential_name == one.name
    return and_(columns.credential_kind == one.kind, columns.credential_id == one.id)


def _within(period: Period) -> ColumnElement[Any]:
    at = schema.refusals.c.last_at
    sides = [at >= to_stored(period.after)] if period.after is not None else []
    return and_(*sides, *([at < to_stored(period.before)] if period.before is not None else []))
