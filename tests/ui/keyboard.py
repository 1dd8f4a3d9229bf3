"""What hands do that have no mouse: every step is a key where the focus is."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QWidget

from tests.ui.desktop import Desktop

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier

_MOST_STEPS = 60


def focused() -> QWidget:
    """Return what has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def typed(text: str) -> None:
    """Type where the focus is."""
    QTest.keyClicks(focused(), text)


def tab_to(desk: Desktop, there: QWidget, *, back: bool = False) -> None:
    """Go by Tab until a widget has the focus; fail where no Tab leads to it."""
    for _ in range(_MOST_STEPS):
        if focused() is there:
            return
        desk.press(Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab, SHIFT if back else Qt.KeyboardModifier.NoModifier)
    raise AssertionError(f"no Tab leads to {there}")


def press_until(desk: Desktop, key: Qt.Key, holds: Callable[[], bool]) -> None:
    """Press a key until something holds; fail where it never does."""
    for _ in range(_MOST_STEPS):
        if holds():
            return
        desk.press(key)
    raise AssertionError(f"{key.name} leads nowhere")


def press_button(desk: Desktop, button: QWidget) -> None:
    """Go to a button by Tab and press it."""
    tab_to(desk, button)
    desk.press(Qt.Key.Key_Space)


def texts_of(listed: QListWidget) -> list[str]:
    """Return what a list says."""
    return [listed.item(row).text() for row in range(listed.count())]


def add_filter(desk: Desktop, facet: str, value: str) -> None:
    """Add a value of a facet to the filter of the page, from its field on."""
    bar = desk.page.filter
    desk.press(Qt.Key.Key_F, CTRL)
    assert focused() is bar.field
    tab_to(desk, bar.chips.add)
    desk.press(Qt.Key.Key_Space)
    popup = bar.menu.popup
    desk.until(popup.isVisible)
    for wanted in (facet, value):
        desk.until(lambda: focused() is popup.field)
        QTest.keyClicks(popup.field, wanted)
        desk.until(lambda wanted=wanted: wanted in texts_of(popup.list))  # type: ignore[misc]
        desk.settled()
        desk.press(Qt.Key.Key_Down)
        place = texts_of(popup.list).index(wanted)
        press_until(desk, Qt.Key.Key_Down, lambda place=place: popup.list.currentRow() == place)  # type: ignore[misc]
        desk.press(Qt.Key.Key_Return)
    if popup.isVisible():
        desk.press(Qt.Key.Key_Escape)
    desk.until(lambda: not popup.isVisible())
    # where there is a desktop, it does this
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    desk.settled()
