"""A page of rows: title, facts, filter, table and panel, joined with its presenter."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QStackedWidget, QWidget

from fracttal_console.domain.audit import Event
from fracttal_console.domain.errors import ConsoleError
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.tables.filter_bar import FilterBar
from fracttal_console.ui.tables.model import TableModel
from fracttal_console.ui.tables.page_head import PageHead
from fracttal_console.ui.tables.presenter import Chosen, ListPresenter, PageFact
from fracttal_console.ui.tables.split import Split
from fracttal_console.ui.tables.view import Table
from fracttal_console.ui.widgets.buttons import Button
from fracttal_console.ui.widgets.empty import EmptyPage, NothingMatches
from fracttal_console.ui.widgets.layouts import column
from fracttal_console.ui.widgets.panel import Panel
from fracttal_console.ui.widgets.panel_content import Action
from fracttal_console.ui.widgets.surfaces import Ground

Row = TypeVar("Row")

_MOST_ROWS = 1000
"""Chosen rows that are handed to a presenter; of more, it gets the number."""

_TIME_PASSES_MS = 20_000
_USED_PAUSE_MS = 1000


class ListPage(Ground, Generic[Row]):
    """Shows rows and what is known of the chosen one; what an action does, a subclass knows.

    Signals:
        counted: how many rows are shown, of how many, and how many are chosen changed.
        said: something that a person should know and no row shows: words, tone, icon.
        failed: rows could not be read.
        led: another page, by its key, is to show the rows that match a text.
    """

    counted = Signal()
    said = Signal(str, str, str)
    failed = Signal()
    led = Signal(str, str)

    def __init__(self, desk: Desk, presenter: ListPresenter[Row], empty: EmptyPage, actions: Sequence[Action]) -> None:
        """Join the parts.

        Args:
            desk: the tools of the window.
            presenter: tells what is shown.
            empty: what stands here while there is nothing at all.
            actions: buttons of the page, the primary one last.
        """
        super().__init__(desk.theme, "surface")
        self.desk = desk
        self._presenter = presenter
        self._panel_wanted, self._stale = True, False
        self._described: tuple[int, Row | None] = (0, None)
        self.model: TableModel[Row] = TableModel(presenter.columns(), presenter.key, self._fetch, self)
        self.head = PageHead(desk.theme, presenter.title, actions)
        self.filter = FilterBar(desk.theme, desk.texts, presenter.search_hint)
        self.table = Table(desk.theme, self.model, presenter.title)
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
        for face in (self._split, empty):
            self._faces.addWidget(face)
        self.setLayout(column(self._faces, spacing=0))
        self._used = QTimer(self)
        self._used.setSingleShot(True)
        self._used.setInterval(_USED_PAUSE_MS)
        self._time = QTimer(self)
        self._time.setInterval(_TIME_PASSES_MS)
        self._join(remove)

    # --- what subclasses do -------------------------------------------------------------------

    def act(self, key: str) -> None:
        """Do what an action names, with the chosen rows."""
        raise NotImplementedError(key)

    # --- what the window asks -----------------------------------------------------------------

    def open(self) -> None:
        """Read the rows; again, if they may have changed while another page was shown."""
        if not self.model.ready:
            sort, descending = self._presenter.first_sort
            for place, column_ in enumerate(self.model.columns):
                if column_.sort == sort:
                    self.table.show_sorting(place, descending=descending)
            self._find()
        elif self._stale:
            self.refresh()
        self._time.start()

    def leave(self) -> None:
        """Stop what only matters while the page is seen."""
        self._time.stop()

    def regions(self) -> list[QWidget]:
        """Return the parts that F6 goes through."""
        if self._faces.currentWidget() is self.empty:
            return [self.empty]
        parts: list[QWidget] = [self.filter.field, self.table]
        return [*parts, self.panel] if self._split.panel_shown else parts

    def chosen(self) -> Chosen[Row]:
        """Return the chosen rows; without a choice, the current one."""
        places = self.table.chosen_places(_MOST_ROWS)
        if not self.table.number_chosen() and self.table.currentIndex().isValid():
            places = [self.table.currentIndex().row()]
        rows = [row for place in places if self.model.key_at(place) is not None and (row := self.model.row_at(place))]
        return Chosen(max(self.table.number_chosen(), len(places)), tuple(rows))

    def refresh(self) -> None:
        """Read again what is shown, and the facts."""
        self._stale = False
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
        """Follow what was used, not more than once a second."""
        if self.isVisible():
            if not self._used.isActive():
                self._used.start()
        else:
            self._stale = True

    def act_by_key(self, key: str) -> None:
        """Do what a key stands for, where it is offered just now."""
        place, column_ = self.table.currentIndex().row(), self.table.currentIndex().column()
        if key == "copy_row" and place >= 0:
            self.desk.clipboard.copy(self.model.sentence(place))
        elif key == "copy" and place >= 0:
            cell = self.model.cell(place, max(0, column_))
            self.desk.clipboard.copy("" if cell is None else cell.text)
        elif key in self.head.buttons or key in {action.key for action in self._presenter.menu(self.chosen())}:
            self.act(key)

    def choose_only(self, only: str) -> None:
        """Narrow the rows to a named subset."""
        self.filter.choose(only, self._presenter.name_of(only))

    # --- inside -------------------------------------------------------------------------------

    def _join(self, remove: Button) -> None:
        self.head.acted.connect(self.act)
        self.head.followed.connect(self.choose_only)
        self.filter.narrowed.connect(self._find)
        self.filter.went_down.connect(self._into_table)
        self.filter.went_to_top.connect(self.table.scrollToTop)
        remove.clicked.connect(self.filter.clear)
        self.table.typed.connect(self.filter.type)
        self.table.opened.connect(self._open_panel)
        self.table.chosen.connect(self._follow_choice)
        self.table.asked_for_menu.connect(self._show_menu)
        self.table.verticalScrollBar().valueChanged.connect(
            lambda value: self.filter.tell_grown(0) if value == 0 else None
        )
        self.model.loaded.connect(self._loaded)
        self.model.grown.connect(self._grown)
        self.panel.acted.connect(self.act)
        self.panel.copied.connect(self.desk.clipboard.copy)
        self.panel.closed.connect(self._close_panel)
        self._used.timeout.connect(self.refresh)
        self._time.timeout.connect(self.model.grow_older)

    def _fetch(self, query: ListQuery, start: int, most: int, take: Any) -> None:  # noqa: ANN401 - see TableModel
        def read() -> Page[Row]:
            return self._presenter.page(query, start, most)

        self.desk.operations.run(self, read, take, self._not_read, lane=Lane.READ)

    def _not_read(self, error: ConsoleError) -> None:
        self.failed.emit()
        self.desk.operations.refuse(error)

    def _find(self) -> None:
        head = self.table.horizontalHeader()
        sort, descending = self._presenter.first_sort
        if head.isSortIndicatorShown():
            sort = self.model.columns[head.sortIndicatorSection()].sort
            descending = head.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        self.filter.tell_grown(0)
        self.model.find(self._presenter.query(self.filter.text, self.filter.only, sort, descending=descending))
        self._read_facts()

    def _read_facts(self) -> None:
        self.desk.operations.run(self, self._presenter.facts, self._show_facts, lane=Lane.READ)

    def _show_facts(self, facts: tuple[PageFact, ...]) -> None:
        self.head.show_facts(facts)

    def _loaded(self) -> None:
        face = self.empty if self.model.total == 0 and not self.filter.active else self._split
        focused = QApplication.focusWidget()
        moves = face is not self._faces.currentWidget() and focused is not None and self.isAncestorOf(focused)
        self._faces.setCurrentWidget(face)
        self._rows.setCurrentWidget(self.table if self.model.matching else self._nothing)
        if moves:
            (self.empty if face is self.empty else self.table).setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_chosen()

    def _grown(self, number: int) -> None:
        if self.table.verticalScrollBar().value() > 0:
            self.filter.tell_grown(number)

    def _into_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.model.matching and not self.table.number_chosen():
            self.table.go_to(0)

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
        if not actions:
            return
        menu = QMenu(self)
        for action in actions:
            ink = "bad" if action.kind.name in {"DANGER", "DESTROY"} else "text2"
            item = QAction(self.desk.theme.icon(action.icon, ink), action.text, menu)
            if action.shortcut:
                item.setShortcut(QKeySequence(action.shortcut))
            item.triggered.connect(self._doing(action.key))
            menu.addAction(item)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def _doing(self, key: str) -> Any:  # noqa: ANN401 - a slot
        return lambda: self.act(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk back by Escape: panel, then filter."""
        if event.key() == Qt.Key.Key_Escape and self._split.panel_shown:
            self._close_panel()
        elif event.key() == Qt.Key.Key_Escape and self.filter.active:
            self.filter.clear()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)
