"""Walk through what assistive technology sees of a window."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

NAMED = {
    QAccessible.Role.Button, QAccessible.Role.PushButton, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton,
    QAccessible.Role.EditableText, QAccessible.Role.ComboBox, QAccessible.Role.PageTab, QAccessible.Role.PageTabList,
    QAccessible.Role.Table, QAccessible.Role.Link, QAccessible.Role.MenuItem, QAccessible.Role.StaticText,
    QAccessible.Role.ColumnHeader, QAccessible.Role.RowHeader, QAccessible.Role.Cell, QAccessible.Role.ButtonMenu,
}  # fmt: skip
"""Roles of things that a person reads or uses."""


def tree(widget: QWidget) -> Iterator[QAccessibleInterface]:
    """Yield everything visible below a widget, itself first."""
    root = QAccessible.queryAccessibleInterface(widget)
    assert root is not None
    yield from _below(root)


def _below(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield node
    for place in range(min(node.childCount(), 400)):
        child = node.child(place)
        if child.isValid() and not child.state().invisible:
            yield from _below(child)


def unnamed(widget: QWidget) -> list[str]:
    """Return what has a role that needs a name and has none."""
    found = []
    for node in tree(widget):
        if node.role() in NAMED and not node.text(QAccessible.Text.Name).strip():
            thing = node.object()
            if is_decoration(thing) or node.text(QAccessible.Text.Value).strip():
                continue
            found.append(f"{node.role().name} {type(thing).__name__}")
    return found


def is_decoration(thing: object) -> bool:
    """Tell whether a label is only drawn: the words beside it say the same."""
    return isinstance(thing, QWidget) and thing.accessibleName() == " "


def tab_stops(most: int = 80) -> list[QWidget]:
    """Press Tab until the focus is where it began, and return where it was; fails on a trap."""
    seen: list[QWidget] = []
    for _ in range(most):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in seen:
            assert focused is seen[0], f"trap at {focused}"
            return seen
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    raise AssertionError("no way round")


def focusable(window: QWidget) -> list[QWidget]:
    """Return everything that can have the focus by Tab and can be seen."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not (isinstance(widget.parent(), QAbstractScrollArea) and widget.objectName().startswith("qt_"))
    ]
