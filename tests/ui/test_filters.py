"""Filters as chips: chosen by mouse and keys, several values each, on one line however many there are."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QMenu
from pytestqt.qtbot import QtBot

from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.ui.tables.chips import Chip
from fracttal_console.ui.tables.pick_popup import PickPopup
from tests.journeys.live import LiveBase
from tests.ui.accessible import unnamed
from tests.ui.desktop import Desktop, desktop

NAMES = ("Báscula", "Cargas", "Diario")


@pytest.fixture
def shown(qtbot: QtBot, live: LiveBase) -> Iterator[Desktop]:
    """Show three authorizations of consumers for themselves, of which the first is suspended."""
    for name in NAMES:
        ref = live.console.consumers.create(
            live.admin, name=name, permission_group="Field work", grant=GrantType.CLIENT_CREDENTIALS
        ).consumer.client_id
        live.console.consumers.disable(live.admin, ref)
        live.console.consumers.enable(live.admin, ref)
    first = live.console.authorizations.all(live.admin)[-1].authorization
    live.console.authorizations.suspend(live.admin, str(first.id))
    with desktop(qtbot, live.settings) as opened:
        opened.open("authorizations")
        yield opened


def chips(desk: Desktop) -> list[tuple[str, str]]:
    return [(chip.words.name, chip.words.value) for chip in desk.page.filter.chips.chips]


def popup(desk: Desktop) -> PickPopup:
    found = desk.page.filter.menu.popup
    desk.until(found.isVisible)
    desk.settled()
    return found


def rows(listed: QListWidget) -> list[str]:
    return [listed.item(row).text() for row in range(listed.count())]


def pick(desk: Desktop, name: str) -> None:
    listed = popup(desk).list
    desk.until(lambda: name in rows(listed))
    item = listed.item(rows(listed).index(name))
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=listed.visualItemRect(item).center())


def cross(chip: Chip) -> None:
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, 14))


def test_values_are_ticked_one_by_one_and_narrow_at_once(shown: Desktop) -> None:
    shown.click(shown.button("Add filter"))
    pick(shown, "State")
    pick(shown, "suspended")
    shown.until(lambda: shown.row_texts() == ["Báscula"])
    pick(shown, "active")
    shown.until(lambda: shown.page.model.matching == 3)
    assert chips(shown) == [("State", "suspended and 1 more")]
    pick(shown, "suspended")
    shown.until(lambda: sorted(shown.row_texts()) == ["Cargas", "Diario"])
    assert chips(shown) == [("State", "active")]
    QTest.keyClick(popup(shown).field, Qt.Key.Key_Escape)
    shown.until(lambda: not shown.page.filter.menu.popup.isVisible())


def test_all_of_it_goes_by_keys(shown: Desktop) -> None:
    bar = shown.page.filter
    bar.chips.add.setFocus()
    shown.press(Qt.Key.Key_Space)
    field = popup(shown).field
    QTest.keyClicks(field, "cons")
    assert rows(bar.menu.popup.list) == ["Consumer"]
    QTest.keyClick(field, Qt.Key.Key_Return)
    shown.until(lambda: rows(bar.menu.popup.list) == list(NAMES))
    QTest.keyClicks(field, "car")
    shown.until(lambda: rows(bar.menu.popup.list) == ["Cargas"])
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(bar.menu.popup.list, Qt.Key.Key_Space)
    shown.until(lambda: shown.row_texts() == ["Cargas"])
    assert chips(shown) == [("Consumer", "Cargas")]
    # what is typed in the list goes on in the field
    QTest.keyClick(bar.menu.popup.list, Qt.Key.Key_X)
    shown.until(lambda: rows(bar.menu.popup.list) == [])
    for _ in "carx":
        QTest.keyClick(field, Qt.Key.Key_Backspace)
    shown.until(lambda: rows(bar.menu.popup.list) == list(NAMES))
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert "Granted" in rows(bar.menu.popup.list)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    shown.until(lambda: not bar.menu.popup.isVisible())
    bar.field.setFocus()
    shown.press(Qt.Key.Key_Backspace)
    shown.until(lambda: shown.page.model.matching == 3)
    assert chips(shown) == []


def test_a_chip_is_edited_by_a_click_and_taken_away_by_its_cross(shown: Desktop) -> None:
    bar = shown.page.filter
    bar.choose_facets({"state": ("active",), "profile": ("standard",)})
    shown.until(lambda: shown.page.model.matching == 2)
    first, second = bar.chips.chips
    assert first.accessibleName() == "Filter State active"
    QTest.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(20, 14))
    assert "suspended" in rows(popup(shown).list)
    bar.menu.popup.hide()
    QTest.keyClick(second, Qt.Key.Key_Delete)
    assert chips(shown) == [("State", "active")]
    assert shown.window.focusWidget() is bar.field
    cross(bar.chips.chips[0])
    shown.until(lambda: shown.page.model.matching == 3)


def test_a_period_is_typed_and_what_is_none_is_said_beside_its_field(shown: Desktop) -> None:
    bar = shown.page.filter
    shown.click(shown.button("Add filter"))
    pick(shown, "Granted")
    dates = bar.menu.dates
    shown.type(dates.first, "2020-13-01")
    shown.click(dates.apply)
    assert "2027-05-22" in dates._fields[0].problem
    assert chips(shown) == []
    shown.type(dates.first, "2020-01-01")
    shown.type(dates.last, "2020-01-31")
    shown.press(Qt.Key.Key_Return)
    shown.until(lambda: shown.page.model.matching == 0)
    assert chips(shown) == [("Granted", "2020-01-01 – 2020-01-31")]
    assert not bar.menu.popup.isVisible()
    shown.click(shown.button("Remove filters"))
    shown.until(lambda: shown.page.model.matching == 3)
    assert chips(shown) == []


def test_chips_that_find_no_room_are_behind_a_number(shown: Desktop) -> None:
    bar = shown.page.filter
    shown.window.resize(1024, 680)
    bar.choose_facets({"state": ("active",), "profile": ("standard",), "granted": ("30d",), "person": ("itself",),
                       "last_used": ("never",)})  # fmt: skip
    shown.settled()
    seen = [chip for chip in bar.chips.chips if chip.isVisible()]
    hidden = len(bar.chips.chips) - len(seen)
    assert 0 < len(seen) < 5
    assert bar.chips.more.text() == f"+{hidden}"
    assert all(chip.geometry().right() < bar.chips.more.x() for chip in seen)
    assert bar.chips.add.geometry().right() <= bar.chips.width()
    shown.click(bar.chips.more)
    menu = next(menu for menu in bar.chips.findChildren(QMenu) if menu.isVisible())
    assert len(menu.actions()) == hidden
    menu.actions()[-1].trigger()
    menu.close()
    assert "never" in rows(popup(shown).list)
    bar.menu.popup.hide()
    shown.window.resize(1900, 800)
    shown.until(lambda: all(chip.isVisible() for chip in bar.chips.chips))
    assert not bar.chips.more.isVisible()


def test_a_fact_sets_chips_and_the_way_back_takes_them_away(shown: Desktop) -> None:
    shown.click(shown.button("2 active"))
    shown.until(lambda: shown.page.model.matching == 2)
    assert chips(shown) == [("State", "active")]
    shown.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    shown.until(lambda: shown.page.model.matching == 3)
    assert chips(shown) == []
    shown.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    shown.until(lambda: chips(shown) == [("State", "active")])


def test_the_menu_names_its_parts(shown: Desktop) -> None:
    shown.click(shown.button("Add filter"))
    assert unnamed(popup(shown)) == []
    pick(shown, "Granted")
    assert unnamed(popup(shown)) == []
    shown.page.filter.menu.popup.hide()
    assert QApplication.activePopupWidget() is None


def test_the_audit_log_is_narrowed_by_who_and_what(shown: Desktop) -> None:
    page = shown.open("audit")
    shown.click(shown.button("Add filter"))
    pick(shown, "Event")
    QTest.keyClicks(popup(shown).field, "suspend")
    pick(shown, "Authorization suspended")
    shown.until(lambda: page.model.matching == 1)
    page.filter.menu.popup.hide()
    shown.click(shown.button("Add filter"))
    pick(shown, "About")
    pick(shown, "Cargas")
    shown.until(lambda: page.model.matching == 0)
    assert chips(shown) == [("Event", "Authorization suspended"), ("About", "Cargas")]
    page.filter.menu.popup.hide()
