"""Rows and columns without margins, in one call."""

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Part = QWidget | QLayout | int | None
"""What stands in a row or column: a widget, a layout, a space in pixels, or None for a stretch."""

Margins = tuple[int, int, int, int]

_Box = TypeVar("_Box", bound=QBoxLayout)


def row(*parts: Part, spacing: int = 8, margins: Margins = (0, 0, 0, 0), stretch: int | None = None) -> QHBoxLayout:
    """Put parts side by side; the one at the place `stretch` takes what is left."""
    return _filled(QHBoxLayout(), parts, spacing, margins, stretch)


def column(*parts: Part, spacing: int = 8, margins: Margins = (0, 0, 0, 0), stretch: int | None = None) -> QVBoxLayout:
    """Put parts below each other; the one at the place `stretch` takes what is left."""
    return _filled(QVBoxLayout(), parts, spacing, margins, stretch)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def _filled(box: _Box, parts: tuple[Part, ...], spacing: int, margins: Margins, stretch: int | None) -> _Box:
    box.setContentsMargins(*margins)
    box.setSpacing(spacing)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    if stretch is not None:
        box.setStretch(stretch, 1)
    return box
