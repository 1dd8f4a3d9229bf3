"""What Qt made ends in the window's thread, between two events, whoever fills the memory."""

import gc
import threading
import weakref
from collections import deque
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fracttal_console.ui.garbage import Garbage
from fracttal_console.ui.operations import Lane, Operations
from tests.journeys.live import LiveBase
from tests.support import ADMIN_EMAIL
from tests.ui.desktop import Desktop, desktop, looked_for

MUCH = 100_000
"""Objects; Python looks for garbage each time that 700 more are there."""


class Thing(QObject):
    """Something of ours that is Qt's as well."""


class Face(QWidget):
    """The same as something that could be seen."""


class Ends:
    """Notes in which threads things ended."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []
        self._watched: list[weakref.ref[QObject]] = []

    def watch(self, thing: QObject) -> None:
        self._watched.append(weakref.ref(thing, lambda _gone: self.threads.append(threading.current_thread())))

    def knot(self, kind: type[QObject] = Thing) -> None:
        """Leave something behind that holds itself."""
        thing = kind()
        thing.own = thing  # type: ignore[attr-defined]
        self.watch(thing)


def filled() -> list[list[int]]:
    return [[number] for number in range(MUCH)]


def test_a_worker_that_fills_the_memory_ends_nothing_of_the_window_s(desk: Desktop) -> None:
    ends, held = Ends(), list[object]()
    with looked_for() as threads:
        ends.knot(Thing)
        ends.knot(Face)
        for lane in Lane:
            desk.application.operations.run(desk.window, filled, held.append, lane=lane)
        desk.until(lambda: len(ends.threads) == 2)
        desk.settled()
    assert len(held) == len(Lane)
    assert set(ends.threads) | set(threads) == {threading.main_thread()}


def test_nothing_ends_while_the_window_hears_of_an_event(desk: Desktop) -> None:
    ends, heard, alive = Ends(), list[object](), list[bool]()

    class Hearing(QWidget):
        def event(self, event: QEvent) -> bool:
            if event.type() is QEvent.Type.User:
                heard.append(filled())
                alive.append(not ends.threads)
            return super().event(event)

    ends.knot(Face)
    hearing = Hearing()
    desk.application.qt.sendEvent(hearing, QEvent(QEvent.Type.User))
    assert alive == [True]
    desk.until(lambda: len(ends.threads) == 1)


def test_a_loop_within_the_loop_lets_nothing_end(qtbot: QtBot) -> None:
    assert qtbot is not None
    garbage, ends, outer, inner = Garbage(), Ends(), QEventLoop(), QEventLoop()
    seen: list[int] = []

    def look() -> None:
        garbage._look()
        seen.append(len(ends.threads))

    def within() -> None:
        look()
        inner.quit()

    def first() -> None:
        QTimer.singleShot(0, inner, within)
        inner.exec()
        look()
        outer.quit()

    ends.knot()
    held = filled()
    QTimer.singleShot(0, outer, first)
    outer.exec()
    garbage.close()
    assert seen == [0, 1]
    assert held


def test_python_looks_again_by_itself_when_the_window_is_closed(qtbot: QtBot, live: LiveBase) -> None:
    with desktop(qtbot, live.settings, signed_in=False):
        assert not gc.isenabled()
    assert gc.isenabled()


def test_everything_is_gone_through_in_the_end_and_takes_a_hundredth_of_the_time(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert qtbot is not None
    now, wholes = [100.0], list[float]()
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    garbage = Garbage()

    def note(phase: str, figures: dict[str, int]) -> None:
        # half a second each
        if figures["generation"] == 2:
            now[0] += 0.5 if phase == "stop" else 0
            if phase == "start":
                wholes.append(now[0])

    gc.callbacks.append(note)
    held: list[object] = []
    try:
        for spent in (0, 51):
            now[0] += spent
            for _ in range(400):
                held.append([[number] for number in range(1000)])
                garbage._look()
        assert wholes == [100.0, 151.5]
    finally:
        gc.callbacks.remove(note)
        garbage.close()


class Home(deque[Any]):
    """Where a worker puts what it brings, and stands still until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.full, self.go_on = threading.Event(), threading.Event()

    def append(self, brought: object) -> None:
        super().append(brought)
        del brought
        self.full.set()
        self.go_on.wait()


def test_the_last_that_holds_an_owner_is_never_a_worker(qtbot: QtBot) -> None:
    ends, home, results = Ends(), Home(), list[int]()
    operations = Operations(lambda _error: None, lambda _error: None)
    operations._home = home
    owner = Thing()
    ends.watch(owner)
    with qtbot.waitSignal(operations.settled):
        operations.run(owner, lambda: 1, results.append)
        del owner
        home.full.wait()
        # an announcement of before lets the window be that quick
        operations._bring_home()
        home.go_on.set()
    operations.close()
    assert results == [1]
    assert ends.threads == [threading.main_thread()]


@pytest.mark.parametrize("rounds", [pytest.param(3, id="short"), pytest.param(150, id="full", marks=pytest.mark.soak)])
def test_windows_come_and_go_while_workers_fill_the_memory(qtbot: QtBot, live: LiveBase, rounds: int) -> None:
    held: list[object] = []
    for _ in range(rounds):
        with desktop(qtbot, live.settings, signed_in=False) as shown:
            shown.until(lambda shown=shown: hasattr(shown.window.face, "email"))  # type: ignore[misc]
            for lane in Lane:
                shown.application.operations.run(shown.window, filled, held.append, lane=lane)
            for _ in range(20):
                shown.type(shown.sign_in_page.email, ADMIN_EMAIL)
            shown.settled()
        assert len(held) == len(Lane)
        held.clear()
