"""The context menu of chosen rows."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.panel_content import Action


def show_menu(
    parent: QWidget, theme: Theme, actions: Sequence[Action], act: Callable[[str], None], point: QPoint
) -> None:
    """Show actions at a point of the screen; nothing, where there are none."""
    if not actions:
        return
    menu = QMenu(parent)
    for action in actions:
        ink = "bad" if action.kind.name in {"DANGER", "DESTROY"} else "text2"
        item = QAction(theme.icon(action.icon, ink), action.text, menu)
        if action.shortcut:
            item.setShortcut(QKeySequence(action.shortcut))
        item.triggered.connect(_doing(act, action.key))
        menu.addAction(item)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(point)


def _doing(act: Callable[[str], None], key: str) -> Callable[[], None]:
    return lambda: act(key)
