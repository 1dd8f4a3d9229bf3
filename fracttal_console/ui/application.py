"""The running application: its window on a base, and the last resort for what nobody foresaw."""

import logging
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from fracttal_console.domain.errors import ConsoleError
from fracttal_console.domain.links import parsed_link
from fracttal_console.incidents import note_incident
from fracttal_console.ui.garbage import Garbage
from fracttal_console.ui.operations import Operations
from fracttal_console.ui.ports import Program
from fracttal_console.ui.shell import Shell
from fracttal_console.ui.window.flow import Flow

_log = logging.getLogger(__name__)

_QUIET = "This plugin does not support "
"""How Qt's platform without a screen begins to say what it cannot do, about each window."""


_TOKEN = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - a desktop's leave to come to the front


class _News(QObject):
    """Tells the window's thread that something arrived; the signal has no arguments, so it may cross threads."""

    _arrived = Signal()

    def __init__(self, tell: Callable[[], None]) -> None:
        super().__init__()
        self._arrived.connect(tell, Qt.ConnectionType.QueuedConnection)

    def announce(self) -> None:
        self._arrived.emit()


class Application:
    """One window on one base."""

    def __init__(self, program: Program, shell: Shell) -> None:
        """Join the parts.

        Args:
            program: how a base is found, made and opened.
            shell: the window that is there already.
        """
        self._program = program
        self._shell = shell
        self.qt = shell.qt
        self.theme = shell.theme
        self.window = shell.window
        # before there is a worker
        self._garbage = Garbage()
        self.operations = Operations(self._refused, self.unexpected)
        self.flow = Flow(program, shell.window, shell.theme, self.operations, shell.language)
        self.flow.ended.connect(self.qt.quit)
        self._starts: deque[tuple[str, str]] = deque()
        self._started_again = _News(self._come_forward)

    def hear_another_start(self, link: str, token: str) -> None:
        """Take in any thread that the program was started once more: its link, and leave to come to the front."""
        self._starts.append((link, token))
        self._started_again.announce()

    def run(self) -> int:
        """Work until the window is closed and return the exit code."""
        hook = sys.excepthook
        qInstallMessageHandler(hear_qt)
        sys.excepthook = lambda _kind, error, _trace: self.unexpected(error)
        try:
            self.window.show()
            self.flow.begin()
            return self.qt.exec()
        finally:
            sys.excepthook = hook
            qInstallMessageHandler(None)
            self.close()

    def close(self) -> None:
        """Close the base and let go of everything."""
        self.flow.close()
        self._garbage.close()
        self.window.hide()
        self.window.deleteLater()

    def unexpected(self, error: BaseException) -> None:
        """Say under an id what nobody foresaw; nothing else stops."""
        directory: Path = self._program.settings.data_dir
        incident = note_incident(error, directory)
        texts = self.flow.texts
        if incident.path is None:
            text = texts.gettext("Something went wrong that the program did not foresee (incident {incident}).")
        else:
            text = texts.gettext(
                "Something went wrong that the program did not foresee (incident {incident}). Details are in “{path}”."
            )
        words = text.format(incident=incident.id, path=incident.path)
        _log.error("incident %s", incident.id)
        if self.flow.workbench is not None:
            self.flow.workbench.say(words, tone="bad", icon="octagon-alert")

    def _come_forward(self) -> None:
        while self._starts:
            link, token = self._starts.popleft()
            if token:
                # what Qt shows a Wayland desktop when it asks for the front
                os.environ[_TOKEN] = token
            self.window.come_forward()
            if link:
                self.flow.follow(parsed_link(link))

    def _refused(self, error: ConsoleError) -> None:
        self.flow.refused(error)


@contextmanager
def offscreen(program: Program, language: str) -> Iterator[Application]:
    """Give an application that nobody sees, and close it at the end."""
    qInstallMessageHandler(hear_qt)
    running = QApplication.instance()
    platform = running if isinstance(running, QApplication) else None
    application = Application(program, Shell(program.settings.theme, language, platform=platform))
    try:
        yield application
    finally:
        application.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def hear_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Take what Qt says into the log of the program."""
    if message.startswith(_QUIET):
        return
    levels: dict[QtMsgType, Callable[[str], None]] = {
        QtMsgType.QtDebugMsg: _log.debug,
        QtMsgType.QtInfoMsg: _log.info,
        QtMsgType.QtWarningMsg: _log.warning,
    }
    levels.get(kind, _log.error)(message)
