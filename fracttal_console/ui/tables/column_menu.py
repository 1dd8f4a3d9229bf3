"""The menu of columns: which are seen, and in which order."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fracttal_console.domain.names import search_form
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.tables.cells import Column
from fracttal_console.ui.tables.column_layout import ColumnLayout
from fracttal_console.ui.tables.pick_popup import Pick, PickPopup
from fracttal_console.ui.widgets.buttons import Button, IconButton, Kind
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import row


class ColumnMenu(QObject):
    """Ticks and moves columns; each change is seen at once.

    Signals:
        changed: the layout is another one.
    """

    changed = Signal()

    def __init__(self, theme: Theme, texts: Texts, columns: Sequence[Column[Any]], parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._columns = tuple(columns)
        self.layout = ColumnLayout()
        self.popup = PickPopup(theme, parent, texts.gettext("Nothing fits"))
        self.up = IconButton(theme, "arrow-up", texts.gettext("Move column up (Alt+Up)"))
        self.down = IconButton(theme, "arrow-down", texts.gettext("Move column down (Alt+Down)"))
        self.reset = Button(theme, texts.gettext("Reset columns"), Kind.LINK, small=True)
        hint = Label(theme, texts.gettext("Order"), Role.SMALL, "text3")
        self.popup.below.addLayout(row(hint, self.up, self.down, None, self.reset, spacing=4))
        self.popup.picked.connect(self._picked)
        self.popup.looked_for.connect(self._show)
        self.popup.moved.connect(self._move)
        self.up.clicked.connect(lambda: self._move(self.popup.current, -1))
        self.down.clicked.connect(lambda: self._move(self.popup.current, 1))
        self.reset.clicked.connect(self._reset)

    def open(self, below: QWidget) -> None:
        """Show the columns below a button."""
        self.popup.ask(self._texts.gettext("Columns"), self._texts.gettext("Find a column"))
        self._show("")
        self.popup.open_below(below)

    def _show(self, typed: str) -> None:
        words = search_form(typed).split()
        columns = [
            column
            for column in self.layout.ordered(self._columns)
            if all(word in search_form(column.title) for word in words)
        ]
        self.popup.show_picks([Pick(column.name, column.title, "", self.layout.shows(column)) for column in columns])

    def _picked(self, name: str) -> None:
        column = next(column for column in self._columns if column.name == name)
        self._take(self.layout.with_hidden(self._columns, name, hidden=self.layout.shows(column)))

    def _move(self, name: str, steps: int) -> None:
        if name:
            self._take(self.layout.moved(self._columns, name, steps))

    def _reset(self) -> None:
        self._take(ColumnLayout())

    def _take(self, layout: ColumnLayout) -> None:
        if layout != self.layout:
            self.layout = layout
            self.changed.emit()
        self._show(self.popup.field.text())
