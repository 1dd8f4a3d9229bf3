"""Another size while the program runs: everything follows, nothing is lost, and nothing is cut off."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from fracttal_console.settings import load_settings
from fracttal_console.texts.catalogue import LANGUAGES
from fracttal_console.ui.look import scale
from fracttal_console.ui.look.scale import NORMAL, rescale
from fracttal_console.ui.settings.dialog import SettingsDialog
from fracttal_console.ui.start.sign_in import SignInPage
from fracttal_console.ui.widgets.buttons import Button
from fracttal_console.ui.window.navigation import NARROW, WIDTH
from tests.journeys.live import LiveBase
from tests.support import password
from tests.ui.desktop import Desktop, desktop
from tests.ui.test_accessibility import DIALOGS, PAGES, dialog_screen, page_screen

CTRL = Qt.KeyboardModifier.ControlModifier
USUAL_SCREEN = QSize(1920, 1036)
"""A usual screen, less the desktop's own bar."""


@pytest.fixture(autouse=True)
def _normal_size_afterwards() -> Iterator[None]:
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    rescale(NORMAL)


def ratio(desk: Desktop) -> float:
    return desk.window.devicePixelRatioF()


def press(desk: Desktop, key: Qt.Key, wanted: float, times: int = 1) -> None:
    """Ask for another size and wait until everything is drawn at it."""
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    for _ in range(times):
        desk.press(key, CTRL)
    desk.until(lambda: ratio(desk) == pytest.approx(wanted))
    desk.settled()


def test_ctrl_plus_minus_and_0_change_the_size_at_once_and_write_it_down(desk: Desktop, live: LiveBase) -> None:
    page = desk.open("authorizations")
    page.filter.field.setText("x")
    page.filter.field.setFocus()
    bench = desk.bench
    before = desk.window.size() * ratio(desk)
    press(desk, Qt.Key.Key_Plus, 1.3, times=3)
    assert bench.toast.isVisible()
    # the same page with what was typed in it, and the focus where it was
    assert desk.bench is bench
    assert page.filter.field.text() == "x"
    # where there is a desktop, it does this
    desk.window.activateWindow()
    desk.until(lambda: QApplication.focusWidget() is page.filter.field)
    # as large as before, but no larger than the screen, which is small here
    room = desk.window.screen().availableGeometry()
    assert desk.window.width() == min(round(before.width() / 1.3), room.width())
    desk.settled()
    stored = load_settings({"FRACTTAL_CONSOLE_DATA_DIR": str(live.settings.data_dir), "HOME": "/"})
    assert stored.zoom == 130
    press(desk, Qt.Key.Key_Minus, 1.2)
    press(desk, Qt.Key.Key_0, 1.0)
    assert QGuiApplication.primaryScreen().devicePixelRatio() == 1.0


def test_there_is_a_largest_and_a_smallest_size(desk: Desktop) -> None:
    for key, limit in ((Qt.Key.Key_Plus, 2.0), (Qt.Key.Key_Minus, 0.8)):
        press(desk, key, limit, times=13)


def test_icons_are_drawn_anew_at_the_size(desk: Desktop) -> None:
    theme = desk.application.theme
    theme.pixmap("settings", "text2", 16, 1.0)
    press(desk, Qt.Key.Key_Plus, 1.1)
    desk.bench.header.grab()
    assert theme._pixmaps
    assert all(key[3] == pytest.approx(1.1) for key in theme._pixmaps)


def test_the_settings_change_the_size_at_once_too(desk: Desktop) -> None:
    desk.press(Qt.Key.Key_Comma, CTRL)
    dialog = desk.dialog(SettingsDialog)
    desk.settled()
    zoom = dialog._controls["zoom"]
    assert isinstance(zoom, QLineEdit)
    desk.type(zoom, "150")
    desk.press(Qt.Key.Key_Return)
    desk.no_dialog()
    desk.until(lambda: ratio(desk) == pytest.approx(1.5))
    desk.until(lambda: desk.overview_filled)
    desk.settled()


def test_a_locked_window_changes_no_size_and_keeps_the_one_it_has(desk: Desktop) -> None:
    press(desk, Qt.Key.Key_Plus, 1.1)
    desk.application.flow.lock("asked")
    desk.until(lambda: isinstance(desk.window.face, SignInPage))
    assert ratio(desk) == pytest.approx(1.1)
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    desk.type(desk.sign_in_page.password, password().reveal())
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: desk.window.face is desk.bench)
    assert ratio(desk) == pytest.approx(1.1)
    desk.settled()


def test_where_qt_cannot_the_size_counts_from_the_next_start(desk: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "_taker", lambda: None)
    said: list[str] = []
    monkeypatch.setattr(desk.bench, "say", lambda text, **_more: said.append(text))
    press(desk, Qt.Key.Key_Plus, 1.0)
    desk.until(lambda: desk.application.flow.appearance._shown_zoom == 110)
    assert ratio(desk) == 1.0
    assert said == ["Size 110 % from the next start on."]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("percent", [100, 150, 200])
def test_at_every_size_nothing_is_wider_or_higher_than_a_usual_screen(
    qtbot: QtBot, live: LiveBase, language: str, percent: int
) -> None:
    live.console.api_keys.create(live.admin, name="Bodega central", permission_group="Field work")
    live.consumer()
    with desktop(qtbot, live.settings, language=language, gateway=True) as shown:
        room = on_a_usual_screen(shown, percent)
        narrow = room.width() < 1024
        assert shown.bench.navigation.width() == (NARROW if narrow else WIDTH)
        for key in PAGES:
            with page_screen(shown, key):
                hint = shown.bench.minimumSizeHint()
                assert hint.width() <= room.width(), key
                assert hint.height() <= room.height(), key
                for button in shown.bench.page.findChildren(Button):
                    if button.isVisible():
                        assert button.width() >= button.minimumSizeHint().width(), button.text()
        if percent == 200:
            # there is no room beside the table: the panel lies over it
            page = shown.open("api_keys")
            page.table.setFocus()
            page.table.go_to(0)
            shown.press(Qt.Key.Key_Return)
            shown.until(page.panel.isVisible)
            assert page.panel.geometry().intersects(page.table.geometry())
        shown.settled()


def on_a_usual_screen(desk: Desktop, percent: int) -> QSize:
    """Make the window as large as a usual screen at a size of everything, and return the room that it has."""
    desk.window.rescale(percent, NORMAL)
    room = USUAL_SCREEN / (percent / NORMAL)
    desk.window.setMinimumSize(0, 0)
    desk.window.resize(room)
    QApplication.processEvents()
    return room


def test_at_twice_the_size_every_dialog_fits_a_usual_screen(desk: Desktop, subtests: pytest.Subtests) -> None:
    room = on_a_usual_screen(desk, 200)
    for name, make in DIALOGS.items():
        with subtests.test(name), dialog_screen(desk, make) as dialog:
            assert dialog.width() <= room.width()
            assert dialog.height() <= room.height()


def test_the_size_at_the_start_is_that_many_times_the_desktop_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    environ: dict[str, str] = {}
    monkeypatch.setattr("fracttal_console.ui.look.scale.os.environ", environ)
    scale.begin_scaled(100)
    assert environ == {}
    monkeypatch.setattr(scale, "_desktop", 1.5)
    scale.begin_scaled(200)
    assert environ == {"QT_SCALE_FACTOR": "3"}


def test_a_dialog_takes_the_room_that_its_window_has(desk: Desktop) -> None:
    desk.window.resize(1440, 900)
    QApplication.processEvents()
    with dialog_screen(desk, DIALOGS["settings"]) as dialog:
        assert dialog.height() > 600
