"""What a page offers for some time after something was done: an undo."""

from collections.abc import Callable
from dataclasses import dataclass

from fracttal_console.texts.catalogue import Texts


@dataclass(frozen=True, slots=True)
class Offer:
    """That what was done to things, by their ids, can be taken back for so many seconds; `words` say what it was.

    It outlives its page: in another language there are other pages, and the new one takes it back as well.
    """

    words: Callable[[Texts], str]
    icon: str
    seconds: int
    things: tuple[int, ...]
