"""Which accepted requests needed which permission, counted by the database: statistics, nothing that decides."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select

from fracttal_console.domain.authorizations import AuthorizationStatus
from fracttal_console.domain.people import PersonStatus
from fracttal_console.domain.permissions import PermissionSet, parse_permissions
from fracttal_console.domain.usage import NOBODY
from fracttal_console.storage import schema
from fracttal_console.storage.moments import to_stored
from fracttal_console.storage.prepared import Executor

_DAYS = schema.usage_days
_PEOPLE = schema.people
_GRANTS = schema.authorizations
_BASE = "base"
_LIVES = _GRANTS.c.status != str(AuthorizationStatus.REVOKED)
_ACTIVE = _PEOPLE.c.status == str(PersonStatus.ACTIVE)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Whom a change of permissions reaches: keys and consumers by id, and all people of a group (None for none)."""

    api_keys: Collection[int]
    consumers: Collection[int]
    people_of: int | None


@dataclass(frozen=True, slots=True)
class AcceptedCalls:
    """Accepted requests of one credential for one person (0 for nobody) to one endpoint.

    `group_id` is the person's own permission group; `granted` is what the authorization behind them holds now, None for
    an API key.
    """

    kind: str
    credential_id: int
    person_id: int
    group_id: int | None
    path: str
    granted: PermissionSet | None
    calls: int


@dataclass(frozen=True, slots=True)
class GrantCount:
    """How many live authorizations of a consumer hold the same permissions, for people of the same group."""

    consumer_id: int
    for_person: bool
    group_id: int | None
    granted: PermissionSet
    number: int


class PermissionUse:
    """Repository of what accepted requests tell about permissions."""

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def calls(self, bounds: Bounds, since: int, paths: Collection[str]) -> list[AcceptedCalls]:
        """Return accepted requests to some endpoints; a consumer's only where the authorization behind them lives.

        Args:
            bounds: whose.
            since: first day.
            paths: the endpoints, as they are counted.
        """
        wanted = and_(_DAYS.c.day >= since, _DAYS.c.accepted > 0, _DAYS.c.path.in_(_listed("paths", paths)))
        return [*self._of_keys(bounds, wanted), *self._for_people(bounds, wanted), *self._for_nobody(bounds, wanted)]

    def accepted(self, bounds: Bounds, since: int) -> dict[tuple[str, int], int]:
        """Return how many requests were accepted, by kind and id of the credential, whatever they asked for."""
        kind, credential_id = _DAYS.c.credential_kind, _DAYS.c.credential_id
        joined = _DAYS.outerjoin(_PEOPLE, _PEOPLE.c.id == _DAYS.c.person_id)
        reached = [
            and_(kind == "api_key", credential_id.in_(_listed("keys", bounds.api_keys))),
            and_(kind == "consumer", credential_id.in_(_listed("consumers", bounds.consumers))),
        ]
        if bounds.people_of is not None:
            reached.append(and_(kind != _BASE, _PEOPLE.c.permission_group_id == bounds.people_of))
        statement = (
            select(kind, credential_id, func.sum(_DAYS.c.accepted))
            .select_from(joined)
            .where(_DAYS.c.day >= since, or_(*reached))
            .group_by(kind, credential_id)
        )
        return {(row[0], row[1]): row[2] for row in self._rows(statement)}

    def accepted_for(self, people: Collection[int], since: int) -> dict[int, int]:
        """Return how many requests were accepted, by the person they were made for."""
        statement = (
            select(_DAYS.c.person_id, func.sum(_DAYS.c.accepted))
            .where(_DAYS.c.day >= since, _DAYS.c.person_id.in_(_listed("people", people)))
            .group_by(_DAYS.c.person_id)
        )
        return {row[0]: row[1] for row in self._rows(statement)}

    def grants(self, bounds: Bounds, now: datetime) -> list[GrantCount]:
        """Count the authorizations that live at `now` (UTC), by consumer, the person's group and permissions."""
        reached: list[ColumnElement[bool]] = [_GRANTS.c.consumer_id.in_(_listed("consumers", bounds.consumers))]
        if bounds.people_of is not None:
            reached.append(_PEOPLE.c.permission_group_id == bounds.people_of)
        statement = (
            select(
                _GRANTS.c.consumer_id, _PEOPLE.c.id.is_not(None), _PEOPLE.c.permission_group_id, _GRANTS.c.permissions,
                func.count(),
            )
            .select_from(_GRANTS.outerjoin(_PEOPLE, _PEOPLE.c.id == _GRANTS.c.person_id))
            .where(
                _LIVES,
                or_(_PEOPLE.c.id.is_(None), _ACTIVE),
                or_(_GRANTS.c.expires_at.is_(None), _GRANTS.c.expires_at > to_stored(now)),
                or_(*reached),
            )
            .group_by(_GRANTS.c.consumer_id, _PEOPLE.c.id.is_not(None), _PEOPLE.c.permission_group_id,
                      _GRANTS.c.permissions)
        )  # fmt: skip
        return [
            GrantCount(row[0], bool(row[1]), row[2], parse_permissions(row[3]), row[4]) for row in self._rows(statement)
        ]

    def first_day(self) -> int | None:
        """Return the first day of which requests are counted, None where there is none."""
        return self._connection.execute(select(func.min(_DAYS.c.day))).scalar_one_or_none()

    def paths_of_people(self, group_id: int, since: int) -> frozenset[str]:
        """Return the endpoints of accepted requests for the people of a group."""
        statement = (
            select(_DAYS.c.path)
            .select_from(_DAYS.join(_PEOPLE, _PEOPLE.c.id == _DAYS.c.person_id))
            .where(_PEOPLE.c.permission_group_id == group_id, _DAYS.c.day >= since, _DAYS.c.accepted > 0)
            .distinct()
        )
        return frozenset(row[0] for row in self._rows(statement))

    def _of_keys(self, bounds: Bounds, wanted: ColumnElement[bool]) -> list[AcceptedCalls]:
        statement = (
            select(_DAYS.c.credential_id, _DAYS.c.path, func.sum(_DAYS.c.accepted))
            .where(wanted, _DAYS.c.credential_kind == "api_key",
                   _DAYS.c.credential_id.in_(_listed("keys", bounds.api_keys)))
            .group_by(_DAYS.c.credential_id, _DAYS.c.path)
        )  # fmt: skip
        return [AcceptedCalls("api_key", row[0], NOBODY, None, row[1], None, row[2]) for row in self._rows(statement)]

    def _for_people(self, bounds: Bounds, wanted: ColumnElement[bool]) -> list[AcceptedCalls]:
        # two joins by equal values: one by coalesce could not use the index on both columns
        grant = and_(_GRANTS.c.consumer_id == _DAYS.c.credential_id, _GRANTS.c.person_id == _DAYS.c.person_id, _LIVES)
        joined = _DAYS.join(_PEOPLE, _PEOPLE.c.id == _DAYS.c.person_id).join(_GRANTS, grant)
        reached: ColumnElement[bool] = _DAYS.c.credential_id.in_(_listed("consumers", bounds.consumers))
        if bounds.people_of is not None:
            reached = or_(reached, _PEOPLE.c.permission_group_id == bounds.people_of)
        statement = _grouped(_PEOPLE.c.permission_group_id).select_from(joined).where(
            wanted, _DAYS.c.credential_kind == "consumer", _DAYS.c.person_id != NOBODY, _ACTIVE, reached
        )  # fmt: skip
        return [_consumer_calls(row) for row in self._rows(statement)]

    def _for_nobody(self, bounds: Bounds, wanted: ColumnElement[bool]) -> list[AcceptedCalls]:
        grant = and_(
            _GRANTS.c.consumer_id == _DAYS.c.credential_id, _GRANTS.c.person_id.is_(None), _LIVES
        )  # fmt: skip
        statement = _grouped(_GRANTS.c.person_id).select_from(_DAYS.join(_GRANTS, grant)).where(
            wanted, _DAYS.c.credential_kind == "consumer", _DAYS.c.person_id == NOBODY,
            _DAYS.c.credential_id.in_(_listed("consumers", bounds.consumers)),
        )  # fmt: skip
        return [_consumer_calls(row) for row in self._rows(statement)]

    def _rows(self, statement: Select[Any]) -> Iterable[Any]:
        return self._connection.execute(statement)


def _grouped(group_id: ColumnElement[Any]) -> Select[Any]:
    return select(
        _DAYS.c.credential_id, _DAYS.c.person_id, group_id, _DAYS.c.path, _GRANTS.c.permissions,
        func.sum(_DAYS.c.accepted),
    ).group_by(_DAYS.c.credential_id, _DAYS.c.person_id, group_id, _DAYS.c.path, _GRANTS.c.permissions)  # fmt: skip


def _consumer_calls(row: Any) -> AcceptedCalls:
    return AcceptedCalls("consumer", row[0], row[1], row[2], row[3], parse_permissions(row[4]), row[5])


def _listed(name: str, values: Collection[int | str]) -> Select[Any]:
    # one parameter whatever the number: a list of thousands would be thousands of parameters
    listed = func.json_each(bindparam(name, json.dumps(sorted(values)))).table_valued("value")
    return select(listed.c.value)
