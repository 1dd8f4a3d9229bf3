"""The application and its window before anything is known of a base: what is painted first."""

import sys

import PySide6
from PySide6.QtCore import QEventLoop, QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from fracttal_console.domain.errors import QtUnusable
from fracttal_console.texts.catalogue import texts_for
from fracttal_console.ui.look.fonts import Role, font_of, load_fonts
from fracttal_console.ui.look.mark import PRODUCT, mark_icon
from fracttal_console.ui.look.style import Style
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.start.opening import OpeningPage
from fracttal_console.ui.start.sign_in import SignInPage
from fracttal_console.ui.window.console_window import ConsoleWindow

_QT_LANGUAGES = {"es": "es", "pt_BR": "pt_BR"}


def check_qt(version: str = PySide6.__version__, python: tuple[int, ...] = sys.version_info[:2]) -> None:
    """Refuse the release of PySide6 that aborts below Python 3.12.

    It drops a reference to None at each call that returns nothing, until the interpreter stops itself.

    Raises:
        QtUnusable: it is that release.
    """
    if version == "6.12.0" and python < (3, 12):
        raise QtUnusable(version, ".".join(map(str, python)))


class Shell:
    """Fonts, theme, style and an empty window.

    Nothing here knows services: loading those takes half a second, in which a person already sees the window.
    """

    def __init__(self, theme: str, language: str, *, platform: QApplication | None = None) -> None:
        """Build the window.

        Args:
            theme: as it is set.
            language: the person's, one of LANGUAGES.
            platform: an application that exists already, as in tests.

        Raises:
            QtUnusable: this release of Qt must not be used with this Python.
        """
        check_qt()
        # with the default of 5 ms one busy thread lets the window wait that long
        sys.setswitchinterval(0.00005)
        self.qt = platform or QApplication([PRODUCT])
        self.qt.setApplicationName("fracttal-console")
        self.qt.setApplicationDisplayName(PRODUCT)
        self.qt.setDesktopFileName("fracttal-console")
        self.qt.setWindowIcon(mark_icon())
        self.qt.setQuitOnLastWindowClosed(False)
        load_fonts()
        self.language = language
        self.theme = Theme(theme)
        self._style = Style(self.theme)
        self.qt.setStyle(self._style)
        self.qt.setFont(font_of(Role.BODY))
        self._translator = QTranslator(self.qt)
        self._speak(language)
        self._paint()
        self.theme.changed.connect(self._paint)
        self.window = ConsoleWindow()
        self.opening = OpeningPage(self.theme, texts_for(language))
        self.window.show_face(self.opening)

    def show(self) -> None:
        """Show the window, and have it painted before anything else is done."""
        self.window.appear()
        self.qt.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def greet(self) -> None:
        """Ask who it is before anything is opened: whoever knows, types while the rest is loaded."""
        page = SignInPage(self.theme, texts_for(self.language), ready=False)
        self.window.show_face(page)
        page.focus_first()

    def breathe(self) -> None:
        """Paint what is to be painted."""
        self.qt.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)

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
