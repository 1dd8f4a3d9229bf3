"""Saved views: what narrows a list, its order and its columns, under a name; and how they are written down."""

import json
from dataclasses import dataclass, field
from typing import Any

from fracttal_console.services.facets import FacetValue
from fracttal_console.ui.tables.column_layout import ColumnLayout, layout_document, read_layout
from fracttal_console.ui.tables.facets import Narrowed

MOST = 50
"""Most views of one list."""

NAME_MOST = 60


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view; the one without a name is the whole list."""

    name: str = ""
    text: str = ""
    facets: Narrowed = field(default_factory=dict)
    sort: str = ""
    descending: bool = True
    columns: ColumnLayout = field(default_factory=ColumnLayout)

    def narrows_as(self, other: "SavedView") -> bool:
        """Tell whether two views show the same rows in the same order."""
        return _rows(self) == _rows(other)


@dataclass(frozen=True, slots=True)
class TablePreferences:
    """What a person made of a list: the columns of the whole list, and the views."""

    columns: ColumnLayout = field(default_factory=ColumnLayout)
    views: tuple[SavedView, ...] = ()

    def written(self) -> str:
        """Return it as one text."""
        views = [_document(view) for view in self.views]
        return json.dumps({"columns": layout_document(self.columns), "views": views}, ensure_ascii=False)


def read_preferences(text: str) -> TablePreferences:
    """Read what was written; what cannot be read counts as not chosen."""
    try:
        document = json.loads(text) if text else {}
    except ValueError:
        return TablePreferences()
    if not isinstance(document, dict):
        return TablePreferences()
    listed = document.get("views")
    views = [_read(row) for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
    return TablePreferences(read_layout(document.get("columns")), tuple(view for view in views if view.name)[:MOST])


def _rows(view: SavedView) -> tuple[object, ...]:
    facets = {key: tuple(value.text for value in values) for key, values in view.facets.items()}
    return view.text.strip(), facets, view.sort, view.descending


def _document(view: SavedView) -> dict[str, Any]:
    return {
        "name": view.name,
        "text": view.text,
        "facets": {
            key: [[value.text, value.name, value.hint] for value in values] for key, values in view.facets.items()
        },
        "sort": view.sort,
        "descending": view.descending,
        "columns": layout_document(view.columns),
    }


def _read(row: dict[str, Any]) -> SavedView:
    facets = row.get("facets")
    return SavedView(
        str(row.get("name", ""))[:NAME_MOST],
        str(row.get("text", "")),
        _read_facets(facets) if isinstance(facets, dict) else {},
        str(row.get("sort", "")),
        bool(row.get("descending", True)),
        read_layout(row.get("columns")),
    )


def _read_facets(facets: dict[Any, Any]) -> dict[str, tuple[FacetValue, ...]]:
    found: dict[str, tuple[FacetValue, ...]] = {}
    for key, values in facets.items():
        parts = [value for value in values if isinstance(value, list) and len(value) == 3] if values else []
        if parts:
            found[str(key)] = tuple(FacetValue(*map(str, part)) for part in parts)
    return found
