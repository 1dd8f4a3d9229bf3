"""What the palette lists, and in which order it stands for what was typed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from fracttal_console.domain.names import search_form
from fracttal_console.texts.catalogue import N_

MOST = 8
"""How many entries of one part are listed."""


class Part(Enum):
    """The parts of the list; the value is the caption."""

    RECENT = N_("Recent")
    GO = N_("Go to")
    DO = N_("Do")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line: `key` is what it is known by, `words` are further texts by which it is found, as a public id.

    A thing is one of the base: its name is hidden while values are hidden.
    """

    key: str
    part: Part
    title: str
    icon: str
    run: Callable[[], object]
    note: str = ""
    keys: str = ""
    words: tuple[str, ...] = ()
    thing: bool = False


def ranked(entries: Iterable[Entry], text: str) -> list[Entry]:
    """Return the entries that match, by part, the best first: exact, then beginnings, then words inside.

    Args:
        entries: in the order in which equal ones stay.
        text: what was typed; without a word in it, all match.
    """
    words = search_form(text).split()
    scored = [(score, entry) for entry in entries if (score := _score(entry, words)) is not None]
    scored.sort(key=lambda pair: pair[0])
    best: dict[Part, int] = {}
    for score, entry in scored:
        best.setdefault(entry.part, score)
    found: list[Entry] = []
    for part in sorted(best, key=lambda part: (best[part], list(Part).index(part))):
        found.extend([entry for _, entry in scored if entry.part is part][:MOST])
    return found


def _score(entry: Entry, words: Sequence[str]) -> int | None:
    if not words:
        return 0
    title = search_form(entry.title)
    more = [search_form(text) for text in (entry.note, *entry.words)]
    whole = " ".join(words)
    if whole == title or whole in more:
        return 0
    if title.startswith(whole):
        return 1
    begins = title.split()
    if all(any(part.startswith(word) for part in begins) for word in words):
        return 2
    if all(word in title for word in words):
        return 3
    return 4 if all(any(word in form for form in (title, *more)) for word in words) else None
