"""What every test of the window needs: no screen, no warnings, nothing left running."""

import gc
import logging
import os
import threading
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.live import LiveBase
from tests.ui.desktop import Desktop, desktop


@pytest.fixture
def gateway(request: pytest.FixtureRequest) -> bool:
    """Tell whether the window of this test starts its gateway."""
    return request.node.get_closest_marker("gateway") is not None


@pytest.fixture
def desk(qtbot: QtBot, live: LiveBase, *, gateway: bool) -> Iterator[Desktop]:
    """Give the window on that base, with the super administrator signed in."""
    with desktop(qtbot, live.settings, gateway=gateway) as shown:
        yield shown


@pytest.fixture(autouse=True)
def _no_warning_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.WARNING] == []


def active_timers() -> list[QTimer]:
    """Return the timers that run, among all objects but those that are set aside."""
    gc.collect()
    return [t for t in gc.get_objects() if isinstance(t, QTimer) and shiboken6.isValid(t) and t.isActive()]


@pytest.fixture(autouse=True, scope="module")
def _no_older_timer_left_running() -> Iterator[None]:
    """Fail on a timer that was made before the test that started it: there each test does not look."""
    yield
    gc.unfreeze()
    assert active_timers() == []


@pytest.fixture(autouse=True)
def _nothing_left_running(qapp: QApplication) -> Iterator[None]:
    """Fail on a thread, a timer or a window that outlives its test."""
    threads = set(threading.enumerate())
    # to go through all that was there before took most tests longer than all that they do
    gc.freeze()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    left = {thread.name for thread in threading.enumerate() if thread not in threads and thread.is_alive()}
    assert left == set()
    assert [window for window in qapp.topLevelWidgets() if window.isVisible()] == []
    assert active_timers() == []
