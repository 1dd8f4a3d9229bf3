"""Which columns of a list are seen, in which order, how wide; and how that is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fracttal_console.ui.tables.cells import Column

NARROWEST = 56
WIDEST = 1200


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """What a person made of the columns: names in order, those that are hidden, widths in pixels.

    A column that is not named, because a newer version brought it, stands where it stood among the others.
    """

    order: tuple[str, ...] = ()
    hidden: frozenset[str] | None = None
    widths: Mapping[str, int] = field(default_factory=dict)

    def shows(self, column: Column[Any]) -> bool:
        """Tell whether a column is seen."""
        if self.hidden is None or (self.order and column.name not in self.order):
            return not column.hidden
        return column.name not in self.hidden

    def ordered(self, columns: Sequence[Column[Any]]) -> list[Column[Any]]:
        """Return all columns in the order of the layout."""
        known = {column.name: column for column in columns}
        found = [known[name] for name in self.order if name in known]
        for place, column in enumerate(columns):
            if column.name not in self.order:
                found.insert(min(place, len(found)), column)
        return found

    def shown(self, columns: Sequence[Column[Any]]) -> list[Column[Any]]:
        """Return the columns that are seen, as wide as they were made; one at least."""
        ordered = self.ordered(columns)
        seen = [column for column in ordered if self.shows(column)] or ordered[:1]
        return [replace(column, width=self.widths.get(column.name, column.width)) for column in seen]

    def with_hidden(self, columns: Sequence[Column[Any]], name: str, *, hidden: bool) -> "ColumnLayout":
        """Return the layout with one column hidden or seen; the last one that is seen stays."""
        now = {column.name for column in columns if not self.shows(column)}
        after = now | {name} if hidden else now - {name}
        if len(after) == len(columns):
            return self
        return replace(self, order=self._named(columns), hidden=frozenset(after))

    def moved(self, columns: Sequence[Column[Any]], name: str, steps: int) -> "ColumnLayout":
        """Return the layout with one column moved by some places."""
        order = list(self._named(columns))
        place = order.index(name)
        order.insert(max(0, min(len(order) - 1, place + steps)), order.pop(place))
        hidden = frozenset(column.name for column in columns if not self.shows(column))
        return replace(self, order=tuple(order), hidden=hidden)

    def sized(self, name: str, width: int) -> "ColumnLayout":
        """Return the layout with one column as wide as it was made."""
        return replace(self, widths={**self.widths, name: max(NARROWEST, min(WIDEST, width))})

    def _named(self, columns: Sequence[Column[Any]]) -> tuple[str, ...]:
        return tuple(column.name for column in self.ordered(columns))


def layout_document(layout: ColumnLayout) -> dict[str, Any]:
    """Return a layout as it is written down."""
    hidden = None if layout.hidden is None else sorted(layout.hidden)
    return {"order": list(layout.order), "hidden": hidden, "widths": dict(layout.widths)}


def read_layout(document: object) -> ColumnLayout:
    """Read a layout; what cannot be read counts as not said."""
    if not isinstance(document, dict):
        return ColumnLayout()
    order, hidden, widths = document.get("order"), document.get("hidden"), document.get("widths")
    return ColumnLayout(
        tuple(dict.fromkeys(map(str, order))) if isinstance(order, list) else (),
        frozenset(map(str, hidden)) if isinstance(hidden, list) else None,
        {str(name): max(NARROWEST, min(WIDEST, width)) for name, width in widths.items() if isinstance(width, int)}
        if isinstance(widths, dict)
        else {},
    )
