"""The rows of a page: parts, reading, filter, and what is shown while there are none."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from fracttal_console.domain.audit import Event
from fracttal_console.domain.errors import ConsoleError
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.event_bridge import USED_PAUSE_MS
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.progress import ProgressStrip
from fracttal_console.ui.tables.arrangement import Arrangement
from fracttal_console.ui.tables.facets import Faceted
from fracttal_console.ui.tables.filter_bar import FilterBar
from fracttal_console.ui.tables.model import TableModel
from fracttal_console.ui.tables.page_head import PageHead, fact_link
from fracttal_console.ui.tables.presenter import Chosen, ListPresenter, PageFact
from fracttal_console.ui.tables.split import Split
from fracttal_console.ui.tables.view import Table
from fracttal_console.ui.widgets.buttons import Button
from fracttal_console.ui.widgets.empty import EmptyPage, NothingMatches
from fracttal_console.ui.widgets.layouts import column
from fracttal_console.ui.widgets.panel import Panel
from fracttal_console.ui.widgets.panel_content import Action
from fracttal_console.ui.widgets.surfaces import Ground
from fracttal_console.ui.work_page import Counts, WorkPage

Row = TypeVar("Row")

ALONE = "#"
"""Begins the name of the subset that is one row alone, by its id."""

_MOST_ROWS = 1000
"""Chosen rows that are handed to a presenter; of more, it gets the number."""

_TIME_PASSES_MS = 20_000


class RowsPage(WorkPage, Generic[Row]):
    """Reads rows as they are needed and keeps them up to date; what a choice means, `ListPage` knows."""

    def __init__(self, desk: Desk, presenter: ListPresenter[Row], empty: EmptyPage, actions: Sequence[Action]) -> None:
        """Join the parts.

        Args:
            desk: the tools of the window.
            presenter: tells what is shown.
            empty: what stands here while there is nothing at all.
            actions: buttons of the page, the primary one last.
        """
        super().__init__(desk)
        self._presenter = presenter
        self._stale = False
        self._ways: tuple[PageFact, ...] = ()
        columns = presenter.columns()
        seen = [column_ for column_ in columns if not column_.hidden]
        self.model: TableModel[Row] = TableModel(seen, presenter.key, self._fetch, self)
        self.head = PageHead(desk.theme, presenter.title, actions)
        facets = presenter.facets() if isinstance(presenter, Faceted) else ()
        self.filter = FilterBar(desk.theme, desk.texts, presenter.search_hint, desk.operations, facets)
        self.table = Table(desk.theme, self.model, presenter.title)
        self.arrangement: Arrangement | None = None
        if isinstance(presenter, Faceted):
            self.arrangement = Arrangement(desk, presenter, columns, self.table, self.filter, presenter.first_sort)
        self.panel = Panel(desk.theme, desk.texts)
        remove = Button(desk.theme, desk.texts.gettext("Remove filters"))
        self._nothing = NothingMatches(desk.theme, desk.texts.gettext("Nothing matches the filter"), remove)
        self._rows = QStackedWidget()
        for part in (self.table, self._nothing):
            self._rows.addWidget(part)
        main = Ground(desk.theme, "surface")
        main.setLayout(column(self.head, self.filter, self._rows, spacing=0, stretch=2))
        self._split = Split(main, self.panel)
        self.empty = empty
        self._faces = QStackedWidget()
        self._faces.addWidget(self._split)
        self._faces.addWidget(empty)
        self.progress = ProgressStrip(desk.theme, desk.texts, desk.operations)
        self.setLayout(column(self._faces, self.progress, spacing=0, stretch=0))
        self._used = QTimer(self)
        self._used.setSingleShot(True)
        self._used.setInterval(USED_PAUSE_MS)
        self._time = QTimer(self)
        self._time.setInterval(_TIME_PASSES_MS)
        self._join_rows(remove)

    def open(self) -> None:
        """Read the rows; again, if they may have changed while another page was shown."""
        if not self.model.ready:
            if self.arrangement is not None:
                self.arrangement.load()
            if self.table.sorting is None:
                self.sort_by(*self._presenter.first_sort)
            self._find()
        elif self._stale:
            self.refresh()
        self._time.start()

    def sort_by(self, sort: str, descending: bool) -> None:  # noqa: FBT001 - a pair, as presenters say it
        """Show by which of the services' words the rows are sorted."""
        if sort:
            self.table.show_sorting(sort, descending=descending)

    def leave(self) -> None:
        """Stop what only matters while the page is seen."""
        self._time.stop()

    def regions(self) -> list[QWidget]:
        """Return the parts that F6 goes through."""
        if self._faces.currentWidget() is self.empty:
            return [self.empty]
        parts: list[QWidget] = [self.filter.field, self.table]
        parts = [*parts, self.panel] if self._split.panel_shown else parts
        return [*parts, self.progress] if self.progress.isVisible() else parts

    def focus_first(self) -> None:
        """Give the focus to the table, or to what stands in its place."""
        (self.empty if self._faces.currentWidget() is self.empty else self.table).setFocus()

    def search(self) -> None:
        """Give the focus to the filter."""
        self.filter.type("")

    def take_typed(self, text: str) -> None:
        """Go on in the filter with what was typed in the table."""
        self.filter.type(text)

    def seek(self, text: str) -> None:
        """Show the rows that match a text, and no other."""
        self.filter.clear()
        self.filter.type(text)

    def counts(self) -> Counts | None:
        """Return how many rows there are; None while nobody knows, and where there are none."""
        if not self.model.ready or self.model.total == 0:
            return None
        return Counts(self.model.matching, self.model.total, self.table.number_chosen())

    def chosen(self) -> Chosen[Row]:
        """Return the chosen rows; without a choice, the current one."""
        places = self.table.chosen_places(_MOST_ROWS)
        if not self.table.number_chosen() and self.table.currentIndex().isValid():
            places = [self.table.currentIndex().row()]
        rows = [row for place in places if self.model.key_at(place) is not None and (row := self.model.row_at(place))]
        return Chosen(max(self.table.number_chosen(), len(places)), tuple(rows))

    def refresh(self) -> None:
        """Read again what is shown, and the facts."""
        # the first rows may have been read before what happened meanwhile: then they are read again when they are here
        self._stale = not self.model.ready
        if self.model.ready:
            self.model.refresh()
            self._read_facts()

    def hear(self, events: Sequence[Event]) -> None:
        """Follow what was committed."""
        if not self._presenter.concerned(events):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def note_used(self) -> None:
        """Follow what was used, several uses at once."""
        if self.isVisible():
            if not self._used.isActive():
                self._used.start()
        else:
            self._stale = True

    def arrived(self) -> None:
        """Follow rows that are here, for the first time or anew."""

    # --- inside -------------------------------------------------------------------------------

    def _join_rows(self, remove: Button) -> None:
        self.filter.narrowed.connect(self._find)
        self.filter.went_down.connect(self._into_table)
        self.filter.went_to_top.connect(self.table.scrollToTop)
        remove.clicked.connect(self.filter.clear)
        self.table.typed.connect(self.take_typed)
        self.table.verticalScrollBar().valueChanged.connect(
            lambda value: self.filter.tell_grown(0) if value == 0 else None
        )
        self.model.loaded.connect(self._loaded)
        self.model.grown.connect(self._grown)
        self._used.timeout.connect(self.refresh)
        self._time.timeout.connect(self.model.grow_older)

    def _fetch(self, query: ListQuery, start: int, most: int, take: Any) -> None:  # noqa: ANN401 - see TableModel
        def read() -> Page[Row]:
            return self._presenter.page(query, start, most)

        self.desk.operations.run(self, read, take, self._not_read, lane=Lane.READ)

    def _not_read(self, error: ConsoleError) -> None:
        self.settled.emit()
        self.desk.operations.refuse(error)

    def _find(self) -> None:
        sort, descending = self.table.sorting or self._presenter.first_sort
        self.filter.tell_grown(0)
        only = self.filter.only
        alone = int(only.removeprefix(ALONE)) if only.startswith(ALONE) else None
        query = self._presenter.query(self.filter.text, "" if alone else only, sort, descending=descending)
        self.model.find(replace(query, id=alone, facets=self.filter.facets))
        self._read_facts()

    def _read_facts(self) -> None:
        self.desk.operations.run(self, self._presenter.facts, self._show_facts, lane=Lane.READ)

    def _show_facts(self, facts: tuple[PageFact, ...]) -> None:
        self.head.show_facts(facts)
        ways = tuple(fact for fact in facts if fact.leads)
        if ways != self._ways:
            # where nothing is left but the bin, its link must not be covered with the head
            self._ways = ways
            self.empty.show_ways([fact_link(self.desk.theme, fact, self.head.followed.emit) for fact in ways])

    def _loaded(self) -> None:
        face = self.empty if self.model.total == 0 and not self.filter.active else self._split
        focused = QApplication.focusWidget()
        moves = face is not self._faces.currentWidget() and focused is not None and self.isAncestorOf(focused)
        self._faces.setCurrentWidget(face)
        self._rows.setCurrentWidget(self.table if self.model.matching else self._nothing)
        if moves:
            (self.empty if face is self.empty else self.table).setFocus(Qt.FocusReason.OtherFocusReason)
        self.arrived()
        self.settled.emit()
        if self._stale and self.isVisible():
            self.refresh()

    def _grown(self, number: int) -> None:
        if self.table.verticalScrollBar().value() > 0:
            self.filter.tell_grown(number)

    def _into_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.model.matching and not self.table.number_chosen():
            self.table.go_to(0)
