"""A part of a dialog that is as high as its content, up to a limit; beyond it, the content scrolls."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QWidget

from fracttal_console.ui.widgets.scroll_area import ScrollArea

_LEAST = 120


class GrowingArea(ScrollArea):
    """Holds a layout; what is above and below it stays in sight."""

    def __init__(self, content: QLayout) -> None:
        self._most = 10_000
        self._inside = QWidget()
        # room for focus rings at the edges
        content.setContentsMargins(2, 2, 2, 2)
        self._inside.setLayout(content)
        super().__init__(self._inside)
        self._inside.installEventFilter(self)

    def limit(self, most: int) -> None:
        """Be no higher than so many pixels."""
        self._most = max(_LEAST, most)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See how high the content is at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the content."""
        done = super().eventFilter(watched, event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        layout = self._inside.layout()
        if layout is not None:
            layout.activate()
            high = layout.totalHeightForWidth(self.viewport().width()) if layout.hasHeightForWidth() else -1
            self.setFixedHeight(min(self._most, high if high >= 0 else layout.totalSizeHint().height()))
