"""Events in storage: a keyed hash chain over all their fields."""

import json
from binascii import hexlify
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from fracttal_console.domain.actors import Actor, ActorKind, Role
from fracttal_console.domain.audit import EVENT_KINDS, ChainReport, Change, Event, Target
from fracttal_console.domain.compact_json import compact_json
from fracttal_console.domain.errors import RowTampered
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_rows import RowSeal

Link = Callable[[bytes, bytes], bytes]
"""Make the next link of the chain from the one before and the content of an event."""

_START = b"\0" * 32
_CHUNK = 1000
"""How many events are read and checked at a time."""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The newest event's place and link; without it, cutting off the newest events would not show."""

    seq: int
    link: bytes


class EventLog:
    """Write events in their order; lives as long as one transaction of the writer."""

    _insert = Prepared(insert(schema.events))
    _head = Prepared(select(schema.chain_head))
    _any = Prepared(select(schema.events.c.seq).limit(1))
    _save_head = Prepared(update(schema.chain_head).where(schema.chain_head.c.id == bindparam("which")))

    def __init__(self, connection: Executor, seal: RowSeal, link: Link) -> None:
        self._connection = connection
        self._seal = seal
        self._link = link
        self._stored = self._head_now()
        self.head = self._stored

    def append(self, event: Event, at: datetime, actor: Actor) -> Event:
        """Store an event as the newest and return it with its place, the moment, and who acted.

        `head` may be set back by the caller when a savepoint is rolled back.
        """
        seq = self.head.seq + 1
        values = _values(event, seq, at, actor)
        link = self._link(self.head.link, _payload(list(values.values())))
        values["link"] = link
        self._connection.add(self._insert, values)
        self.head = ChainHead(seq, link)
        return _stamped(event, seq, at, actor)

    def store_head(self) -> None:
        """Store where the chain ends; once before each commit is enough."""
        if self.head == self._stored:
            return
        values = self._seal.values(schema.chain_head, {"id": 1, "seq": self.head.seq, "link": self.head.link})
        if self._stored.seq == 0:
            self._connection.execute(insert(schema.chain_head), values)
        else:
            self._connection.run(self._save_head, {**values, "which": 1})
        self._stored = self.head

    def _head_now(self) -> ChainHead:
        row = self._connection.first(self._head, {})
        if row is None:
            if self._connection.first(self._any, {}) is not None:
                raise RowTampered(schema.chain_head.name, 1)
            return ChainHead(0, _START)
        return self._seal.read(schema.chain_head, row, lambda stored: ChainHead(stored.seq, stored.link))


class Events:
    """Read events and check their chain."""

    def __init__(self, connection: Executor, seal: RowSeal, link: Link) -> None:
        self._connection = connection
        self._seal = seal
        self._link = link

    def newest(self, most: int, before: int | None = None) -> list[Event]:
        """Return at most `most` events, newest first, all older than the place `before` if given."""
        table = schema.events
        statement = select(table).order_by(table.c.seq.desc()).limit(most)
        if before is not None:
            statement = statement.where(table.c.seq < before)
        return [_event(row) for row in self._connection.execute(statement)]

    def newest_of(self, tag: str) -> Event | None:
        """Return the newest event of a kind, or None."""
        table = schema.events
        statement = select(table).where(table.c.tag == tag).order_by(table.c.seq.desc()).limit(1)
        row = self._connection.execute(statement).first()
        return None if row is None else _event(row)

    def count(self) -> int:
        """Return how many events there are: their places have no gaps."""
        newest = self._connection.execute(select(func.max(schema.events.c.seq))).scalar()
        return int(newest or 0)

    def page(self, start: int, most: int, *, newest_first: bool) -> list[Event]:
        """Return events by their place in the list, which is their place in the chain or its mirror image."""
        table = schema.events
        if newest_first:
            top = self.count() - start
            return self.newest(most, top + 1) if top > 0 else []
        statement = select(table).where(table.c.seq > start).order_by(table.c.seq).limit(most)
        return [_event(row) for row in self._connection.execute(statement)]

    def at_places(self, places: Sequence[int]) -> list[Event]:
        """Return the events at these places, in the order given."""
        table = schema.events
        statement = select(table).where(table.c.seq.in_(list(places)))
        found = {row.seq: _event(row) for row in self._connection.execute(statement)}
        return [found[place] for place in places if place in found]

    def last_about(self, kind: str, ids: Sequence[int], tag: str) -> Mapping[int, datetime]:
        """Return when the newest event of a kind was about each of these things, by id; never means absent.

        Args:
            kind: of the things.
            ids: of the things.
            tag: of the events.
        """
        table, found = schema.events, {}
        for start in range(0, len(ids), 500):
            statement = (
                select(table.c.target_id, func.max(table.c.at).label("at"))
                .where(table.c.target_kind == kind, table.c.target_id.in_(ids[start : start + 500]))
                .where(table.c.tag == tag)
                .group_by(table.c.target_id)
            )
            found.update({row.target_id: from_stored(row.at) for row in self._connection.execute(statement)})
        return found

    def since(self, seq: int, most: int = 1000) -> list[Event]:
        """Return at most `most` events after the place `seq`, oldest first."""
        table = schema.events
        statement = select(table).where(table.c.seq > seq).order_by(table.c.seq).limit(most)
        return [_event(row) for row in self._connection.execute(statement)]

    def verify(self, goes_on: Callable[[int, int], bool] = lambda _done, _total: True) -> ChainReport:
        """Walk the chain from its first event to its head.

        Args:
            goes_on: told between chunks how many of how many are checked; tells whether to go on.
        """
        expected, link, total = 1, _START, self.count()
        for row in self._in_order():
            if expected % _CHUNK == 0 and not goes_on(expected - 1, total):
                return ChainReport(expected - 1, None, complete=False)
            if row.seq != expected:
                return ChainReport(expected - 1, expected)
            try:
                link = self._link(link, _payload(row[:-1]))
                good = compare_digest(link, row.link)
            except TypeError:  # a value of a type that is never written
                good = False
            if not good:
                return ChainReport(expected - 1, expected)
            expected += 1
        count = expected - 1
        goes_on(count, total)
        return ChainReport(count, None if self._ends_with(count, link) else expected)

    def _ends_with(self, count: int, link: bytes) -> bool:
        row = self._connection.execute(select(schema.chain_head)).first()
        if row is None:
            return count == 0
        try:
            head = self._seal.read(schema.chain_head, row, lambda stored: ChainHead(stored.seq, stored.link))
        except RowTampered:
            return False
        return head.seq == count and compare_digest(head.link, link)

    def _in_order(self) -> Iterator[Any]:
        table = schema.events
        start = 0
        while True:
            page = self._connection.execute(
                select(table).where(table.c.seq > start).order_by(table.c.seq).limit(_CHUNK)
            ).all()
            if not page:
                return
            yield from page
            start = page[-1].seq


def _stamped(event: Event, seq: int, at: datetime, actor: Actor) -> Event:
    return type(event)(
        target=event.target,
        changes=event.changes,
        facts=event.facts,
        reason=event.reason,
        seq=seq,
        at=at,
        actor=actor,
    )


def _values(event: Event, seq: int, at: datetime, actor: Actor) -> dict[str, object]:
    # the order is that of the columns: the chain covers them as one list
    return {
        "seq": seq,
        "at": to_stored(at),
        "tag": event.tag,
        "actor_kind": str(actor.kind),
        "actor_id": actor.id,
        "actor_name": actor.name,
        "actor_role": str(actor.role or ""),
        "address": actor.address,
        "target_kind": event.target.kind,
        "target_id": event.target.id,
        "target_name": event.target.name,
        "changes": compact_json([[change.field, change.before, change.after] for change in event.changes])
        if event.changes
        else "[]",
        "facts": compact_json(dict(event.facts)),
        "reason": event.reason,
    }


def _payload(values: Sequence[object]) -> bytes:
    return compact_json(list(values)).encode()


def _event(row: Any) -> Event:
    try:
        return _parsed(row)
    except (TypeError, ValueError, OverflowError):
        # no event was ever stored so: it was changed outside the program, and the chain tells where
        raise RowTampered(schema.events.name, row.seq) from None


def _parsed(row: Any) -> Event:
    kind = EVENT_KINDS.get(row.tag, Event)
    return kind(
        target=Target(row.target_kind, row.target_id, row.target_name),
        changes=tuple(Change(*change) for change in json.loads(row.changes)),
        facts=json.loads(row.facts),
        reason=row.reason,
        seq=row.seq,
        link=hexlify(row.link).decode("ascii"),
        at=from_stored(row.at),
        actor=Actor(
            ActorKind(row.actor_kind),
            row.actor_id,
            row.actor_name,
            Role(row.actor_role) if row.actor_role else None,
            row.address,
        ),
    )
