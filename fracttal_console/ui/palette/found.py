"""What a page finds by name for the palette."""

from collections.abc import Callable
from dataclasses import dataclass

from fracttal_console.ui.desk import Desk

MOST_FOUND = 6
"""How many things of one kind are looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A thing of a page, by the id that links use; `words` are further texts that name it."""

    id: int
    title: str
    note: str
    words: tuple[str, ...] = ()
    icon: str = ""


Find = Callable[[Desk, str], tuple[Found, ...]]
"""Look for things by a text; runs beside the window."""
