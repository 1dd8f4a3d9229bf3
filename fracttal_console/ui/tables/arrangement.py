"""How a person arranges a list: saved views and columns, kept with the person and not with the computer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fracttal_console.domain.errors import Invalid
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.tables.cells import Column
from fracttal_console.ui.tables.column_menu import ColumnMenu
from fracttal_console.ui.tables.facets import Faceted
from fracttal_console.ui.tables.filter_bar import FilterBar
from fracttal_console.ui.tables.saved_views import MOST, NAME_MOST, SavedView, TablePreferences, read_preferences
from fracttal_console.ui.tables.view import Table
from fracttal_console.ui.tables.view_button import ViewButton
from fracttal_console.ui.widgets.buttons import IconButton
from fracttal_console.ui.widgets.fields import Field, TextEdit

_FOLDS_FROM = 2
"""Number of chips from which the name of the view gives way to them."""


class Arrangement(QObject):
    """Joins the buttons for views and columns with the table and the filter."""

    def __init__(
        self, desk: Desk, presenter: Faceted, columns: Sequence[Column[Any]], table: Table, bar: FilterBar,
        first_sort: tuple[str, bool],
    ) -> None:  # fmt: skip
        super().__init__(bar)
        self._desk = desk
        self._name = f"table.{presenter.list_name}"
        self._all_columns = tuple(columns)
        self._table = table
        self._bar = bar
        self._first_sort = first_sort
        self._kept = TablePreferences()
        self._current = -1
        texts = desk.texts
        self.views = ViewButton(desk.theme, texts, presenter.all_name)
        self.columns = IconButton(desk.theme, "columns-3", texts.gettext("Columns"), size=32)
        self.menu = ColumnMenu(desk.theme, texts, columns, bar)
        for button in (self.views, self.columns):
            bar.right.addWidget(button)
        self.columns.clicked.connect(lambda: self.menu.open(self.columns))
        self.menu.changed.connect(self._columns_changed)
        table.widths.dragged.connect(self._dragged)
        bar.narrowed.connect(self._narrowed)
        table.horizontalHeader().sortIndicatorChanged.connect(lambda _section, _order: self._narrowed())
        self.views.chosen.connect(self.show_view)
        self.views.saving.connect(self._ask_name)
        self.views.updating.connect(self._update)
        self.views.deleting.connect(self._delete)

    def load(self) -> None:
        """Read what the person made of the list."""
        preferences, actor = self._desk.base.preferences, self._desk.actor
        self._desk.operations.run(self, lambda: preferences.all(actor), self._loaded, lane=Lane.READ)

    def show_view(self, place: int) -> None:
        """Show a saved view by its place; -1 shows the whole list."""
        self._current = place
        sort, descending = self._first_sort
        view = self._kept.views[place] if place >= 0 else SavedView(sort=sort, descending=descending)
        self._table.show_sorting(view.sort or sort, descending=view.descending)
        self._show_columns()
        self._bar.restore(view.text, "", "", view.facets)

    @property
    def shown(self) -> SavedView:
        """What is shown now, as the view that it would be."""
        sort, descending = self._table.sorting or self._first_sort
        return SavedView("", self._bar.text, self._bar.chosen, sort, descending, self.menu.layout)

    def _loaded(self, found: Mapping[str, str]) -> None:
        self._kept = read_preferences(found.get(self._name, ""))
        self._show_columns()
        self._narrowed()

    def _show_columns(self) -> None:
        view = self._kept.views[self._current] if self._current >= 0 else None
        self.menu.layout = view.columns if view is not None else self._kept.columns
        self._table.show_columns(self.menu.layout.shown(self._all_columns))

    def _columns_changed(self) -> None:
        """Columns follow at once and stay so: they belong to the view, or to the whole list."""
        layout = self.menu.layout
        self._table.show_columns(layout.shown(self._all_columns))
        if self._current < 0:
            self._keep(replace(self._kept, columns=layout))
        else:
            self._replace(replace(self._kept.views[self._current], columns=layout))

    def _dragged(self, name: str, width: int) -> None:
        self.menu.layout = self.menu.layout.sized(name, width)
        self._columns_changed()

    def _narrowed(self) -> None:
        view = self._kept.views[self._current] if self._current >= 0 else None
        differs = view is not None and not view.narrows_as(self.shown)
        self.views.show_views(self._kept.views, self._current, differs=differs)
        self.views.fold(folded=len(self._bar.chips.chips) >= _FOLDS_FROM)

    def _ask_name(self) -> None:
        taken = [view.name.casefold() for view in self._kept.views]
        dialog = ViewDialog(self._desk, self._bar, taken)
        dialog.submitted.connect(lambda: self._save(dialog))
        dialog.open()

    def _save(self, dialog: "ViewDialog") -> None:
        view = replace(self.shown, name=dialog.name.text().strip())
        dialog.accept()
        self._current = len(self._kept.views)
        self._keep(replace(self._kept, views=(*self._kept.views, view)))

    def _update(self) -> None:
        before = self._kept.views[self._current]
        self._replace(replace(self.shown, name=before.name))

    def _replace(self, view: SavedView) -> None:
        views = list(self._kept.views)
        views[self._current] = view
        self._keep(replace(self._kept, views=tuple(views)))

    def _delete(self) -> None:
        views = list(self._kept.views)
        del views[self._current]
        self._current = -1
        self._keep(replace(self._kept, views=tuple(views)))
        self._show_columns()

    def _keep(self, kept: TablePreferences) -> None:
        self._kept = kept
        self._narrowed()
        preferences, actor, text = self._desk.base.preferences, self._desk.actor, kept.written()
        self._desk.operations.run(self, lambda: preferences.save(actor, self._name, text), lambda _saved: None)


class ViewDialog(FormDialog):
    """Asks what a view is called."""

    def __init__(self, desk: Desk, parent: QWidget, taken: Sequence[str]) -> None:
        texts = desk.texts
        super().__init__(
            desk, parent, title=texts.gettext("Save as view"),
            subtitle=texts.gettext("Filter, order and columns, under a name. Only you see it."), icon="bookmark",
            action=texts.gettext("Save view"), width=480,
        )  # fmt: skip
        self._taken = frozenset(taken)
        self.name = TextEdit(desk.theme)
        self.add("name", Field(desk.theme, texts.gettext("Name"), self.name), self._check)
        self.name.textEdited.connect(lambda: self.recheck("name"))
        self.finish()
        self.name.setFocus()

    def _check(self) -> None:
        name = self.name.text().strip()
        if not name:
            raise Invalid("name", "empty")
        if len(name) > NAME_MOST:
            raise Invalid("name", "too_long", max=NAME_MOST)
        if name.casefold() in self._taken:
            raise Invalid("name", "duplicate", value=name)
        if len(self._taken) >= MOST:
            raise Invalid("name", "too_many", max=MOST)
