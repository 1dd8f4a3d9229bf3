"""What can stand in a cell: small values that painters draw and assistive technology reads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Qt

from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import Monogram, Pill

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: `text` is what is read aloud and copied, `hint` what its tooltip adds."""

    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCell(Cell):
    """Words, with an icon before them where there is one."""

    role: Role = Role.BODY
    ink: str = "text2"
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    icon: str = ""
    icon_ink: str = ""
    right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCell(Cell):
    """The name of a thing or person behind its monogram."""

    mark: Monogram
    ink: str = "text"
    circle: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PillCell(Cell):
    """A state."""

    pill: Pill


@dataclass(frozen=True, slots=True, kw_only=True)
class StripCell(Cell):
    """Which actions are allowed, then the widest resource in words."""

    allowed: tuple[bool, ...]
    words: str
    ink: str = "text2"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column of a table.

    `width` is in pixels; 0 takes what is left. `sort` is the services' word to sort by it, "" where that is not
    possible. `first_down` tells whether the first click sorts the largest first, as for moments;
    `right` that the column holds numbers, whose ends stand below each other. `key` names it where it cannot be sorted
    by; `hidden` that it is only seen where a person asks for it.
    """

    title: str
    width: int
    cell: Callable[[Row], Cell]
    sort: str = ""
    first_down: bool = False
    right: bool = False
    key: str = ""
    hidden: bool = False

    @property
    def name(self) -> str:
        """By what the column is known where people arrange columns; it never changes."""
        return self.key or self.sort
