"""The window locks when the computer sleeps or the screen is locked, and says so; the desktop is a real bus."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fracttal_console.ui.start.sign_in import SignInPage
from fracttal_console.ui.window.idle import IdleWatch
from fracttal_console.ui.window.session_watch import SessionWatch
from fracttal_console.ui.window.x11_idle import X11Idle
from tests.journeys.live import PROJECT
from tests.ui.desktop import Desktop
from tests.ui.xserver import XServer

FAKE = Path(__file__).with_name("fake_desktop.py")
SCRIPT = """
import json, subprocess, sys
from PySide6.QtCore import QCoreApplication, QTimer
from fracttal_console.ui.window.session_watch import SessionWatch
desktop = subprocess.Popen([sys.executable, sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
desktop.stdout.readline()
app = QCoreApplication([])
watch, said = SessionWatch(), []
left = ["other", "sleep", "wake", "lock", "screen"]
def go():
    if left:
        desktop.stdin.write(left.pop(0) + chr(10))
        desktop.stdin.flush()
    if left[:1] == ["wake"] or left[:1] == ["sleep"]:
        QTimer.singleShot(0, go)
def heard(why):
    said.append(why)
    if len(said) == 3:
        watch.ask_idle()
    else:
        go()
def idle(seconds):
    said.append(seconds)
    desktop.stdin.close()
    desktop.wait()
    print(json.dumps(said), flush=True)
    app.quit()
watch.away.connect(heard)
watch.idle.connect(idle)
# first what the watch asks for itself has to be answered
QTimer.singleShot(500, go)
QTimer.singleShot(15000, app.quit)
app.exec()
"""


def test_sleep_session_and_screen_are_heard_and_other_peoples_sessions_are_not() -> None:
    inside = f'export DBUS_SYSTEM_BUS_ADDRESS="$DBUS_SESSION_BUS_ADDRESS"; exec {sys.executable} -c "$0" "$1"'
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", inside, SCRIPT, str(FAKE)],
        cwd=PROJECT, env={**os.environ, "PYTHONPATH": str(PROJECT)}, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert done.stdout, done.stderr
    assert json.loads(done.stdout) == ["asleep", "screen", "screen", 42.0]


ASKING = """
from PySide6.QtWidgets import QApplication
from fracttal_console.ui.window.session_watch import SessionWatch
app = QApplication([])
watch = SessionWatch()
watch._timer.setInterval(50)
watch.idle.connect(lambda seconds: print(seconds, flush=True))
watch.start()
app.exec()
"""


def test_without_a_bus_the_x_server_tells_how_long_nobody_did_anything() -> None:
    with XServer() as server:
        environment = {
            **os.environ, "DISPLAY": server.display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(PROJECT),
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
        }  # fmt: skip
        with subprocess.Popen(
            [sys.executable, "-W", "error", "-c", ASKING], cwd=PROJECT, env=environment, stdout=subprocess.PIPE,
            text=True,
        ) as program:  # fmt: skip
            try:
                assert program.stdout is not None
                long = next(seconds for line in program.stdout if (seconds := float(line)) > 1)
                # somebody presses a key, in whatever program
                subprocess.run(["xdotool", "key", "a"], env=environment, check=True, timeout=20)
                short = next(seconds for line in program.stdout if (seconds := float(line)) < 1)
                assert short < long
            finally:
                program.kill()


def test_where_there_is_no_x_server_nothing_is_asked(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":987")
    assert X11Idle.opened() is None
    watch = SessionWatch()
    watch._sources.clear()
    with qtbot.assertNotEmitted(watch.idle):
        watch.start()
        watch.ask_idle()
    assert not watch._timer.isActive()
    watch.stop()


@pytest.mark.parametrize(("why", "words"), [("asleep", "the computer slept"), ("screen", "the screen was locked")])
def test_the_lock_says_what_happened(desk: Desktop, why: str, words: str) -> None:
    desk.application.flow.session_watch.away.emit(why)
    desk.until(lambda: isinstance(desk.window.face, SignInPage))
    desk.settled()
    shown = [label.text() for label in desk.sign_in_page.findChildren(type(desk.sign_in_page._problem.title))]
    assert any(words in text for text in shown)


def test_work_in_another_program_puts_the_lock_off(qtbot: QtBot) -> None:
    now = [0.0]
    watch = IdleWatch(10, clock=lambda: now[0])
    watch.start()
    now[0] = 590.0
    watch.note_idle(5.0)
    now[0] = 610.0
    with qtbot.assertNotEmitted(watch.idle):
        watch.look()
    now[0] = 585.0 + 600.0
    with qtbot.waitSignal(watch.idle):
        watch.look()
    watch.stop()
