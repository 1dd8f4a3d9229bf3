"""Rows are painted once and kept as pictures: what is seen is what painting anew would show."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fracttal_console.services.listing import ListQuery
from fracttal_console.ui.look.paint import Pill, monogram
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.tables import row_painting
from fracttal_console.ui.tables.cells import Column, NameCell, PillCell, StripCell, TextCell
from fracttal_console.ui.tables.delegate import ROW_HEIGHT
from fracttal_console.ui.tables.model import TableModel
from fracttal_console.ui.tables.row_painting import FRESH_ROWS
from fracttal_console.ui.tables.view import Table
from tests.ui.test_model import Source

ROWS_SEEN = 20


class Shown:
    """A table with a cell of every kind, its source, and how many cells were drawn."""

    def __init__(self, bot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.source = Source(400)
        self.age = 3
        columns: list[Column[tuple[int, str]]] = [
            Column("Name", 180, lambda row: NameCell(text=row[1], mark=monogram(row[1])), "name"),
            Column("May", 0, lambda _row: StripCell(text="", allowed=(True, False, True, True, False), words="all")),
            Column("State", 120, lambda _row: PillCell(text="Active", pill=Pill("circle-check", "Active", "ok"))),
            Column("Used", 120, lambda _row: TextCell(text=f"{self.age} min ago", icon="moon", ink="warn"), "used"),
        ]
        self.model = TableModel(columns, lambda row: row[0], self.source.fetch)
        self.theme = Theme("light")
        self.table = Table(self.theme, self.model, "Rows")
        bot.addWidget(self.table)
        self.table.resize(700, self.table.horizontalHeader().sizeHint().height() + ROWS_SEEN * ROW_HEIGHT)
        self.drawn: list[int] = []
        draw = self.table.rows._draw

        def counted(*given: object) -> None:
            self.drawn.append(1)
            draw(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(self.table.rows, "_draw", counted)
        self.table.show()
        bot.waitExposed(self.table)
        self.model.find(ListQuery())
        self.settle(bot)

    def settle(self, bot: QtBot) -> None:
        """Wait until every row is painted."""
        for _ in range(3):
            # Qt lays columns and rows out a turn later
            QApplication.processEvents()
            bot.waitUntil(lambda: not self.table.rows.waiting)
        QApplication.processEvents()
        self.drawn.clear()

    def on_screen(self) -> QImage:
        """Return what the screen shows of the rows."""
        port = self.table.viewport()
        whole = self.table.screen().grabWindow(self.table.winId())
        return whole.copy(QRect(port.mapTo(self.table, QPoint()), port.size())).toImage().convertToFormat(PLAIN)


PLAIN = QImage.Format.Format_RGB32


@pytest.fixture
def shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Give a table that is painted."""
    return Shown(qtbot, monkeypatch)


def painted_directly(table: Table, monkeypatch: pytest.MonkeyPatch) -> QImage:
    """Return what the rows look like where no picture is used."""
    with monkeypatch.context() as patch:
        patch.setattr(row_painting, "_on_whole_pixels", lambda *_given: False)
        return table.viewport().grab().toImage().convertToFormat(PLAIN)


def choose_all(shown: Shown) -> None:
    shown.table.setFocus()
    shown.table.selectAll()


def walk_down(shown: Shown) -> None:
    shown.table.setFocus()
    QTest.keyClick(shown.table, Qt.Key.Key_Down)


def let_time_pass(shown: Shown) -> None:
    shown.age = 4
    shown.model.grow_older()


def rename(shown: Shown) -> None:
    shown.source.rows = [(number, f"new {number}") for number in range(400)]
    shown.model.refresh()


CHANGES: dict[str, Callable[[Shown], object]] = {
    "nothing": lambda _shown: None,
    "a chosen row": lambda shown: shown.table.go_to(3),
    "all chosen, with the focus": choose_all,
    "the focus on another row": walk_down,
    "the pointer over a row": lambda shown: QTest.mouseMove(shown.table.viewport(), QPoint(50, 5 * ROW_HEIGHT + 9)),
    "scrolled": lambda shown: shown.table.verticalScrollBar().setValue(3 * ROW_HEIGHT + 7),
    "scrolled far": lambda shown: shown.table.scrollToBottom(),
    "dark": lambda shown: shown.theme.choose("dark"),
    "contrast": lambda shown: shown.theme.choose("contrast"),
    "values hidden": lambda shown: shown.theme.hide_values(hidden=True),
    "time that passed": let_time_pass,
    "another width": lambda shown: shown.table.setColumnWidth(0, 90),
    "another window": lambda shown: shown.table.resize(900, 500),
    "other columns": lambda shown: shown.table.show_columns(shown.model.columns[1:]),
    "other words": rename,
    "another order": lambda shown: shown.model.find(ListQuery(sort="number", descending=True)),
    "fewer rows": lambda shown: shown.model.find(ListQuery(text="row 39")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_seen_is_what_painting_anew_shows(
    shown: Shown, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    before = shown.on_screen()
    CHANGES[change](shown)
    shown.settle(qtbot)
    seen = shown.on_screen()
    assert seen == painted_directly(shown.table, monkeypatch)
    assert shown.table.viewport().grab().toImage().convertToFormat(PLAIN) == seen
    assert (seen == before) is (change == "nothing")


def test_what_looks_the_same_is_not_painted_again(shown: Shown, qtbot: QtBot) -> None:
    shown.table.viewport().update()
    shown.model.refresh()
    shown.model.grow_older()
    QApplication.processEvents()
    assert shown.drawn == []
    shown.table.go_to(4)
    shown.settle(qtbot)
    shown.table.go_to(5)
    QApplication.processEvents()
    assert len(shown.drawn) == 1


def test_few_rows_are_painted_in_one_turn_and_the_others_in_the_next(shown: Shown, qtbot: QtBot) -> None:
    shown.table.verticalScrollBar().setValue(60 * ROW_HEIGHT)
    shown.table.viewport().repaint()
    assert len(shown.drawn) == FRESH_ROWS
    assert shown.table.rows.waiting == set(range(60 + FRESH_ROWS, 60 + ROWS_SEEN))
    qtbot.waitUntil(lambda: not shown.table.rows.waiting)
    QApplication.processEvents()
    assert len(shown.drawn) == ROWS_SEEN


def test_a_row_that_waits_shows_what_was_there(shown: Shown) -> None:
    before = shown.on_screen()
    shown.age = 4
    shown.model.grow_older()
    shown.table.viewport().repaint()
    after = shown.on_screen()
    waits = FRESH_ROWS * ROW_HEIGHT
    rest = QRect(0, waits, after.width(), after.height() - waits)
    assert after != before
    assert after.copy(rest) == before.copy(rest)


def test_a_picture_for_somebody_else_is_whole(shown: Shown) -> None:
    shown.table.verticalScrollBar().setValue(60 * ROW_HEIGHT)
    shown.table.viewport().grab()
    assert len(shown.drawn) == ROWS_SEEN
    assert shown.table.rows.waiting == set()


def test_no_more_than_two_screens_of_rows_are_kept(shown: Shown, qtbot: QtBot) -> None:
    for screen in range(6):
        shown.table.verticalScrollBar().setValue(screen * ROWS_SEEN * ROW_HEIGHT)
        shown.settle(qtbot)
        assert 0 < len(shown.table.rows.pictures) <= 2 * ROWS_SEEN


def test_a_table_that_is_not_seen_keeps_no_picture(shown: Shown) -> None:
    shown.table.hide()
    assert len(shown.table.rows.pictures) == 0


def test_values_that_are_hidden_leave_no_picture(shown: Shown) -> None:
    shown.theme.hide_values(hidden=True)
    assert len(shown.table.rows.pictures) == 0
    assert shown.table.rows.pictures.shown_last(0) is None
