"""A table with its panel: side by side where there is room, else the panel lies over the table."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

BESIDE_FROM = 1000
"""Width in pixels from which the panel stands beside the table."""


class Split(QWidget):
    """Lays out a main part and a panel at its right."""

    def __init__(self, main: QWidget, panel: QWidget) -> None:
        super().__init__()
        self._main = main
        self._panel = panel
        main.setParent(self)
        panel.setParent(self)
        panel.hide()

    def show_panel(self, *, shown: bool) -> None:
        """Show or hide the panel."""
        if shown != self._panel.isVisibleTo(self):
            self._panel.setVisible(shown)
            self._lay_out()

    @property
    def panel_shown(self) -> bool:
        """Whether the panel can be seen."""
        return self._panel.isVisibleTo(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        width = self._panel.width() if self.panel_shown else 0
        beside = width if self.width() >= BESIDE_FROM else 0
        self._main.setGeometry(0, 0, self.width() - beside, self.height())
        self._panel.setGeometry(self.width() - self._panel.width(), 0, self._panel.width(), self.height())
        self._panel.raise_()
