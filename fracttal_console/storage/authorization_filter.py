"""Which authorizations a list shows, as conditions of the database."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select

from fracttal_console.domain.authorizations import AuthorizationStatus
from fracttal_console.domain.periods import Period
from fracttal_console.storage import schema
from fracttal_console.storage.moments import to_stored

_ROWS = schema.authorizations
_USES = schema.authorization_uses


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationFilter:
    """Which authorizations; what is empty or None narrows nothing, of several values one must fit.

    `words` are in the form of `search_form`. `only` is "", `active`, `unused` or `ending`; what counts as unused was
    last used (or, if never, granted) before `unused_before`, what counts as ending ends before `ends_before`. Of
    `people`, None is the consumer that acts for itself. `permissions` are `resource:action`, either part may be `*`.
    `states` know `expired` as well: active, and past its end.
    """

    now: datetime
    unused_before: datetime
    ends_before: datetime
    words: tuple[str, ...] = ()
    only: str = ""
    id: int | None = None
    consumers: tuple[int, ...] = ()
    people: tuple[int | None, ...] = ()
    permissions: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    granted: tuple[Period, ...] = ()
    used: tuple[Period, ...] = ()
    never_used: bool = False
    idle_since: datetime | None = None
    ending_before: datetime | None = None
    sort: str = ""
    descending: bool = True

    @property
    def narrows_by_use(self) -> bool:
        """Whether the last use decides."""
        return bool(self.only == "unused" or self.used or self.never_used or self.idle_since)

    @property
    def only_live(self) -> bool:
        """Whether no row can match that was revoked; what was not revoked is the newest of its consumer and person."""
        return bool(self.only or self.ending_before or (self.states and "revoked" not in self.states))

    @property
    def narrows(self) -> bool:
        """Whether anything but the order is asked for."""
        return bool(
            self.words or self.only or self.id is not None or self.consumers or self.people or self.permissions
            or self.states or self.profiles or self.granted or self.narrows_by_use or self.ending_before
        )  # fmt: skip


def conditions(wanted: AuthorizationFilter) -> list[ColumnElement[bool]]:
    """Return what must hold of a row; words and permissions are the search's matter."""
    found = list(_subset(wanted))
    if wanted.id is not None:
        found.append(_ROWS.c.id == wanted.id)
    if wanted.consumers:
        found.append(_ROWS.c.consumer_id.in_(among(wanted.consumers, "facet_consumers")))
    if wanted.people:
        found.append(_people(wanted.people))
    if wanted.states:
        found.append(or_(*(_state(state, wanted.now) for state in wanted.states)))
    if wanted.profiles:
        table = schema.oauth_consumers
        found.append(_ROWS.c.consumer_id.in_(select(table.c.id).where(table.c.profile.in_(wanted.profiles))))
    if wanted.granted:
        found.append(or_(*(_within(_ROWS.c.granted_at, period) for period in wanted.granted)))
    if wanted.used or wanted.never_used or wanted.idle_since:
        found.append(or_(*_use(wanted)))
    if wanted.ending_before:
        found += [live(wanted.now), _ROWS.c.expires_at < to_stored(wanted.ending_before)]
    return found


def live(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a row is active and not past its end."""
    return and_(
        _ROWS.c.status == str(AuthorizationStatus.ACTIVE),
        or_(_ROWS.c.expires_at.is_(None), _ROWS.c.expires_at > to_stored(now)),
    )


def ended(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a row is active but past its end."""
    return and_(
        _ROWS.c.status == str(AuthorizationStatus.ACTIVE),
        _ROWS.c.expires_at.is_not(None),
        _ROWS.c.expires_at <= to_stored(now),
    )


def among(values: Sequence[Any], name: str) -> Select[Any]:
    """Return a list of values as rows: one parameter whatever the number."""
    listed = func.json_each(bindparam(name, json.dumps(list(values)))).table_valued("value")
    return select(listed.c.value)


def _subset(wanted: AuthorizationFilter) -> Iterable[ColumnElement[bool]]:
    if wanted.only:
        yield live(wanted.now)
    if wanted.only == "unused":
        yield _idle(wanted.unused_before)
    elif wanted.only == "ending":
        yield _ROWS.c.expires_at < to_stored(wanted.ends_before)


def _people(people: tuple[int | None, ...]) -> ColumnElement[bool]:
    known = [person for person in people if person is not None]
    parts: list[ColumnElement[bool]] = [_ROWS.c.person_id.in_(among(known, "facet_people"))] if known else []
    return or_(*parts, _ROWS.c.person_id.is_(None)) if None in people else parts[0]


def _state(state: str, now: datetime) -> ColumnElement[bool]:
    known: dict[str, Callable[[datetime], ColumnElement[bool]]] = {"active": live, "expired": ended}
    return known[state](now) if state in known else _ROWS.c.status == state


def _within(column: Any, period: Period) -> ColumnElement[bool]:
    sides = []
    if period.after is not None:
        sides.append(column >= to_stored(period.after))
    if period.before is not None:
        sides.append(column < to_stored(period.before))
    return and_(*sides)


def _use(wanted: AuthorizationFilter) -> Iterable[ColumnElement[bool]]:
    for period in wanted.used:
        yield _within(_USES.c.last_used_at, period)
    if wanted.never_used:
        yield _USES.c.last_used_at.is_(None)
    if wanted.idle_since:
        yield _idle(wanted.idle_since)


def _idle(since: datetime) -> ColumnElement[bool]:
    return func.coalesce(_USES.c.last_used_at, _ROWS.c.granted_at) < to_stored(since)
