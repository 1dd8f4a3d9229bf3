"""Keys of the window."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

PAGE_KEYS = (
    ("Ctrl+N", "create"),
    ("F2", "edit"),
    ("Del", "end"),
    ("Ctrl+E", "export"),
    ("Ctrl+Shift+T", "numbers"),
    ("Ctrl+C", "copy"),
    ("Ctrl+Shift+C", "copy_row"),
)
"""Keys that stand for an action of the page that is shown."""

_ZOOM_KEYS = (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0))


def bind(owner: QWidget, keys: str, act: Callable[[], object]) -> None:
    """Have keys do something while the focus is in a part of the window."""
    shortcut = QShortcut(QKeySequence(keys), owner)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(act)


def bind_keys(
    owner: QWidget,
    deeds: Mapping[str, Callable[[], object]],
    *,
    act: Callable[[str], object],
    zoom: Callable[[int], object],
) -> None:
    """Bind the keys of a whole window.

    Args:
        owner: the window's inside.
        deeds: what keys do that belong to no page.
        act: carries out an action of the page that is shown, by its key.
        zoom: wants another size, by steps; 0 is the normal one.
    """
    for keys, deed in deeds.items():
        bind(owner, keys, deed)
    for keys, action in PAGE_KEYS:
        bind(owner, keys, partial(act, action))
    for keys, steps in _ZOOM_KEYS:
        bind(owner, keys, partial(zoom, steps))
