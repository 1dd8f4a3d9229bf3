"""Ways through the window: links, back and forward, the numbers that wait, and one window for each base."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from fracttal_console.bootstrap.first_window import FirstWindow
from fracttal_console.domain.links import Link, LinkNoun, parsed_link
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.start.sign_in import SignInPage
from fracttal_console.ui.window.pages import placed_pages
from fracttal_console.ui.window.places import Place, PlacedPage
from fracttal_console.ui.window.trail import Stop, Trail
from fracttal_console.ui.window.workbench import Workbench
from fracttal_console.ui.work_page import Spot, WorkPage
from tests.journeys.live import PROJECT, LiveBase, environment, program
from tests.support import password
from tests.ui.desktop import Desktop, desktop

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def shown(qtbot: QtBot, live: LiveBase) -> Iterator[Desktop]:
    for name in ("Bodega central", "Ñandú", "Puente SCADA"):
        live.console.api_keys.create(live.admin, name=name, permission_group="Field work")
    live.consumer()
    job = live.job().consumer.client_id
    live.console.consumers.disable(live.admin, job)
    live.console.consumers.enable(live.admin, job)
    with desktop(qtbot, live.settings) as opened:
        yield opened


@pytest.fixture
def runtime() -> Iterator[dict[str, str]]:
    """Give an environment with a directory for sockets whose name is short enough for one."""
    with tempfile.TemporaryDirectory(prefix="fc-") as directory:
        yield {"XDG_RUNTIME_DIR": directory}


def follow(desk: Desktop, link: str) -> None:
    desk.application.flow.follow(parsed_link(link))
    desk.settled()


@pytest.mark.parametrize(
    ("noun", "key"),
    [
        ("api-key", "api_keys"), ("consumer", "oauth_consumers"), ("authorization", "authorizations"),
        ("event", "audit"), ("permission-group", "permission_groups"),
    ],
)  # fmt: skip
def test_a_link_shows_its_thing_and_a_copied_one_leads_back(shown: Desktop, noun: str, key: str) -> None:
    follow(shown, f"fracttal-console://{noun}/1")
    shown.until(lambda: shown.bench.key == key and shown.page.panel.isVisible())
    assert shown.page.model.key_at(shown.page.table.currentIndex().row()) == 1
    shown.page.act_by_key("copy_link")
    assert QGuiApplication.clipboard().text() == f"fracttal-console://{noun}/1"


def test_a_link_to_what_is_not_there_says_so_and_leaves_the_list_whole(shown: Desktop) -> None:
    follow(shown, "fracttal-console://api-key/4711")
    shown.until(shown.bench.toast.isVisible)
    shown.until(lambda: shown.page.model.matching == 3)
    assert not shown.page.filter.active


def test_a_link_to_a_page_that_is_not_there_is_said_as_well(shown: Desktop) -> None:
    shown.bench.pages = tuple(page for page in shown.bench.pages if page.noun != LinkNoun.EVENT)
    follow(shown, "fracttal-console://event/1")
    assert shown.bench.toast.isVisible()


def test_a_link_waits_while_the_window_is_locked(shown: Desktop) -> None:
    shown.application.flow.lock("asked")
    shown.until(lambda: isinstance(shown.window.face, SignInPage))
    follow(shown, "fracttal-console://consumer/1")
    assert isinstance(shown.window.face, SignInPage)
    shown.type(shown.sign_in_page.password, password().reveal())
    shown.press(Qt.Key.Key_Return)
    shown.until(lambda: shown.window.face is shown.bench and shown.bench.key == "oauth_consumers")
    shown.until(lambda: shown.page.about() == "Portal de Contratistas")


def test_back_and_forward_lead_to_the_page_its_filter_and_its_row(shown: Desktop) -> None:
    page = shown.open("api_keys")
    page.filter.field.setText("puente")
    shown.until(lambda: page.model.matching == 1)
    page.table.go_to(0)
    shown.open("audit")
    shown.open("oauth_consumers")
    shown.press(Qt.Key.Key_Left, ALT)
    assert shown.bench.key == "audit"
    shown.press(Qt.Key.Key_Left, ALT)
    assert shown.bench.key == "api_keys"
    assert page.filter.text == "puente"
    assert page.about() == "Puente SCADA"
    # the page of the start, and before it none
    for _ in range(2):
        shown.press(Qt.Key.Key_Left, ALT)
        assert shown.bench.key == "overview"
    shown.press(Qt.Key.Key_Right, ALT)
    assert shown.bench.key == "api_keys"
    assert page.filter.text == "puente"
    shown.press(Qt.Key.Key_Right, ALT)
    shown.press(Qt.Key.Key_Right, ALT)
    assert shown.bench.key == "oauth_consumers"
    shown.settled()


def test_back_from_a_fact_shows_all_rows_again(shown: Desktop) -> None:
    page = shown.open("api_keys")
    page.choose_only("active")
    shown.until(lambda: page.filter.only == "active")
    shown.settled()
    shown.press(Qt.Key.Key_Left, ALT)
    assert not page.filter.active
    shown.settled()
    shown.press(Qt.Key.Key_Right, ALT)
    assert page.filter.only == "active"
    shown.settled()


def test_the_trail_forgets_what_lay_ahead_of_a_new_step() -> None:
    a, b, c = (Stop(key, Spot()) for key in "abc")
    trail = Trail()
    assert trail.turn(a, -1) is None
    trail.step(None, a)
    trail.step(a, b)
    assert trail.turn(b, -1) == a
    trail.step(a, c)
    assert trail.turn(c, 1) is None
    assert trail.turn(c, -1) == a


# of the platform without a screen
@pytest.mark.qt_log_ignore("No such signal QPlatformNativeInterface", extend=True)
def test_a_window_that_stays_is_hidden_when_it_is_closed_and_asks_for_the_password_again(
    shown: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow, window = shown.application.flow, shown.window
    monkeypatch.setattr("fracttal_console.ui.window.appearance.tray_exists", lambda: True)
    flow._program._settings = replace(flow._program.settings, tray="close")  # type: ignore[attr-defined]
    tray = flow.appearance.made_tray()
    assert tray is not None
    assert [action.text() for action in tray.menu.actions()] == ["Open", "Lock", "Quit"]
    tray.show_waiting(3)
    assert tray.words == "Fracttal Console: 3 things need attention"
    window.close()
    assert not window.isVisible()
    tray.menu.actions()[1].trigger()
    tray.menu.actions()[0].trigger()
    shown.until(lambda: window.isVisible() and isinstance(window.face, SignInPage))
    shown.settled()
    tray.close()


# of the platform without a screen
@pytest.mark.qt_log_ignore("No such signal QPlatformNativeInterface", extend=True)
@pytest.mark.parametrize("wanted", ["close", "minimise"])
def test_a_window_that_is_minimised_leaves_the_task_bar_only_where_that_is_wanted(
    shown: Desktop, monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    flow, window = shown.application.flow, shown.window
    monkeypatch.setattr("fracttal_console.ui.window.appearance.tray_exists", lambda: True)
    flow._program._settings = replace(flow._program.settings, tray=wanted)  # type: ignore[attr-defined]
    tray = flow.appearance.made_tray()
    assert tray is not None
    with shown.bot.waitSignal(window.put_by):
        window.showMinimized()
    shown.settled()
    shown.application.qt.processEvents()
    assert window.isHidden() is (wanted == "minimise")
    tray.menu.actions()[0].trigger()
    shown.until(lambda: window.isVisible() and not window.isMinimized())
    assert window.face is shown.bench
    tray.close()


class Waits(WorkPage):
    """A page that nobody needs to look at."""


def things(number: int) -> str:
    return f"{number} things need attention" if number != 1 else "1 thing needs attention"


def test_only_what_waits_for_a_person_has_a_number_and_the_bell_rings_with_it(shown: Desktop) -> None:
    desk: Desk = shown.bench.desk
    # of the pages that there are, the first rings
    attention = len(desk.base.overview.attention(desk.actor))
    assert attention
    assert shown.bench.header.bell.isVisible()
    shown.until(lambda: shown.bench.header.bell.accessibleName() == things(attention))
    assert shown.bench.navigation.accessibleTabName(0) == f"Overview, {attention} waiting"
    others = [page for page in placed_pages(desk) if not page.rings]
    quiet = Workbench(desk, others, 10)
    shown.bot.addWidget(quiet)
    quiet.show()
    assert not quiet.header.bell.isVisible()
    quiet.close()
    waiting = [3]
    first = PlacedPage(Place("overview", "Overview", "database"), Waits, lambda _desk: waiting[0], rings=True)
    last = PlacedPage(Place("settings", "Settings", "lock", foot=True), Waits)
    bench = Workbench(desk, (first, *others, last), 10)
    shown.bot.addWidget(bench)
    bench.resize(1200, 800)
    bench.show()
    bench.open("")
    shown.until(lambda: bench.navigation.accessibleTabName(0) == "Overview, 3 waiting")
    assert bench.header.bell.isVisible()
    assert bench.header.bell.accessibleName() == things(3)
    assert bench.navigation.accessibleTabName(1) == "API keys"
    foot = bench.navigation.item_rect(bench.navigation.count() - 1)
    assert foot.bottom() > bench.navigation.height() - 12
    waiting[0] = 0
    bench.hear([])
    shown.until(lambda: bench.navigation.accessibleTabName(0) == "Overview")
    bench.open("audit")
    shown.settled()
    shown.click(bench.header.bell)
    assert bench.key == "overview"
    bench.close()
    shown.settled()


def test_a_second_start_raises_the_first_window_and_hands_over_its_link(
    shown: Desktop, live: LiveBase, runtime: dict[str, str]
) -> None:
    first = FirstWindow(live.settings.database_path, runtime)
    assert first.take_place()
    first.listen(shown.application.hear_another_start)
    shown.window.showMinimized()
    environ = {**environment(live.settings), **runtime, "QT_QPA_PLATFORM": "offscreen"}
    second = subprocess.Popen(program("fracttal-console://consumer/1"), cwd=PROJECT, env=environ)
    try:
        shown.until(lambda: shown.bench.key == "oauth_consumers" and not shown.window.isMinimized())
        assert second.wait(20) == 0
        other = FirstWindow(live.settings.data_dir / "another.db", runtime)
        assert other.take_place()
        other.close()
    finally:
        first.close()
    shown.settled()


def test_a_window_that_was_killed_does_not_keep_its_place(live: LiveBase, runtime: dict[str, str]) -> None:
    script = (
        "import sys, signal\nfrom pathlib import Path\n"
        "from fracttal_console.bootstrap.first_window import FirstWindow\n"
        "first = FirstWindow(Path(sys.argv[1]), {'XDG_RUNTIME_DIR': sys.argv[2]})\n"
        "taken = first.take_place()\nfirst.listen(lambda link, token: None)\nprint(taken, flush=True)\nsignal.pause()\n"
    )
    base = str(live.settings.database_path)
    holder = subprocess.Popen(
        [sys.executable, "-c", script, base, runtime["XDG_RUNTIME_DIR"]],
        cwd=PROJECT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "True\n"
    first = FirstWindow(live.settings.database_path, runtime)
    assert not first.take_place()
    assert first.hand_over("")
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait(20)
    holder.stdout.close()
    assert not first.hand_over("")
    assert first.take_place()
    heard: list[tuple[str, str]] = []
    first.listen(lambda link, token: heard.append((link, token)))
    assert FirstWindow(live.settings.database_path, {**runtime, "XDG_ACTIVATION_TOKEN": "t"}).hand_over("")
    first.close()
    assert heard == [("", "t")]


def test_what_is_no_message_of_ours_is_not_heard(live: LiveBase, runtime: dict[str, str]) -> None:
    first = FirstWindow(live.settings.database_path, runtime)
    assert first.take_place()
    heard: list[tuple[str, str]] = []
    first.listen(lambda link, token: heard.append((link, token)))
    for words in (b"no json\n", b'{"link": 1, "token": ""}\n', b'{"link": "fracttal-console://x/1", "token": ""}\n',
                  b"x" * 5000):  # fmt: skip
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
            caller.connect(str(first.path))
            caller.sendall(words)
            with contextlib.suppress(ConnectionResetError):
                assert not caller.recv(10)
    assert oct(first.path.parent.stat().st_mode)[-3:] == "700"
    assert oct(first.path.stat().st_mode)[-3:] == "600"
    first.close()
    assert heard == []


def test_a_link_says_what_it_leads_to() -> None:
    assert str(Link(LinkNoun.PERSON, 7)) == "fracttal-console://person/7"
