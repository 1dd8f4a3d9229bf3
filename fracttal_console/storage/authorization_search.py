"""Lists of authorizations: which match, in which order, how many; decided by the database, page by page.

One row per consumer and person is listed, the newest. Nothing here is sealed or believed: ids come out, and whoever
shows an authorization reads its sealed row.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, false, func, or_, select

from fracttal_console.domain.names import search_form
from fracttal_console.storage import schema
from fracttal_console.storage.authorization_filter import AuthorizationFilter, among, conditions, ended
from fracttal_console.storage.distinct import distinct_texts
from fracttal_console.storage.prepared import Executor

_ROWS = schema.authorizations
_USES = schema.authorization_uses
_STATUS_ORDER = {"active": 0, "suspended": 1, "expired": 2, "revoked": 3}


class AuthorizationSearch:
    """Find ids of authorizations."""

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def page(self, wanted: AuthorizationFilter, start: int, most: int) -> list[int]:
        """Return at most `most` ids from the place `start` on."""
        if wanted.sort == "last_used" and wanted.descending:
            return self._by_last_use(wanted, start, most)
        return self._ids(self._sorted(wanted).offset(start).limit(most))

    def every(self, wanted: AuthorizationFilter) -> list[int]:
        """Return all ids in order."""
        return self._ids(self._sorted(wanted))

    def count(self, wanted: AuthorizationFilter) -> int:
        """Count those that match."""
        return self._number(self._matching(wanted, select(func.count()))) if wanted.narrows else self.total()

    def total(self) -> int:
        """Count all that are listed where nothing narrows: one for each consumer and person."""
        pairs = select(_ROWS.c.consumer_id, _ROWS.c.person_id).distinct().subquery()
        return self._number(select(func.count()).select_from(pairs))

    def consumers_named(self, words: Sequence[str], most: int) -> list[int]:
        """Return at most `most` ids of consumers with all words in their names, in the order of these."""
        return self._named(schema.oauth_consumers, schema.oauth_consumers.c.client_id, words, most)

    def people_named(self, words: Sequence[str], most: int) -> list[int]:
        """Return at most `most` ids of people with all words in their names, in the order of these."""
        return self._named(schema.people, schema.people.c.email, words, most)

    def _named(self, table: Any, second: Any, words: Sequence[str], most: int) -> list[int]:
        found = [(form, key) for key, form in self._forms(table, second) if all(word in form for word in words)]
        return [key for _, key in sorted(found)[:most]]

    def _sorted(self, wanted: AuthorizationFilter) -> Select[Any]:
        statement = self._matching(wanted, select(_ROWS.c.id))
        order: dict[str, Callable[[Select[Any]], tuple[Select[Any], ColumnElement[Any]]]] = {
            "consumer": lambda s: self._ranked(s, schema.oauth_consumers, _ROWS.c.consumer_id),
            "person": lambda s: self._ranked(s, schema.people, _ROWS.c.person_id),
            "permissions": lambda s: (s, _number_of_permissions()),
            "status": lambda s: (s, _status_rank(wanted.now)),
            "expires": lambda s: (s, _ROWS.c.expires_at),
            "granted": lambda s: (s, _ROWS.c.granted_at),
            "ends": lambda s: (s, _ROWS.c.expires_at),
            "last_used": lambda s: (s, _USES.c.last_used_at),
        }
        if wanted.sort not in order:
            return statement.order_by(_ROWS.c.id.desc() if wanted.descending else _ROWS.c.id)
        statement, key = order[wanted.sort](statement)
        if wanted.descending:
            return statement.order_by(key.desc().nulls_last(), _ROWS.c.id.desc())
        return statement.order_by(key.asc().nulls_last(), _ROWS.c.id)

    def _by_last_use(self, wanted: AuthorizationFilter, start: int, most: int) -> list[int]:
        """Walk along the index of last uses; those never used come after, newest first."""
        used = self._matching(wanted, select(_ROWS.c.id), join="inner")
        ids = self._ids(used.order_by(_USES.c.last_used_at.desc(), _ROWS.c.id.desc()).offset(start).limit(most))
        if len(ids) == most:
            return ids
        number = self._number(self._matching(wanted, select(func.count()), join="inner"))
        never = self._matching(wanted, select(_ROWS.c.id)).where(_USES.c.last_used_at.is_(None))
        rest = never.order_by(_ROWS.c.id.desc()).offset(max(0, start - number)).limit(most - len(ids))
        return ids + self._ids(rest)

    def _matching(self, wanted: AuthorizationFilter, statement: Select[Any], *, join: str = "") -> Select[Any]:
        newer = _ROWS.alias("newer")
        superseded = (
            select(newer.c.id)
            .where(
                newer.c.consumer_id == _ROWS.c.consumer_id,
                newer.c.person_id.is_not_distinct_from(_ROWS.c.person_id),
                newer.c.id > _ROWS.c.id,
            )
            .exists()
        )
        needs_uses = wanted.narrows_by_use or wanted.sort == "last_used"
        source: Any = _ROWS
        if join == "inner":
            source = _USES.join(_ROWS, _USES.c.authorization_id == _ROWS.c.id)
        elif needs_uses:
            source = _ROWS.outerjoin(_USES, _USES.c.authorization_id == _ROWS.c.id)
        statement = statement.select_from(source)
        if not wanted.only_live:
            statement = statement.where(~superseded)
        for condition in (*conditions(wanted), *self._allowed(wanted), *self._word_conditions(wanted.words)):
            statement = statement.where(condition)
        return statement

    def _word_conditions(self, words: Sequence[str]) -> list[ColumnElement[bool]]:
        if not words:
            return []
        consumers = self._forms(schema.oauth_consumers, schema.oauth_consumers.c.client_id)
        people = self._forms(schema.people, schema.people.c.email)
        return [self._word_condition(word, consumers, people, place) for place, word in enumerate(words)]

    def _allowed(self, wanted: AuthorizationFilter) -> list[ColumnElement[bool]]:
        if not wanted.permissions:
            return []
        # there are far fewer sets of permissions than authorizations
        sets = distinct_texts(self._connection, _ROWS.c.permissions)
        patterns = [_pattern(name) for name in wanted.permissions]
        found = [text for text in sets if any(pattern in f" {text} " for pattern in patterns)]
        if not found:
            return [false()]
        # not by the index, which would bring them in an order that nobody asked for
        return [(_ROWS.c.permissions + "").in_(among(found, "allowed"))]

    def _forms(self, table: Any, second: Any) -> list[tuple[int, str]]:
        rows = self._connection.execute(select(table.c.id, table.c.name, second.label("second")))
        return [(row.id, f"{search_form(row.name)} {row.second.lower()}") for row in rows]

    @staticmethod
    def _word_condition(
        word: str, consumers: list[tuple[int, str]], people: list[tuple[int, str]], place: int
    ) -> ColumnElement[bool]:
        return or_(
            _ROWS.c.consumer_id.in_(among([key for key, form in consumers if word in form], f"consumers_{place}")),
            _ROWS.c.person_id.in_(among([key for key, form in people if word in form], f"people_{place}")),
            _ROWS.c.permissions.contains(word, autoescape=True),
        )

    def _ranked(self, statement: Select[Any], table: Any, column: Any) -> tuple[Select[Any], ColumnElement[Any]]:
        """Sort by the names of another table, in the order that people expect of accents and case."""
        rows = self._connection.execute(select(table.c.id, table.c.name)).all()
        ordered = [row.id for row in sorted(rows, key=lambda row: (search_form(row.name), row.name, row.id))]
        listed = func.json_each(bindparam("ranked", json.dumps(ordered))).table_valued("key", "value")
        ranks = select(listed.c.value.label("thing"), listed.c.key.label("rank")).cte("ranks")
        rank = select(ranks.c.rank).where(ranks.c.thing == column).scalar_subquery()
        return statement, rank

    def _ids(self, statement: Select[Any]) -> list[int]:
        return list(self._connection.execute(statement).scalars())

    def _number(self, statement: Select[Any]) -> int:
        return int(self._connection.execute(statement).scalar_one())


def _pattern(permission: str) -> str:
    resource, _, action = permission.partition(":")
    if action == "*":
        return f" {resource}:"
    return f":{action} " if resource == "*" else f" {permission} "


def _status_rank(now: datetime) -> ColumnElement[int]:
    ranks = [(_ROWS.c.status == status, rank) for status, rank in _STATUS_ORDER.items()]
    return case((ended(now), _STATUS_ORDER["expired"]), *ranks, else_=len(_STATUS_ORDER))


def _number_of_permissions() -> ColumnElement[int]:
    # the stored form parts names by one blank each
    stored = _ROWS.c.permissions
    return func.length(stored) - func.length(func.replace(stored, " ", ""))
