"""The Qt application: fonts, theme, Qt's own words, and the last resort for what nobody foresaw."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import PySide6
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLibraryInfo,
    QMessageLogContext,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from fracttal_console.domain.errors import ConsoleError, QtUnusable
from fracttal_console.incidents import note_incident
from fracttal_console.ui.look.fonts import Role, font_of, load_fonts
from fracttal_console.ui.look.mark import PRODUCT, mark_icon
from fracttal_console.ui.look.style import Style
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.operations import Operations
from fracttal_console.ui.ports import Program
from fracttal_console.ui.window.console_window import ConsoleWindow
from fracttal_console.ui.window.flow import Flow

_log = logging.getLogger(__name__)

_QUIET = "This plugin does not support "
"""How Qt's platform without a screen begins to say what it cannot do, about each window."""

_QT_LANGUAGES = {"es": "es", "pt_BR": "pt_BR"}


def check_qt(version: str = PySide6.__version__, python: tuple[int, ...] = sys.version_info[:2]) -> None:
    """Refuse the release of PySide6 that aborts below Python 3.12.

    It drops a reference to None at each call that returns nothing, until the interpreter stops itself.

    Raises:
        QtUnusable: it is that release.
    """
    if version == "6.12.0" and python < (3, 12):
        raise QtUnusable(version, ".".join(map(str, python)))


class Application:
    """One Qt application with one window on one base."""

    def __init__(self, program: Program, language: str, *, platform: QApplication | None = None) -> None:
        """Build the window.

        Args:
            program: how a base is found, made and opened.
            language: the person's, one of LANGUAGES.
            platform: an application that exists already, as in tests.
        """
        check_qt()
        # with the default of 5 ms one busy thread lets the window wait that long
        sys.setswitchinterval(0.001)
        self._program = program
        self.qt = platform or QApplication([PRODUCT])
        self.qt.setApplicationName("fracttal-console")
        self.qt.setApplicationDisplayName(PRODUCT)
        self.qt.setDesktopFileName("fracttal-console")
        self.qt.setWindowIcon(mark_icon())
        self.qt.setQuitOnLastWindowClosed(False)
        load_fonts()
        self.theme = Theme(program.settings.theme)
        self._style = Style(self.theme)
        self.qt.setStyle(self._style)
        self.qt.setFont(font_of(Role.BODY))
        self._translator = QTranslator(self.qt)
        self._speak(language)
        self._paint()
        self.theme.changed.connect(self._paint)
        self.operations = Operations(self._refused, self.unexpected)
        self.window = ConsoleWindow()
        self.flow = Flow(program, self.window, self.theme, self.operations, language)
        self.flow.ended.connect(self.qt.quit)

    def run(self) -> int:
        """Show the window and return the exit code when it is closed."""
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

    def _refused(self, error: ConsoleError) -> None:
        self.flow.refused(error)

    def _paint(self) -> None:
        self.qt.setPalette(self.theme.palette())
        for widget in self.qt.allWidgets():
            widget.update()

    def _speak(self, language: str) -> None:
        # Qt's own words, in the menus of fields
        wanted = _QT_LANGUAGES.get(language)
        path = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if wanted and self._translator.load(f"qtbase_{wanted}", path):
            self.qt.installTranslator(self._translator)


@contextmanager
def offscreen(program: Program, language: str) -> Iterator[Application]:
    """Give an application that nobody sees, and close it at the end."""
    qInstallMessageHandler(hear_qt)
    running = QApplication.instance()
    application = Application(program, language, platform=running if isinstance(running, QApplication) else None)
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
