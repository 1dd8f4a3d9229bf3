"""The panel beside a table: what is known of the chosen row, or of several."""

from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from fracttal_console.ui.tables.model import TableModel
from fracttal_console.ui.tables.presenter import Chosen, ListPresenter
from fracttal_console.ui.tables.split import Split
from fracttal_console.ui.tables.view import Table
from fracttal_console.ui.widgets.panel import Panel

Row = TypeVar("Row")

_MOST_ROWS = 1000
"""Chosen rows that are handed to a presenter; of more, it gets the number."""


class Details(QObject, Generic[Row]):
    """Keeps the panel in step with the choice.

    Signals:
        followed: the panel shows what is chosen now.
    """

    followed = Signal()

    def __init__(
        self, presenter: ListPresenter[Row], model: TableModel[Row], table: Table, panel: Panel, split: Split
    ) -> None:
        super().__init__(split)
        self._presenter = presenter
        self._model = model
        self._table = table
        self._panel = panel
        self._split = split
        self._wanted = True
        self._described: tuple[int, Any] = (0, None)
        table.opened.connect(self.open)
        table.chosen.connect(self._follow)
        panel.closed.connect(self.close)

    @property
    def shown(self) -> bool:
        """Whether the panel can be seen."""
        return self._split.panel_shown

    def chosen(self) -> Chosen[Row]:
        """Return the chosen rows; without a choice, the current one."""
        table, model = self._table, self._model
        places = table.chosen_places(_MOST_ROWS)
        if not table.number_chosen() and table.currentIndex().isValid():
            places = [table.currentIndex().row()]
        rows = [row for place in places if model.key_at(place) is not None and (row := model.row_at(place))]
        return Chosen(max(table.number_chosen(), len(places)), tuple(rows))

    def open(self, place: int) -> None:
        """Show a row and go into the panel."""
        self._wanted = True
        if not self._table.number_chosen():
            self._table.go_to(place)
        self.show_chosen()
        if self._split.panel_shown:
            self._panel.focus_first()

    def close(self) -> None:
        """Hide the panel until it is asked for again."""
        self._wanted = False
        self.show_chosen()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_chosen(self) -> None:
        """Describe what is chosen now."""
        number = self._table.number_chosen()
        shown = self._wanted and number > 0 and self._model.matching > 0
        if shown:
            chosen = self.chosen()
            self._described = (number, chosen.rows[0] if number == 1 and chosen.rows else None)
            if number == 1 and chosen.rows:
                self._panel.show_content(self._presenter.describe(chosen.rows[0]))
            elif number > 1:
                self._panel.show_content(self._presenter.describe_several(chosen))
            else:
                shown = self._split.panel_shown
        self._split.show_panel(shown=shown)
        self.followed.emit()

    def _follow(self) -> None:
        """Show what is chosen now; one click makes Qt say so more than once, and to describe a row takes a while."""
        number, place = self._table.number_chosen(), self._table.currentIndex().row()
        row = self._model.row_at(place) if number == 1 and place >= 0 else None
        if row is None or self._described != (number, row) or not self._split.panel_shown:
            self.show_chosen()
