"""Saved views and columns: chosen by mouse and keys, kept with the person, found again in another window."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.services.facets import FacetValue
from fracttal_console.texts.catalogue import LANGUAGES
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.look.fonts import Role, metrics_of
from fracttal_console.ui.tables.arrangement import Arrangement, ViewDialog
from fracttal_console.ui.tables.cells import Column, TextCell
from fracttal_console.ui.tables.column_layout import ColumnLayout
from fracttal_console.ui.tables.saved_views import SavedView, TablePreferences, read_preferences
from fracttal_console.ui.tables.view_button import ViewButton
from tests.journeys.live import LiveBase
from tests.ui.accessible import unnamed
from tests.ui.desktop import Desktop, desktop


@pytest.fixture
def three(live: LiveBase) -> LiveBase:
    """Give a base with three authorizations, of which the oldest is suspended."""
    for name in ("Báscula", "Cargas", "Diario"):
        ref = live.console.consumers.create(
            live.admin, name=name, permission_group="Field work", grant=GrantType.CLIENT_CREDENTIALS
        ).consumer.client_id
        live.console.consumers.disable(live.admin, ref)
        live.console.consumers.enable(live.admin, ref)
    first = live.console.authorizations.all(live.admin)[-1].authorization
    live.console.authorizations.suspend(live.admin, str(first.id))
    return live


@pytest.fixture
def shown(qtbot: QtBot, three: LiveBase) -> Iterator[Desktop]:
    with desktop(qtbot, three.settings) as opened:
        opened.open("authorizations")
        yield opened


def arrangement(desk: Desktop) -> Arrangement:
    assert desk.page.arrangement is not None
    return desk.page.arrangement


def titles(desk: Desktop) -> list[str]:
    return [column.title for column in desk.page.model.columns]


def entries(desk: Desktop) -> QMenu:
    button = arrangement(desk).views
    desk.click(button)
    desk.until(lambda: any(menu.isVisible() for menu in button.findChildren(QMenu)))
    return next(menu for menu in button.findChildren(QMenu) if menu.isVisible())


def choose(desk: Desktop, text: str) -> None:
    menu = entries(desk)
    action = next(action for action in menu.actions() if action.text() == text)
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    desk.settled()


def save(desk: Desktop, name: str) -> None:
    choose(desk, "Save as view…")
    dialog = desk.dialog(ViewDialog)
    assert unnamed(dialog) == []
    desk.type(dialog.name, name)
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    desk.no_dialog()
    desk.settled()


def test_a_view_brings_back_filter_order_and_name(shown: Desktop) -> None:
    page = shown.page
    page.filter.choose_facets({"state": ("suspended",)})
    shown.until(lambda: page.model.matching == 1)
    page.table.show_sorting("consumer", descending=False)
    save(shown, "On hold")
    assert arrangement(shown).views.text() == "On hold"
    choose(shown, "All authorizations")
    shown.until(lambda: page.model.matching == 3)
    assert page.table.sorting == ("last_used", True)
    choose(shown, "On hold")
    shown.until(lambda: shown.row_texts() == ["Báscula"])
    assert page.table.sorting == ("consumer", False)
    assert [(chip.words.name, chip.words.value) for chip in page.filter.chips.chips] == [("State", "suspended")]


def test_a_view_is_updated_and_deleted(shown: Desktop) -> None:
    shown.page.filter.choose_facets({"state": ("suspended",)})
    save(shown, "Mine")
    shown.page.filter.choose_facets({"state": ("active",)})
    shown.until(lambda: shown.page.model.matching == 2)
    assert arrangement(shown).views.text() == "Mine *"
    choose(shown, "Update “Mine”")
    assert arrangement(shown).views.text() == "Mine"
    choose(shown, "All authorizations")
    choose(shown, "Mine")
    shown.until(lambda: shown.page.model.matching == 2)
    choose(shown, "Delete “Mine”")
    assert arrangement(shown).views.text() == "All authorizations"
    texts = [action.text() for action in entries(shown).actions() if action.text()]
    assert texts == ["All authorizations", "Save as view…"]
    QTest.keyClick(arrangement(shown).views.findChildren(QMenu)[-1], Qt.Key.Key_Escape)


def test_two_views_cannot_have_one_name(shown: Desktop) -> None:
    save(shown, "Mine")
    choose(shown, "Save as view…")
    dialog = shown.dialog(ViewDialog)
    shown.type(dialog.name, "MINE")
    shown.click(dialog.action)
    assert "in use already" in dialog._fields["name"][0].problem
    dialog.reject()
    shown.click(shown.dialog(Confirm).go)
    shown.no_dialog()


def test_columns_are_hidden_shown_moved_and_reset(shown: Desktop) -> None:
    menu = arrangement(shown).menu
    before = titles(shown)
    assert "Ends" not in before
    shown.click(arrangement(shown).columns)
    shown.until(menu.popup.isVisible)
    assert unnamed(menu.popup) == []
    QTest.keyClicks(menu.popup.field, "ends")
    QTest.keyClick(menu.popup.field, Qt.Key.Key_Return)
    assert titles(shown) == [*before, "Ends"]
    for _ in "ends":
        QTest.keyClick(menu.popup.field, Qt.Key.Key_Backspace)
    menu.popup.list.setCurrentRow(0)
    QTest.keyClick(menu.popup.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert titles(shown)[:2] == ["Person", "Consumer"]
    assert menu.popup.current == "consumer"
    QTest.mouseClick(menu.up, Qt.MouseButton.LeftButton)
    assert titles(shown)[:2] == ["Consumer", "Person"]
    QTest.mouseClick(menu.reset, Qt.MouseButton.LeftButton)
    assert titles(shown) == before
    menu.popup.hide()
    shown.settled()


def test_what_rows_are_sorted_by_stays_where_its_column_is_hidden(shown: Desktop) -> None:
    page, menu = shown.page, arrangement(shown).menu
    page.table.show_sorting("granted", descending=False)
    page.filter.clear()
    shown.until(lambda: shown.row_texts() == ["Báscula", "Cargas", "Diario"])
    menu._picked("granted")
    assert not page.table.horizontalHeader().isSortIndicatorShown()
    page.filter.choose_facets({"state": ("active",)})
    shown.until(lambda: shown.row_texts() == ["Cargas", "Diario"])
    menu._picked("granted")
    assert page.table.horizontalHeader().isSortIndicatorShown()
    shown.settled()


def test_another_window_finds_views_columns_and_widths(qtbot: QtBot, three: LiveBase) -> None:
    with desktop(qtbot, three.settings) as first:
        page = first.open("authorizations")
        page.table.horizontalHeader().resizeSection(1, 222)
        first.until(lambda: arrangement(first).menu.layout.widths == {"person": 222})
        arrangement(first).menu._picked("granted")
        page.filter.choose_facets({"consumer": (str(three.console.consumers.all(three.admin)[0].consumer.id),)})
        first.settled()
        save(first, "One of them")
        first.settled()
    with desktop(qtbot, three.settings) as second:
        page = second.open("authorizations")
        second.until(lambda: "Granted" not in titles(second))
        assert page.table.columnWidth(1) == 222
        assert page.model.matching == 3
        choose(second, "One of them")
        second.until(lambda: page.model.matching == 1)


# --- what is written down -------------------------------------------------------------------------

COLUMNS: list[Column[object]] = [Column(name, 80, lambda _row: TextCell(text=""), key=name) for name in "abc"]
COLUMNS.append(replace(COLUMNS[0], title="d", key="d", hidden=True))


def names(layout: ColumnLayout) -> str:
    return "".join(column.name for column in layout.shown(COLUMNS))


def test_what_is_written_is_read_again() -> None:
    layout = ColumnLayout().moved(COLUMNS, "c", -2).with_hidden(COLUMNS, "a", hidden=True).sized("b", 100)
    view = SavedView("Mine", "words", {"state": (FacetValue("active", "Aktiv", "x"),)}, "granted", False, layout)
    kept = TablePreferences(layout, (view,))
    assert read_preferences(kept.written()) == kept
    assert names(layout) == "cb"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", '{"views": 7, "columns": []}', '{"views": [7, {"name": ""}]}',
     '{"columns": {"order": 7, "hidden": "x", "widths": {"a": "wide"}}}',
     '{"views": [{"name": "x", "facets": {"state": [["a"], 7]}}]}'],
)  # fmt: skip
def test_what_cannot_be_read_counts_as_not_chosen(text: str) -> None:
    kept = read_preferences(text)
    assert names(kept.columns) == "abc"
    assert all(view.facets == {} for view in kept.views)


def test_one_column_stays_and_new_ones_stand_where_they_stood() -> None:
    layout = ColumnLayout()
    for name in "abc":
        layout = layout.with_hidden(COLUMNS, name, hidden=True)
    assert names(layout) == "c"
    older = ColumnLayout(("c", "a"), frozenset("a"))
    assert names(older) == "cb"
    assert names(ColumnLayout(("gone", "b"), frozenset({"gone"}))) == "abc"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_the_whole_list_is_not_cut(qtbot: QtBot, live: LiveBase, language: str) -> None:
    with desktop(qtbot, live.settings, language=language) as shown:
        for key in ("api_keys", "oauth_consumers", "authorizations", "people"):
            (button,) = shown.go(key).findChildren(ViewButton)
            drawn = metrics_of(Role.NAME).elidedText(
                button.text(), Qt.TextElideMode.ElideRight, button.sizeHint().width() - 40
            )
            assert drawn == button.text()
