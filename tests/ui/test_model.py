"""The one item model: pages come when they are looked at, and a refresh keeps selection and place."""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QAbstractListModel, QAbstractTableModel, QPoint, Qt
from PySide6.QtGui import QPixmap
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

import fracttal_console.ui
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.tables.cells import Column, TextCell
from fracttal_console.ui.tables.delegate import ROW_HEIGHT
from fracttal_console.ui.tables.model import PAGE_ROWS, PAGES_KEPT, TableModel
from fracttal_console.ui.tables.view import Table


class Source:
    """Rows in memory that are handed over when told."""

    def __init__(self, count: int) -> None:
        self.rows = [(number, f"row {number}") for number in range(count)]
        self.waiting: list[Callable[[], None]] = []
        self.asked: list[tuple[int, int]] = []
        self.at_once = True

    def fetch(self, query: ListQuery, start: int, most: int, take: Callable[[Page[Any]], None]) -> None:
        self.asked.append((start, most))

        def answer() -> None:
            found = [row for row in self.rows if query.text in row[1]]
            if query.sort == "number" and query.descending:
                found.reverse()
            take(Page(tuple(found[start : start + most]), start, len(found), len(self.rows)))

        if self.at_once:
            answer()
        else:
            self.waiting.append(answer)


def model_of(source: Source) -> TableModel[tuple[int, str]]:
    columns: list[Column[tuple[int, str]]] = [
        Column("Number", 100, lambda row: TextCell(text=str(row[0])), "number"),
        Column("Name", 0, lambda row: TextCell(text=row[1])),
    ]
    return TableModel(columns, lambda row: row[0], source.fetch)


def shown(bot: QtBot, model: TableModel[Any]) -> Table:
    table = Table(Theme("light"), model, "Rows")
    bot.addWidget(table)
    table.resize(600, 32 + 10 * ROW_HEIGHT)
    table.show()
    bot.waitExposed(table)
    model.find(ListQuery())
    return table


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 1000])
def test_the_model_keeps_to_the_rules_of_qt(qtmodeltester: ModelTester, count: int) -> None:
    source = Source(count)
    model = model_of(source)
    model.find(ListQuery())
    qtmodeltester.check(model, force_py=True)
    qtmodeltester.check(model)
    source.rows = source.rows[: count // 2]
    model.refresh()
    source.rows = [(number, f"new {number}") for number in range(count + 150)]
    model.find(ListQuery(text="new"))
    assert model.rowCount() == count + 150


def test_no_model_is_left_out() -> None:
    for module in pkgutil.walk_packages(fracttal_console.ui.__path__, "fracttal_console.ui."):
        importlib.import_module(module.name)
    kinds = {*QAbstractTableModel.__subclasses__(), *QAbstractListModel.__subclasses__()}
    ours = {kind.__name__ for kind in kinds if kind.__module__.startswith("fracttal_console.")}
    # the other one is tested with the palette
    assert ours == {TableModel.__name__, "ResultsModel"}


def test_a_page_comes_when_it_is_looked_at(qtbot: QtBot) -> None:
    source = Source(100_000)
    model = model_of(source)
    table = shown(qtbot, model)
    assert [start for start, _ in source.asked] == [0]
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: model.row_at(99_999) is not None)
    assert len(source.asked) <= 3


def test_pages_far_from_what_is_seen_are_let_go(qtbot: QtBot) -> None:
    source = Source(20_000)
    model = model_of(source)
    shown(qtbot, model)
    for place in range(0, 20_000, PAGE_ROWS):
        model.row_at(place)
    assert len(model._pages) == PAGES_KEPT
    assert model.row_at(5) is not None


def test_an_answer_to_an_older_question_is_dropped(qtbot: QtBot) -> None:
    source = Source(300)
    model = model_of(source)
    shown(qtbot, model)
    source.at_once = False
    model.find(ListQuery(text="row 1"))
    model.find(ListQuery(text="row 299"))
    first, second = source.waiting
    second()
    first()
    assert (model.matching, model.query.text) == (1, "row 299")


def test_rows_that_came_on_top_leave_choice_and_place_where_they_were(qtbot: QtBot) -> None:
    source = Source(400)
    model = model_of(source)
    table = shown(qtbot, model)
    grown: list[int] = []
    model.grown.connect(grown.append)
    table.verticalScrollBar().setValue(50 * ROW_HEIGHT + 7)
    table.go_to(53)
    before = table.rowViewportPosition(53)
    source.rows = [(1000, "row 1000"), (1001, "row 1001"), *source.rows]
    model.refresh()
    assert grown == [2]
    assert table.chosen_places() == [55]
    assert table.currentIndex().row() == 55
    assert table.rowViewportPosition(55) == before


def test_a_row_that_changed_changes_in_place(qtbot: QtBot) -> None:
    source = Source(50)
    model = model_of(source)
    table = shown(qtbot, model)
    table.go_to(4)
    source.rows[4] = (4, "row 4 revoked")
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.refresh()
    assert model.data(model.index(4, 1)) == "row 4 revoked"
    assert table.chosen_places() == [4]


def test_a_row_that_is_gone_is_chosen_no_more(qtbot: QtBot) -> None:
    source = Source(50)
    model = model_of(source)
    table = shown(qtbot, model)
    table.go_to(4)
    del source.rows[4]
    model.refresh()
    assert table.chosen_places() == []


def test_all_that_match_can_be_chosen_without_being_here(qtbot: QtBot) -> None:
    source = Source(5_000)
    table = shown(qtbot, model_of(source))
    table.selectAll()
    assert table.number_chosen() == 5_000
    assert len(source.asked) == 1


def test_a_head_that_is_clicked_sorts_and_the_arrow_turns(qtbot: QtBot) -> None:
    source = Source(20)
    model = model_of(source)
    table = shown(qtbot, model)
    head = table.horizontalHeader()
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
    assert (model.query.sort, model.query.descending) == ("number", False)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
    assert model.query.descending
    assert model.row_at(0) == (19, "row 19")
    assert head.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder


def test_assistive_technology_hears_the_row_as_a_sentence(qtbot: QtBot) -> None:
    model = model_of(Source(3))
    shown(qtbot, model)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(1, 0), role) == "1; row 1"
    assert model.data(model.index(1, 1), role) == "row 1"
    assert model.headerData(1, Qt.Orientation.Vertical) == "1; row 1"


def test_a_table_is_painted_with_rows_still_on_their_way(qtbot: QtBot) -> None:
    source = Source(500)
    model = model_of(source)
    table = shown(qtbot, model)
    source.at_once = False
    table.verticalScrollBar().setValue(300 * ROW_HEIGHT)
    picture: QPixmap = table.grab()
    assert not picture.isNull()
    assert model.row_at(300) is None
    source.waiting[-1]()
    assert model.row_at(300) == (300, "row 300")
