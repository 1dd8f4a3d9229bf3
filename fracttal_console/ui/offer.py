"""What a page offers for some time after something was done: an undo."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """A sentence, and what can be done about it for so many seconds."""

    text: str
    icon: str
    action: str
    seconds: int
    act: Callable[[], None]
