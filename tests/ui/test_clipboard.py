"""Copying: a secret is marked, counts down, and is taken back only if it is still ours."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication
from pytestqt.qtbot import QtBot

from fracttal_console.ui.clipboard import Clipboard
from tests.ui.xserver import XServer

MARK = "x-kde-passwordManagerHint"
SECRET = "a-secret-of-the-tests"


class Seconds:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def clipboard(qtbot: QtBot, seconds: Seconds) -> Clipboard:
    assert qtbot is not None
    return Clipboard(30, clock=seconds)


def text() -> str:
    return QGuiApplication.clipboard().text()


def test_a_secret_is_marked_for_clipboard_managers_and_counts_down(clipboard: Clipboard, seconds: Seconds) -> None:
    clipboard.copy(SECRET, secret=True)
    data = QGuiApplication.clipboard().mimeData()
    assert bytes(data.data(MARK).data()) == b"secret"
    assert (text(), clipboard.seconds_left) == (SECRET, 30)
    seconds.now += 12.4
    assert clipboard.seconds_left == 18
    clipboard.clear_now()


def test_it_is_cleared_when_its_time_is_up(qtbot: QtBot, clipboard: Clipboard, seconds: Seconds) -> None:
    clipboard.copy(SECRET, secret=True)
    seconds.now += 30
    with qtbot.waitSignal(clipboard.changed):
        pass
    assert (text(), clipboard.seconds_left) == ("", 0)


def test_what_somebody_else_put_there_meanwhile_stays(clipboard: Clipboard, seconds: Seconds) -> None:
    clipboard.copy(SECRET, secret=True)
    QGuiApplication.clipboard().setText("something else")
    seconds.now += 31
    clipboard.clear_now()
    assert (text(), clipboard.seconds_left) == ("something else", 0)


def test_an_id_is_no_secret_and_ends_the_countdown_of_one(clipboard: Clipboard) -> None:
    clipboard.copy(SECRET, secret=True)
    clipboard.copy("fck_id")
    assert (text(), clipboard.seconds_left) == ("fck_id", 0)
    assert not QGuiApplication.clipboard().mimeData().hasFormat(MARK)
    clipboard.clear_now()
    assert text() == "fck_id"


def test_the_seconds_are_told_once_each(qtbot: QtBot, clipboard: Clipboard, seconds: Seconds) -> None:
    clipboard.copy(SECRET, secret=True)
    told: list[int] = []
    clipboard.changed.connect(lambda: told.append(clipboard.seconds_left))
    seconds.now += 1
    qtbot.waitUntil(lambda: told == [29])
    clipboard._tick()
    assert told == [29]
    clipboard.clear_now()


def test_nothing_is_left_in_memory_to_compare_with_but_a_digest(clipboard: Clipboard) -> None:
    clipboard.copy(SECRET, secret=True)
    assert SECRET not in repr(vars(clipboard))
    clipboard.clear_now()


PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from fracttal_console.ui.clipboard import Clipboard
app = QApplication([])
board = Clipboard(30)
def go():
    board.copy("a-secret-of-the-tests", secret=True)
    print("copied", flush=True)
def hear():
    for line in sys.stdin:
        if line.strip() == "clear":
            asked.set()
import threading
asked = threading.Event()
threading.Thread(target=hear, daemon=True).start()
timer = QTimer()
def look():
    if asked.is_set():
        asked.clear()
        board.clear_now()
        print("cleared", flush=True)
timer.timeout.connect(look)
timer.start(20)
QTimer.singleShot(0, go)
app.exec()
"""


def test_another_program_sees_the_mark_and_the_end_and_the_primary_selection_stays_empty(tmp_path: Path) -> None:
    script = tmp_path / "copies.py"
    script.write_text(PROGRAM, "utf-8")
    root = Path(__file__).resolve().parents[2]
    with XServer() as server:
        environment = {**os.environ, "DISPLAY": server.display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(root)}
        with subprocess.Popen(
            [sys.executable, "-W", "error", str(script)], env=environment, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
        ) as program:  # fmt: skip
            try:
                assert program.stdin is not None
                assert program.stdout is not None
                assert program.stdout.readline() == "copied\n"
                assert server.clipboard("clipboard") == SECRET
                assert MARK in server.clipboard("clipboard", "TARGETS").split()
                assert server.clipboard("clipboard", MARK) == "secret"
                assert server.clipboard("primary") == ""
                program.stdin.write("clear\n")
                program.stdin.flush()
                assert program.stdout.readline() == "cleared\n"
                assert server.clipboard("clipboard") == ""
            finally:
                program.kill()


COPIES = """
from PySide6.QtWidgets import QApplication
from fracttal_console.ui.clipboard import Clipboard
application = QApplication([])
clipboard = Clipboard(30)
clipboard.copy("a link")
assert application.clipboard().text() == "a link"
"""


def test_what_is_left_in_the_clipboard_does_not_outlive_python() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run([sys.executable, "-W", "error", "-c", COPIES], env=environment, cwd=root, check=False)
    assert ended.returncode == 0


def test_a_password_that_is_looked_at_cannot_be_selected(qtbot: QtBot) -> None:
    from fracttal_console.ui.look.theme import Theme  # noqa: PLC0415 - only this test draws
    from fracttal_console.ui.widgets.fields import PasswordEdit  # noqa: PLC0415 - as above

    edit = PasswordEdit(Theme("light"), "Show", "Hide")
    qtbot.addWidget(edit)
    edit.setText(SECRET)
    edit._eye.click()
    assert edit.echoMode() is PasswordEdit.EchoMode.Normal
    edit.selectAll()
    edit.copy()
    assert not edit.hasSelectedText()
    assert text() != SECRET
    assert QGuiApplication.clipboard().text(QClipboard.Mode.Selection) != SECRET
