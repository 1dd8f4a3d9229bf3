"""Lists of events: which match, how many, page by page; decided by the database along its indexes.

Names are compared without case and accents, which the database cannot do. But there are far fewer names than events: an
index gives each name once, and what holds a word goes into the statement as one parameter.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select

from fracttal_console.domain.names import search_form
from fracttal_console.domain.periods import Period
from fracttal_console.storage import schema
from fracttal_console.storage.distinct import distinct_texts
from fracttal_console.storage.moments import to_stored
from fracttal_console.storage.prepared import Executor

_ROWS = schema.events
_RECENT = 2000
"""How many of the newest events are looked through where nothing is looked for."""

_SEARCHED = (_ROWS.c.actor_name, _ROWS.c.target_name, _ROWS.c.reason, _ROWS.c.address)


@dataclass(frozen=True, slots=True)
class Party:
    """Who acted or what was acted on: by kind and id, where these are known, else by the name of that time."""

    kind: str = ""
    id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events; what is empty narrows nothing, of several values one must fit.

    `words` are in the form of `search_form`, and `tags` are kinds of events that match whatever their names. Of
    `actions`, one that ends with a colon names all kinds of a noun.
    """

    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    id: int | None = None
    actors: tuple[Party, ...] = ()
    actions: tuple[str, ...] = ()
    targets: tuple[Party, ...] = ()
    target_kinds: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    until: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return bool(
            self.words or self.id is not None or self.actors or self.actions or self.targets or self.target_kinds
            or self.addresses or self.periods or self.until is not None
        )  # fmt: skip


class EventSearch:
    """Find places of events in the chain."""

    def __init__(self, connection: Executor) -> None:
        self._connection = connection

    def page(self, wanted: EventFilter, start: int, most: int, *, newest_first: bool) -> tuple[list[int], int]:
        """Return at most `most` places from the one at `start` on, and how many match."""
        statement = self._matching(select(_ROWS.c.seq), wanted)
        if wanted.words:
            # what finds them costs more than to hand them over
            places = sorted(self._places(statement), reverse=newest_first)
            return places[start : start + most], len(places)
        order = _ROWS.c.seq.desc() if newest_first else _ROWS.c.seq
        return self._places(statement.order_by(order).offset(start).limit(most)), self.count(wanted)

    def after(self, wanted: EventFilter, place: int, most: int) -> list[int]:
        """Return at most `most` places beyond one, oldest first."""
        statement = self._matching(select(_ROWS.c.seq), wanted).where(_ROWS.c.seq > place)
        return self._places(statement.order_by(_ROWS.c.seq).limit(most))

    def count(self, wanted: EventFilter) -> int:
        """Count the events that match."""
        statement = self._matching(select(func.count()).select_from(_ROWS), wanted)
        return int(self._connection.execute(statement).scalar_one())

    def actors(self) -> list[Any]:
        """Return who ever acted, with kind, id and the newest name, the most recent first."""
        newest = select(func.max(_ROWS.c.seq)).group_by(_ROWS.c.actor_kind, _ROWS.c.actor_id)
        statement = select(_ROWS.c.actor_kind, _ROWS.c.actor_id, _ROWS.c.actor_name)
        return list(self._connection.execute(statement.where(_ROWS.c.seq.in_(newest)).order_by(_ROWS.c.seq.desc())))

    def targets(self, words: Sequence[str], most: int) -> list[Any]:
        """Return what was ever acted on and had all words in a name, with kind, id and the newest of these names."""
        among: ColumnElement[bool]
        if words:
            names = self._holding(_ROWS.c.target_name, words)[:most]
            among = _ROWS.c.target_name.in_(_listed(names, "names"))
        else:
            # of all things, those of the last events are the likeliest
            among = and_(_ROWS.c.seq > self._newest() - _RECENT, _ROWS.c.target_name != "")
        newest = select(func.max(_ROWS.c.seq)).where(among).group_by(_ROWS.c.target_kind, _ROWS.c.target_id)
        statement = select(_ROWS.c.target_kind, _ROWS.c.target_id, _ROWS.c.target_name)
        return list(
            self._connection.execute(
                statement.where(_ROWS.c.seq.in_(newest)).order_by(_ROWS.c.target_name, _ROWS.c.target_id).limit(most)
            )
        )

    def addresses(self, words: Sequence[str], most: int) -> list[str]:
        """Return from where anybody ever acted."""
        return self._holding(_ROWS.c.address, words)[:most]

    def target_kinds(self) -> list[str]:
        """Return what kinds of things were ever acted on."""
        return [kind for kind in distinct_texts(self._connection, _ROWS.c.target_kind) if kind]

    def _matching(self, statement: Select[Any], wanted: EventFilter) -> Select[Any]:
        for condition in (*_conditions(wanted), *self._word_conditions(wanted)):
            statement = statement.where(condition)
        return statement

    def _word_conditions(self, wanted: EventFilter) -> list[ColumnElement[bool]]:
        if not wanted.words:
            return []
        texts = {column: self._texts(column) for column in _SEARCHED}
        each = [
            or_(*(column.in_(_listed(_with(word, texts[column]), f"{column.name}_{place}")) for column in _SEARCHED))
            for place, word in enumerate(wanted.words)
        ]
        named = _ROWS.c.tag.in_(wanted.tags)
        return [or_(and_(*each), named)] if wanted.tags else each

    def _texts(self, column: Any) -> list[tuple[str, str]]:
        return [(search_form(text), text) for text in distinct_texts(self._connection, column)]

    def _holding(self, column: Any, words: Sequence[str]) -> list[str]:
        """Return the texts of a column that hold all words."""
        return [text for form, text in self._texts(column) if text and all(word in form for word in words)]

    def _newest(self) -> int:
        return int(self._connection.execute(select(func.max(_ROWS.c.seq))).scalar() or 0)

    def _places(self, statement: Select[Any]) -> list[int]:
        return list(self._connection.execute(statement).scalars())


def _conditions(wanted: EventFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.id is not None:
        found.append(_ROWS.c.seq == wanted.id)
    if wanted.until is not None:
        found.append(_ROWS.c.seq <= wanted.until)
    if wanted.actors:
        found.append(_parties(wanted.actors, _ROWS.c.actor_kind, _ROWS.c.actor_id, _ROWS.c.actor_name))
    if wanted.targets:
        found.append(_parties(wanted.targets, _ROWS.c.target_kind, _ROWS.c.target_id, _ROWS.c.target_name))
    if wanted.target_kinds:
        found.append(_ROWS.c.target_kind.in_(wanted.target_kinds))
    if wanted.actions:
        found.append(or_(*(_action(action) for action in wanted.actions)))
    if wanted.addresses:
        found.append(_ROWS.c.address.in_(wanted.addresses))
    if wanted.periods:
        found.append(or_(*(_within(period) for period in wanted.periods)))
    return found


def _parties(parties: Sequence[Party], kind: Any, number: Any, name: Any) -> ColumnElement[bool]:
    # each on its own: a list of pairs would make no use of the index
    known = [and_(kind == party.kind, number == party.id) for party in parties if party.kind and party.id is not None]
    kinds = [party.kind for party in parties if party.kind and party.id is None]
    names = [party.name for party in parties if not party.kind]
    parts: list[ColumnElement[bool]] = list(known)
    if kinds:
        parts.append(kind.in_(kinds))
    if names:
        parts.append(name.in_(names))
    return or_(*parts)


def _action(action: str) -> ColumnElement[bool]:
    # a range rather than a pattern, for which the index would be of no use
    if action.endswith(":"):
        return and_(_ROWS.c.tag >= action, _ROWS.c.tag < f"{action[:-1]};")
    return _ROWS.c.tag == action


def _within(period: Period) -> ColumnElement[bool]:
    sides = []
    if period.after is not None:
        sides.append(_ROWS.c.at >= to_stored(period.after))
    if period.before is not None:
        sides.append(_ROWS.c.at < to_stored(period.before))
    return and_(*sides)


def _with(word: str, texts: Sequence[tuple[str, str]]) -> list[str]:
    return [text for form, text in texts if word in form]


def _listed(values: Sequence[str], name: str) -> Select[Any]:
    # one parameter whatever the number
    rows = func.json_each(bindparam(name, json.dumps(values))).table_valued("value")
    return select(rows.c.value)
