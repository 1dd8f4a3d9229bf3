"""The context menu of rows."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.tables.presenter import Chosen
from fracttal_console.ui.widgets.buttons import Kind
from fracttal_console.ui.widgets.panel_content import Action


def linked_action(desk: Desk, noun: str, chosen: Chosen[Any]) -> tuple[Action, ...]:
    """Return the action that copies a link to the one chosen row, where links lead to such rows."""
    if not noun or chosen.number != 1 or not chosen.rows:
        return ()
    return (Action("copy_link", desk.texts.gettext("Copy link"), "link"),)


def show_menu(
    owner: QWidget, theme: Theme, actions: Sequence[Action], point: QPoint, act: Callable[[str], None]
) -> None:
    """Show actions at a place of the screen, and do the one that is chosen."""
    menu = QMenu(owner)
    for action in actions:
        ink = "bad" if action.kind in {Kind.DANGER, Kind.DESTROY} else "text2"
        item = QAction(theme.icon(action.icon, ink), action.text, menu)
        if action.shortcut:
            item.setShortcut(QKeySequence(action.shortcut))
        item.triggered.connect(_doing(act, action.key))
        menu.addAction(item)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(point)


def _doing(act: Callable[[str], None], key: str) -> Callable[[], None]:
    return lambda: act(key)
