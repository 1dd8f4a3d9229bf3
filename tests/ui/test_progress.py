"""Long work of a page: how far it is can be seen, and it can be stopped."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fracttal_console.domain.errors import ConsoleError, NotFound
from fracttal_console.services.progress import Progress
from fracttal_console.texts.catalogue import texts_for
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.operations import Operations
from fracttal_console.ui.progress import ProgressStrip

TOTAL = 40


class Chunks:
    """Work of many chunks, each done when the test says so."""

    def __init__(self) -> None:
        self.next = threading.Semaphore(0)
        self.done = 0

    def __call__(self, progress: Progress) -> int:
        while self.done < TOTAL and not progress.cancelled():
            assert self.next.acquire(timeout=10)
            self.done += 1
            progress.report(self.done, TOTAL)
        return self.done

    def finish(self) -> None:
        self.next.release(TOTAL)


class Shown:
    """A strip with what it told."""

    def __init__(self, operations: Operations, refused: list[ConsoleError]) -> None:
        self.strip = ProgressStrip(Theme("light"), texts_for("en"), operations)
        self.operations = operations
        self.refused = refused
        self.results: list[int] = []


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Shown]:
    refused: list[ConsoleError] = []
    unexpected: list[BaseException] = []
    operations = Operations(refused.append, unexpected.append)
    made = Shown(operations, refused)
    qtbot.addWidget(made.strip)
    yield made
    operations.close()
    assert unexpected == []


def test_the_strip_appears_tells_how_far_it_is_and_goes(shown: Shown, qtbot: QtBot) -> None:
    work = Chunks()
    assert shown.strip.run("Exporting events", work, shown.results.append)
    qtbot.waitUntil(shown.strip.isVisible)
    work.next.release(10)
    qtbot.waitUntil(lambda: shown.strip.bar.value() == 10)
    assert shown.strip.bar.accessibleDescription() == "10 of 40"
    with qtbot.waitSignal(shown.strip.ended):
        work.finish()
    assert shown.results == [TOTAL]
    assert not shown.strip.isVisible()


def test_stopping_leaves_what_is_done(shown: Shown, qtbot: QtBot) -> None:
    work = Chunks()
    shown.strip.run("Exporting events", work, shown.results.append)
    qtbot.waitUntil(shown.strip.isVisible)
    work.next.release(3)
    qtbot.waitUntil(lambda: work.done == 3)
    with qtbot.waitSignal(shown.strip.ended):
        QTest.mouseClick(shown.strip.stop, Qt.MouseButton.LeftButton)
        assert not shown.strip.stop.isEnabled()
        work.next.release()
    assert shown.results == [4]
    assert not shown.strip.busy


def test_one_work_of_a_page_at_a_time(shown: Shown, qtbot: QtBot) -> None:
    work = Chunks()
    assert shown.strip.run("Exporting events", work, shown.results.append)
    assert not shown.strip.run("Verifying the chain", Chunks(), shown.results.append)
    with qtbot.waitSignal(shown.strip.ended):
        work.finish()
    assert shown.results == [TOTAL]


def test_a_known_failure_ends_it_and_goes_to_the_window(shown: Shown, qtbot: QtBot) -> None:
    def fail(_: Progress) -> int:
        raise NotFound("event", "1")

    with qtbot.waitSignal(shown.strip.ended):
        shown.strip.run("Exporting events", fail, shown.results.append)
    qtbot.waitUntil(lambda: bool(shown.refused))
    assert (len(shown.refused), shown.results) == (1, [])


def test_work_stops_when_the_program_ends(shown: Shown, qtbot: QtBot) -> None:
    work = Chunks()
    shown.strip.run("Exporting events", work, shown.results.append)
    work.next.release(2)
    qtbot.waitUntil(lambda: work.done == 2)
    closing = threading.Thread(target=shown.operations.close)
    closing.start()
    qtbot.waitUntil(lambda: shown.operations.closing)
    work.next.release()
    closing.join(10)
    assert not closing.is_alive()
    assert work.done == 3
