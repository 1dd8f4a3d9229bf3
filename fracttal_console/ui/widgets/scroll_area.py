"""A part that scrolls up and down and shows nothing of itself but the bar."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class ScrollArea(QScrollArea):
    """Scrolls one widget, which is as wide as there is room; it has no frame and no colour."""

    def __init__(self, inside: QWidget, *, stop: bool = False) -> None:
        """Take what scrolls.

        Args:
            inside: with its layout.
            stop: whether Tab leads to it, for what has no control inside and is scrolled by keys.
        """
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if not stop:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(inside)
        # Qt fills what is put into a scroll area
        inside.setAutoFillBackground(False)
