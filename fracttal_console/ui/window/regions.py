"""The regions of the window that F6 goes through."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def next_region(regions: Sequence[QWidget], step: int) -> QWidget:
    """Return the region so many steps from the one that has the focus."""
    focused = QApplication.focusWidget()
    here = -1
    if focused is not None:
        inside = [place for place, part in enumerate(regions) if focused is part or part.isAncestorOf(focused)]
        here = inside[0] if inside else -1
    return regions[(here + step) % len(regions)]


def focus_region(region: QWidget) -> None:
    """Give the focus to a region, or to the first control in it."""
    if region.focusPolicy() is not Qt.FocusPolicy.NoFocus:
        region.setFocus(Qt.FocusReason.TabFocusReason)
        return
    for child in region.findChildren(QWidget):
        if child.focusPolicy() is not Qt.FocusPolicy.NoFocus and child.isVisible() and child.isEnabled():
            child.setFocus(Qt.FocusReason.TabFocusReason)
            return
