"""The window on a real base, driven as a person does: by clicks and keys."""

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QDialog, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from fracttal_console.bootstrap.window import Program
from fracttal_console.settings import Settings
from fracttal_console.ui.application import Application
from fracttal_console.ui.guest import Guest
from fracttal_console.ui.overview.page import OverviewPage
from fracttal_console.ui.shell import Shell
from fracttal_console.ui.start.sign_in import SignInPage
from fracttal_console.ui.tables.delegate import ROW_HEIGHT
from fracttal_console.ui.tables.list_page import ListPage
from fracttal_console.ui.window.workbench import Workbench
from fracttal_console.ui.work_page import WorkPage
from tests.support import ADMIN_EMAIL, cheap_passwords, password

Kind = TypeVar("Kind", bound=QWidget)
WAIT_MS = 10_000


class Desktop:
    """One running application, and what a person sees of it."""

    def __init__(self, application: Application, bot: QtBot) -> None:
        self.application = application
        self.bot = bot
        self.window = application.window

    @property
    def bench(self) -> Workbench:
        """The main window."""
        assert self.application.flow.workbench is not None
        return self.application.flow.workbench

    @property
    def page(self) -> ListPage[Any]:
        """The page that is shown."""
        assert isinstance(self.bench.page, ListPage)
        return self.bench.page

    @property
    def overview_filled(self) -> bool:
        """Whether a person is signed in and sees the first page with its figures."""
        bench = self.application.flow.workbench
        return bench is not None and isinstance(bench.page, OverviewPage) and bool(bench.page.figures.buttons)

    @property
    def sign_in_page(self) -> SignInPage:
        """The card that asks for the password."""
        assert isinstance(self.window.face, SignInPage)
        return self.window.face

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        self.bot.waitUntil(lambda: bool(holds()), timeout=WAIT_MS)

    def settled(self) -> None:
        """Wait until nothing is under way."""
        self.until(lambda: not self.application.operations.busy)

    def go(self, key: str) -> WorkPage:
        """Go to a page by its keys and wait for what is on it."""
        number = [page.place.key for page in self.bench.pages].index(key) + 1
        QTest.keyClick(self.window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)
        self.until(lambda: self.bench.key == key)
        self.settled()
        return self.bench.page

    def open(self, key: str) -> ListPage[Any]:
        """Go to a page of rows by its keys and wait for its rows."""
        self.go(key)
        self.until(lambda: self.page.model.ready)
        self.settled()
        return self.page

    def click(self, widget: QWidget) -> None:
        """Click in the middle of a widget that can be seen."""
        assert widget.isVisible(), widget
        assert widget.isEnabled(), widget
        # of a box to tick only the box and its words can be clicked
        place = QPoint(9, widget.height() // 2) if isinstance(widget, QCheckBox | QRadioButton) else QPoint()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)

    def button(self, text: str, within: QWidget | None = None) -> QAbstractButton:
        """Wait for the one visible button with a text or accessible name and return it."""
        found: list[QAbstractButton] = []

        def look() -> bool:
            found[:] = [
                button
                for button in (within or self.window).findChildren(QAbstractButton)
                if button.isVisible() and text in {button.text(), button.accessibleName()}
            ]
            return bool(found)

        self.until(look)
        assert len(found) == 1, text
        return found[0]

    def dialog(self, kind: type[Kind]) -> Kind:
        """Wait for the topmost dialog of a kind and return it."""
        shown: list[Kind] = []

        def look() -> bool:
            shown[:] = [d for d in self.window.findChildren(kind) if d.isVisible() and isinstance(d, QDialog)]
            return bool(shown)

        self.until(look)
        # where there is a desktop, it does this
        shown[-1].activateWindow()
        self.until(shown[-1].isActiveWindow)
        return shown[-1]

    def no_dialog(self) -> None:
        """Wait until no dialog is left."""
        self.until(lambda: not any(dialog.isVisible() for dialog in self.window.findChildren(QDialog)))
        # where there is a desktop, it does this
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)

    def type(self, edit: QLineEdit, text: str) -> None:
        """Type into a field, in place of what is there."""
        edit.setFocus()
        edit.selectAll()
        if text.isascii():
            QTest.keyClicks(edit, text)
        else:
            # Qt's tests know no keys beyond ASCII
            edit.insert(text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def choose(self, *places: int) -> None:
        """Click rows; from the second on with Ctrl."""
        for number, place in enumerate(places):
            modifier = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier.NoModifier
            QTest.mouseClick(
                self.page.table.viewport(), Qt.MouseButton.LeftButton, modifier,
                QPoint(60, place * ROW_HEIGHT + ROW_HEIGHT // 2),
            )  # fmt: skip

    def row_texts(self, column: int = 0) -> list[str]:
        """Return the texts of a column, as far as rows are here."""
        model = self.page.model
        cells = [model.cell(place, column) for place in range(model.matching)]
        return [cell.text for cell in cells if cell is not None]

    def place_of(self, text: str, column: int = 0) -> int:
        """Return the place of the row whose column says this."""
        return self.row_texts(column).index(text)


@contextmanager
def looked_for() -> Iterator[list[threading.Thread]]:
    """Note in which threads garbage is looked for: what is found there ends there."""
    threads: list[threading.Thread] = []

    def note(phase: str, _figures: object) -> None:
        if phase == "start":
            threads.append(threading.current_thread())

    gc.callbacks.append(note)
    try:
        yield threads
    finally:
        gc.callbacks.remove(note)


@contextmanager
def desktop(
    bot: QtBot, settings: Settings, *, language: str = "en", signed_in: bool = True, email: str = ADMIN_EMAIL,
    home: Path | None = None, greeted: bool = False, gateway: bool = False,
) -> Iterator[Desktop]:  # fmt: skip
    """Open the window on a base, signed in unless told otherwise, and close it at the end.

    Args:
        bot: of pytest-qt.
        settings: which base.
        language: of the window.
        signed_in: whether the person is in already.
        email: of the person.
        home: where the settings are kept.
        greeted: whether the first picture is shown before the base is looked at.
        gateway: whether the gateway starts with it: a process that takes as long as half of the tests of the window.
    """
    guest = Guest(email, password()) if signed_in else None
    environ = {} if home is None else {"HOME": str(home)}
    chosen = replace(settings, gateway_port=0, gateway_start="yes" if gateway else "no")
    program = Program(chosen, environ=environ, guest=guest, passwords=cheap_passwords())
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    shell = Shell(program.settings.theme, language, platform=running)
    if greeted:
        shell.greet()
    application = Application(program, shell)
    shown = Desktop(application, bot)
    with looked_for() as threads:
        try:
            application.window.show()
            application.window.activateWindow()
            if not greeted:
                application.flow.begin()
            if signed_in:
                shown.until(lambda: application.flow.workbench is not None)
                shown.until(lambda: bool(shown.bench.desk.base.gateway.url) is gateway)
                shown.settled()
            yield shown
        finally:
            application.close()
    assert set(threads) <= {threading.main_thread()}
