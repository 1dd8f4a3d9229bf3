"""A page of rows: title, facts, filter, table and panel, joined with its presenter."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent

from fracttal_console.domain.errors import NotFound
from fracttal_console.domain.links import Link, LinkNoun
from fracttal_console.texts.errors import error_text
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.numbers_dialog import NUMBERS_KEYS, show_chart_numbers
from fracttal_console.ui.tables.menu import linked_action, show_menu
from fracttal_console.ui.tables.presenter import ListPresenter, PageFact
from fracttal_console.ui.tables.rows_page import ALONE, RowsPage
from fracttal_console.ui.widgets.empty import EmptyPage
from fracttal_console.ui.widgets.panel_content import Action
from fracttal_console.ui.window.remembered import PageLook
from fracttal_console.ui.work_page import Errand, Spot

Row = TypeVar("Row")


class ListPage(RowsPage[Row], Generic[Row]):
    """Shows rows and what is known of the chosen one; what an action does, a subclass knows."""

    def __init__(self, desk: Desk, presenter: ListPresenter[Row], empty: EmptyPage, actions: Sequence[Action]) -> None:
        """Join the parts.

        Args:
            desk: the tools of the window.
            presenter: tells what is shown.
            empty: what stands here while there is nothing at all.
            actions: buttons of the page, the primary one last.
        """
        super().__init__(desk, presenter, empty, actions)
        self._panel_wanted = True
        self._described: tuple[int, Row | None] = (0, None)
        self._wanted: int | None = None
        self._then = ""
        self._join()

    # --- what subclasses do -------------------------------------------------------------------

    def act(self, key: str) -> None:
        """Do what an action names, with the chosen rows."""
        raise NotImplementedError(key)

    # --- what the window asks -----------------------------------------------------------------

    def offered(self) -> tuple[Action, ...]:
        """Return the buttons of the page, and what can be done with the chosen rows."""
        chosen = self.chosen()
        return (
            *self.head.offered,
            *self._presenter.menu(chosen),
            *linked_action(self.desk, self.noun, chosen),
            *self._charted(),
        )

    def about(self) -> str:
        """Return what the one chosen row says first."""
        chosen = self.chosen()
        cell = self.model.cell(self.table.currentIndex().row(), 0) if chosen.number == 1 and chosen.rows else None
        return "" if cell is None else cell.text

    def act_by_key(self, key: str) -> None:
        """Do what a key stands for, where it is offered just now."""
        place, column_ = self.table.currentIndex().row(), self.table.currentIndex().column()
        if key == "copy_row" and place >= 0:
            self.desk.clipboard.copy(self.model.sentence(place))
        elif key == "copy" and place >= 0:
            cell = self.model.cell(place, max(0, column_))
            self.desk.clipboard.copy("" if cell is None else cell.text)
        elif key == "copy_link":
            self._copy_link()
        elif key == "numbers":
            self._show_numbers()
        else:
            super().act_by_key(key)

    def arrived(self) -> None:
        """Choose what a link leads to, and follow the choice."""
        self._choose_wanted()
        self._show_chosen()

    def choose_only(self, only: str) -> None:
        """Narrow the rows to a named subset."""
        self.moves.emit()
        self.filter.choose(only, self._presenter.name_of(only))

    def look(self) -> PageLook:
        """Return whether the panel is wanted, and how the rows are sorted."""
        query = self.model.query
        return PageLook(self._panel_wanted, query.sort, query.descending)

    def take_look(self, look: PageLook) -> None:
        """Want the panel and sort the rows as they were left."""
        self._panel_wanted = look.panel
        self.sort_by(look.sort, look.descending)

    def follow(self, fact: PageFact) -> None:
        """Narrow the rows to those that a fact counts."""
        if not fact.facets:
            self.choose_only(fact.only)
            return
        self.moves.emit()
        self.filter.choose_facets(fact.facets)

    def spot(self) -> Spot:
        """Return what narrows the rows, and the one that is chosen."""
        one = self.table.number_chosen() == 1 and self.table.currentIndex().isValid()
        thing = self.model.key_at(self.table.currentIndex().row()) if one else None
        return Spot(self.filter.text, self.filter.only, thing, self.filter.chosen)

    def go_to(self, spot: Spot) -> None:
        """Narrow the rows as they were narrowed there, and choose the row that was chosen."""
        self._wanted = spot.thing
        if (spot.text, spot.only, spot.facets) == (self.filter.text, self.filter.only, self.filter.chosen):
            self._choose_wanted()
            return
        name = self._presenter.name_of(spot.only) if spot.only and not spot.only.startswith(ALONE) else ""
        self.filter.restore(spot.text, spot.only, name, spot.facets)

    def serve(self, errand: Errand) -> None:
        """Lead to the spot of an errand, and do there what it asks for, as soon as the row is here."""
        self.go_to(errand.spot)
        if self._wanted is not None:
            self._then = errand.act
        elif errand.act:
            self.act_by_key(errand.act)

    def leave(self) -> None:
        """Let go of what was to be done with a row that did not come."""
        super().leave()
        self._then = ""

    def reveal(self, thing: int) -> None:
        """Choose the row of a thing; where it is not at hand, the list is narrowed to it alone."""
        self.moves.emit()
        self._wanted, self._panel_wanted = thing, True
        if not self.filter.active and self.model.place_of(thing) is not None:
            self._choose_wanted()
        else:
            self.filter.restore("", f"{ALONE}{thing}", "")

    # --- inside -------------------------------------------------------------------------------

    def _join(self) -> None:
        self.head.acted.connect(self.act)
        self.empty.acted.connect(self.act)
        self.head.followed.connect(self.follow)
        self.table.opened.connect(self._open_panel)
        self.table.chosen.connect(self._follow_choice)
        self.table.asked_for_menu.connect(self._show_menu)
        self.panel.acted.connect(self.act)
        self.panel.copied.connect(self.desk.clipboard.copy)
        self.panel.closed.connect(self._close_panel)

    def _choose_wanted(self) -> None:
        """Choose the row that a link or the way back leads to, once it is here."""
        wanted = self._wanted
        if wanted is None or not self.model.ready:
            return
        place = self.model.place_of(wanted)
        alone = self.filter.only == f"{ALONE}{wanted}"
        if place is not None:
            self._wanted = None
            self.table.go_to(place)
            cell = self.model.cell(place, 0)
            if alone and cell is not None:
                self.filter.name_only(cell.text)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            then, self._then = self._then, ""
            if then:
                self.act_by_key(then)
        elif alone and self.model.query.id == wanted:
            self._wanted = None
            self.filter.clear()
            error = NotFound(self.noun.replace("-", "_"), str(wanted))
            self.said.emit(error_text(error, self.desk.texts), "warn", "link")

    def _open_panel(self, place: int) -> None:
        self._panel_wanted = True
        if not self.table.number_chosen():
            self.table.go_to(place)
        self._show_chosen()
        if self._split.panel_shown:
            self.panel.focus_first()

    def _close_panel(self) -> None:
        self._panel_wanted = False
        self._show_chosen()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_choice(self) -> None:
        """Show what is chosen now; one click makes Qt say so more than once, and to describe a row takes a while."""
        number, place = self.table.number_chosen(), self.table.currentIndex().row()
        row = self.model.row_at(place) if number == 1 and place >= 0 else None
        if row is None or self._described != (number, row) or not self._split.panel_shown:
            self._show_chosen()

    def _show_chosen(self) -> None:
        number = self.table.number_chosen()
        shown = self._panel_wanted and number > 0 and self.model.matching > 0
        if shown:
            chosen = self.chosen()
            self._described = (number, chosen.rows[0] if number == 1 and chosen.rows else None)
            if number == 1 and chosen.rows:
                self.panel.show_content(self._presenter.describe(chosen.rows[0]))
            elif number > 1:
                self.panel.show_content(self._presenter.describe_several(chosen))
            else:
                shown = self._split.panel_shown
        self._split.show_panel(shown=shown)
        self.counted.emit()

    def _show_menu(self, point: QPoint) -> None:
        chosen = self.chosen()
        actions = self._presenter.menu(chosen) if chosen.rows else ()
        actions = (*actions, *linked_action(self.desk, self.noun, chosen))
        if actions:
            show_menu(self, self.desk.theme, actions, point, self.act_by_key)

    def _copy_link(self) -> None:
        chosen = self.chosen()
        if self.noun and chosen.number == 1 and chosen.rows:
            link = Link(LinkNoun(self.noun), self._presenter.key(chosen.rows[0]))
            self.desk.clipboard.copy(str(link))

    def _charted(self) -> tuple[Action, ...]:
        chart = self.panel.chart if self._split.panel_shown else None
        words = self.desk.texts.gettext("Show requests per day as table")
        return (Action("numbers", words, "table-2", shortcut=NUMBERS_KEYS),) if chart is not None else ()

    def _show_numbers(self) -> None:
        chart = self.panel.chart if self._split.panel_shown else None
        if chart is not None:
            show_chart_numbers(self.desk, self, chart)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk back by Escape: panel, then filter."""
        if event.key() == Qt.Key.Key_Escape and self._split.panel_shown:
            self._close_panel()
        elif event.key() == Qt.Key.Key_Escape and self.filter.active:
            self.filter.clear()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)
