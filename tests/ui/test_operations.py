"""Work beside the window: results come home in its thread, failures where they belong."""

import threading

import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from fracttal_console.domain.errors import ConsoleError, NotFound
from fracttal_console.ui.operations import Lane, Operations


class Told:
    """Notes what an operation told, and in which thread."""

    def __init__(self) -> None:
        self.refused: list[ConsoleError] = []
        self.unexpected: list[BaseException] = []
        self.results: list[object] = []
        self.threads: list[threading.Thread] = []

    def take(self, result: object) -> None:
        self.results.append(result)
        self.threads.append(threading.current_thread())


def opened(told: Told) -> Operations:
    return Operations(told.refused.append, told.unexpected.append)


def test_work_is_done_beside_and_its_result_comes_home(qtbot: QtBot) -> None:
    told, owner = Told(), QObject()
    operations = opened(told)
    with qtbot.waitSignal(operations.settled):
        operations.run(owner, threading.current_thread, told.take)
    assert told.threads == [threading.current_thread()]
    assert told.results != [threading.current_thread()]
    operations.close()


def test_a_known_failure_goes_to_who_asked_and_else_to_the_window(qtbot: QtBot) -> None:
    told, owner, own = Told(), QObject(), Told()
    operations = opened(told)

    def fail() -> None:
        raise NotFound("person", "x")

    with qtbot.waitSignal(operations.settled):
        operations.run(owner, fail, told.take, own.refused.append)
        operations.run(owner, fail, told.take)
    assert (len(own.refused), len(told.refused), told.results) == (1, 1, [])
    operations.close()


def test_what_nobody_foresaw_goes_to_the_last_resort(qtbot: QtBot) -> None:
    told, owner = Told(), QObject()
    operations = opened(told)
    with qtbot.waitSignal(operations.settled):
        operations.run(owner, lambda: 1 // 0, told.take)
    assert [type(error) for error in told.unexpected] == [ZeroDivisionError]
    operations.close()


def test_nobody_is_told_whose_widget_is_gone(qtbot: QtBot) -> None:
    told, owner = Told(), QObject()
    operations = opened(told)
    go = threading.Event()
    with qtbot.waitSignal(operations.settled):
        operations.run(owner, go.wait, told.take)
        shiboken6.delete(owner)
        go.set()
    assert told.results == []
    operations.close()


def test_a_click_does_not_wait_behind_a_long_search(qtbot: QtBot) -> None:
    told, owner = Told(), QObject()
    operations = opened(told)
    go = threading.Event()
    operations.run(owner, go.wait, told.take, lane=Lane.READ)
    operations.run(owner, lambda: "clicked", told.take, lane=Lane.CHANGE)
    qtbot.waitUntil(lambda: told.results == ["clicked"])
    go.set()
    qtbot.waitUntil(lambda: not operations.busy)
    operations.close()


def test_works_of_one_lane_keep_their_order(qtbot: QtBot) -> None:
    told, owner = Told(), QObject()
    operations = opened(told)
    with qtbot.waitSignal(operations.settled):
        for number in range(200):
            operations.run(owner, lambda number=number: number, told.take)  # type: ignore[misc]
    assert told.results == list(range(200))
    operations.close()
