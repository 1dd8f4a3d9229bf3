"""Ids of the authorizations that fit several conditions at once; what is done to each reads its sealed row."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func, literal, select

from fracttal_console.domain.authorizations import AuthorizationStatus
from fracttal_console.domain.permissions import PermissionName
from fracttal_console.storage import schema
from fracttal_console.storage.moments import to_stored
from fracttal_console.storage.prepared import Executor

_ROWS = schema.authorizations
_USES = schema.authorization_uses


class AuthorizationSelection:
    """Find ids of authorizations by what they have in common."""

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def ids(
        self,
        statuses: Iterable[AuthorizationStatus],
        *,
        consumer_id: int | None = None,
        person_id: int | None = None,
        permission: PermissionName | None = None,
        unused_since: datetime | None = None,
    ) -> list[int]:
        """Return the ids of those in one of the states that fit every condition which is given, oldest first."""
        conditions: list[ColumnElement[bool]] = [_ROWS.c.status.in_([str(status) for status in statuses])]
        if consumer_id is not None:
            conditions.append(_ROWS.c.consumer_id == consumer_id)
        if person_id is not None:
            conditions.append(_ROWS.c.person_id == person_id)
        if permission is not None:
            # names are parted by one blank: a blank on both sides makes each of them whole
            padded = literal(" ") + _ROWS.c.permissions + literal(" ")
            conditions.append(padded.contains(f" {permission} ", autoescape=True))
        if unused_since is not None:
            conditions.append(func.coalesce(_USES.c.last_used_at, _ROWS.c.granted_at) < to_stored(unused_since))
        source = _ROWS.outerjoin(_USES, _USES.c.authorization_id == _ROWS.c.id)
        statement = select(_ROWS.c.id).select_from(source).where(*conditions).order_by(_ROWS.c.id)
        return list(self._connection.execute(statement).scalars())
