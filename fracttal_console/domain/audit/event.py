"""What every event is, and what it says of a change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, TypeAlias

from fracttal_console.domain.actors import Actor, ActorKind

Fact: TypeAlias = str | int | bool | list[str] | None


@dataclass(frozen=True, slots=True)
class Change:
    """One field that an edit changed, with its values before and after; never a secret."""

    field: str
    before: Fact
    after: Fact


@dataclass(frozen=True, slots=True)
class Target:
    """What an event is about; the name is the one it had at that time."""

    kind: str = ""
    id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class ChainReport:
    """Outcome of a check of the whole chain: `broken_at` is the first bad place, None where all that was seen is well.

    It is not `complete` where the check was stopped after so many events.
    """

    events: int
    broken_at: int | None
    complete: bool = True


NOBODY = Actor(ActorKind.SYSTEM)


@dataclass(frozen=True, kw_only=True)
class Event:
    """One audited fact.

    A use case gives `target`, `changes`, `facts` and `reason`; the frame stamps who, when and from where, and the
    storage the place in the chain. `seq` counts from 1 without gaps; `link` is the keyed hash over the event and the
    link before it, in hexadecimal digits, "" where it was not read from storage.
    """

    tag: ClassVar[str] = ""

    target: Target = Target()
    changes: tuple[Change, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    reason: str = ""
    seq: int = 0
    link: str = field(default="", compare=False)
    at: datetime | None = None
    actor: Actor = NOBODY


def changed(before: object, after: object, names: Iterable[str]) -> tuple[Change, ...]:
    """Return the changes of the named attributes between two values of the same class."""
    pairs = ((name, _fact(getattr(before, name)), _fact(getattr(after, name))) for name in names)
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new)


def _fact(value: object) -> Fact:
    if value is None or isinstance(value, (bool, int, str)):
        return value if not isinstance(value, str) else str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    if isinstance(value, (tuple, list, frozenset, set)):
        return sorted(str(item) for item in value)
    return str(value)
