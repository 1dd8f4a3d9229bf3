"""Habits of the desk: keys on F1, values hidden for others' eyes, nothing typed lost by mistake, undo."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from fracttal_console.texts.catalogue import LANGUAGES
from fracttal_console.ui.api_keys.dialog import ApiKeyDialog
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.oauth_consumers.dialog import ConsumerDialog
from fracttal_console.ui.permission_groups.dialog import GroupDialog
from fracttal_console.ui.request_doctor.paste_dialog import PasteDialog
from fracttal_console.ui.request_doctor.repairs import Repairs
from fracttal_console.ui.window.keys_dialog import KeysDialog
from tests.journeys.live import LiveBase
from tests.ui.accessible import unnamed
from tests.ui.desktop import Desktop, desktop

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def shown(qtbot: QtBot, live: LiveBase) -> Iterator[Desktop]:
    for name in ("Bodega central", "Puente SCADA con un nombre mucho más largo"):
        live.console.api_keys.create(live.admin, name=name, permission_group="Field work")
    with desktop(qtbot, live.settings) as opened:
        opened.open("api_keys")
        yield opened


@pytest.mark.parametrize("language", LANGUAGES)
def test_f1_shows_every_key_and_fits_the_window(qtbot: QtBot, live: LiveBase, language: str) -> None:
    with desktop(qtbot, live.settings, language=language) as shown:
        shown.press(Qt.Key.Key_F1)
        dialog = shown.dialog(KeysDialog)
        assert unnamed(dialog) == []
        layout = dialog.layout()
        assert layout is not None
        assert layout.minimumSize().width() <= dialog.width()
        assert dialog.height() <= 680
        shown.press(Qt.Key.Key_Escape)
        shown.no_dialog()


def rows_drawn(desk: Desktop) -> tuple[QImage, QImage]:
    table = desk.page.table
    table.clearSelection()
    table.setCurrentIndex(table.model().index(-1, -1))
    desk.bench.navigation.setFocus()
    picture = table.viewport().grab().toImage()
    width = table.columnWidth(0)
    return picture.copy(48, 0, width - 60, 35), picture.copy(48, 36, width - 60, 35)


def test_hidden_values_look_the_same_whatever_they_are(shown: Desktop) -> None:
    first, second = rows_drawn(shown)
    assert first != second
    shown.press(Qt.Key.Key_H, CTRL | SHIFT)
    assert shown.bench.status._private.isVisible()
    first, second = rows_drawn(shown)
    assert first == second
    shown.press(Qt.Key.Key_H, CTRL | SHIFT)
    assert not shown.bench.status._private.isVisible()


def test_what_was_typed_is_thrown_away_only_by_somebody_who_says_so(shown: Desktop) -> None:
    shown.press(Qt.Key.Key_N, CTRL)
    dialog = shown.dialog(ApiKeyDialog)
    shown.settled()
    QTest.keyClicks(dialog.name, "Bodega norte")
    shown.press(Qt.Key.Key_Escape)
    asked = shown.dialog(Confirm)
    shown.press(Qt.Key.Key_Escape)
    shown.until(lambda: not asked.isVisible())
    assert dialog.isVisible()
    assert dialog.name.text() == "Bodega norte"
    shown.click(dialog.cancel)
    asked = shown.dialog(Confirm)
    shown.click(asked.go)
    shown.no_dialog()


def test_nothing_is_asked_where_nothing_differs_from_what_was_loaded(shown: Desktop, live: LiveBase) -> None:
    page = shown.page
    page.table.go_to(0)
    shown.press(Qt.Key.Key_F2)
    dialog = shown.dialog(ApiKeyDialog)
    shown.until(lambda: dialog.group.choice.currentText() == "Field work")
    shown.settled()
    QTest.keyClick(dialog.name, Qt.Key.Key_End)
    QTest.keyClicks(dialog.name, "x")
    shown.press(Qt.Key.Key_Backspace)
    shown.press(Qt.Key.Key_Escape)
    shown.no_dialog()
    group = live.console.permission_groups.all(live.admin)[0]
    matrix = GroupDialog(shown.bench.desk, shown.page, group)
    matrix.open()
    shown.dialog(GroupDialog)
    box = matrix.matrix.box("items:view")
    box.click()
    shown.press(Qt.Key.Key_Escape)
    asked = shown.dialog(Confirm)
    shown.click(asked.keep)
    shown.until(lambda: not asked.isVisible())
    box.click()
    shown.dialog(GroupDialog)
    shown.press(Qt.Key.Key_Escape)
    shown.no_dialog()


def test_what_was_typed_in_the_filter_can_be_undone(shown: Desktop) -> None:
    field = shown.page.filter.field
    shown.page.table.setFocus()
    QTest.keyClicks(shown.page.table, "p")
    assert QApplication.focusWidget() is field
    QTest.keyClicks(field, "uente")
    shown.press(Qt.Key.Key_Z, CTRL)
    assert field.text() != "puente"
    shown.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert field.text() == "puente"
    shown.until(lambda: shown.page.model.matching == 1)
    shown.settled()


def _networks(shown: Desktop, live: LiveBase) -> QWidget:
    dialog = ApiKeyDialog(shown.bench.desk, shown.page, live.console.api_keys.show(live.admin, "Bodega central"))
    dialog.open()
    return shown.dialog(ApiKeyDialog).limits.networks


def _redirect_uris(shown: Desktop, live: LiveBase) -> QWidget:
    made = live.consumer()
    view = live.console.consumers.show(live.admin, made.consumer.client_id)
    ConsumerDialog(shown.bench.desk, shown.page, view).open()
    return shown.dialog(ConsumerDialog).uris


def _pasted_request(shown: Desktop, _live: LiveBase) -> QWidget:
    desk, page = shown.bench.desk, shown.page
    PasteDialog(desk, page, Repairs(desk, page, lambda _said: None, lambda _errand: None)).open()
    return shown.dialog(PasteDialog).pasted


def _reason(shown: Desktop, _live: LiveBase) -> QWidget:
    Confirm(
        shown.bench.desk, shown.page, title="Lock?", subtitle="", consequences=(), safe="Keep", action="Lock",
        then=lambda _reason: None, icon="lock", asks_reason=True,
    ).open()  # fmt: skip
    return shown.dialog(Confirm).reason


@pytest.mark.parametrize("open_", [_networks, _redirect_uris, _pasted_request, _reason])
def test_what_was_typed_in_a_form_can_be_undone_and_done_again(
    shown: Desktop, live: LiveBase, open_: Callable[[Desktop, LiveBase], Any]
) -> None:
    edit = open_(shown, live)
    several = isinstance(edit, QPlainTextEdit)

    def text() -> str:
        return str(edit.toPlainText() if several else edit.text())

    edit.setFocus()
    before = text()
    shown.press(Qt.Key.Key_End, CTRL)
    QTest.keyClicks(edit, "one")
    if several:
        shown.press(Qt.Key.Key_Return)
        QTest.keyClicks(edit, "two")
    typed = text()
    assert typed == before + ("one\ntwo" if several else "one")
    for keys in ((Qt.Key.Key_Z, CTRL | SHIFT), (Qt.Key.Key_Y, CTRL)):
        for _ in range(4):
            shown.press(Qt.Key.Key_Z, CTRL)
        assert text() == before
        for _ in range(4):
            shown.press(*keys)
        assert text() == typed
