"""How the window looks and where it stays: theme, size, tray, and what is remembered for the next start."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from fracttal_console.settings import RANGES, Settings
from fracttal_console.texts.brief import number
from fracttal_console.ui.look.scale import NORMAL, can_rescale
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.operations import Operations
from fracttal_console.ui.ports import Program
from fracttal_console.ui.window.console_window import ConsoleWindow
from fracttal_console.ui.window.remembered import PageLook
from fracttal_console.ui.window.seat import Seat
from fracttal_console.ui.window.tray import Tray, tray_exists
from fracttal_console.ui.window.workbench import Workbench

_STEP = 10
_LEAST, _MOST = RANGES["zoom"]
_PAUSE_MS = 200
"""How long a person stops before everything is drawn at the size that was asked for."""


class Appearance(QObject):
    """Follows what a person wants of the window, and writes it down.

    Signals:
        locked, quitted: what was chosen in the tray.
    """

    locked = Signal()
    quitted = Signal()

    def __init__(
        self, seat: Seat, program: Program, window: ConsoleWindow, theme: Theme, operations: Operations, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._seat = seat
        self._program = program
        self._window = window
        self._theme = theme
        self._operations = operations
        self._look = program.look()
        self._shown_zoom = self._wanted_zoom = program.settings.zoom
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._take_zoom)
        self.tray = self.made_tray()

    @property
    def page(self) -> str:
        """The page that was shown last."""
        return self._look.page

    @property
    def pages(self) -> Mapping[str, PageLook]:
        """How each page was left."""
        return self._look.pages

    def made_tray(self) -> Tray | None:
        """Return the icon in the tray, where one is wanted and the desktop has a place for it."""
        wanted = self._program.settings.tray
        if wanted == "off" or not tray_exists():
            return None
        tray = Tray(self._theme, self._seat.texts, self)
        tray.opened.connect(self._window.come_forward)
        tray.locked.connect(self.locked)
        tray.quitted.connect(self.quitted)
        self._window.stays = wanted in {"close", "minimise"}
        self._window.leaves_task_bar = wanted == "minimise"
        return tray

    def follow(self, settings: Settings) -> None:
        """Follow settings that were changed; before another workbench joins."""
        if self.tray is not None:
            self.tray.close()
        self._window.stays = self._window.leaves_task_bar = False
        self.tray = self.made_tray()
        self._wanted_zoom = settings.zoom
        self._pause.start()

    def join(self, workbench: Workbench) -> None:
        """Follow what is wanted at a workbench."""
        workbench.zoomed.connect(self.zoom)
        workbench.header.person.themed.connect(self.paint)
        if self.tray is not None:
            workbench.waits.connect(self.tray.show_waiting)

    def paint(self, theme: str) -> None:
        """Use another theme from here on."""
        self._theme.choose(theme)
        self.write_down({"theme": theme})

    def zoom(self, steps: int) -> None:
        """Want everything larger or smaller by steps of ten per cent, or with 0 as it was made."""
        wanted = min(_MOST, max(_LEAST, self._wanted_zoom + _STEP * steps)) if steps else NORMAL
        texts, workbench = self._seat.texts, self._seat.workbench
        live, self._wanted_zoom = can_rescale(), wanted
        # of several steps one after the other only the last is drawn: the desktop makes the window anew each time
        self._pause.start()
        if workbench is not None:
            words = texts.gettext("Size {n} %") if live else texts.gettext("Size {n} % from the next start on.")
            workbench.say(words.format(n=number(wanted, texts)), icon="zoom-in" if steps > 0 else "zoom-out")
        self.write_down({"zoom": str(wanted)})

    def _take_zoom(self) -> None:
        before, self._shown_zoom = self._shown_zoom, self._wanted_zoom
        if can_rescale() and self._shown_zoom != before:
            self._window.rescale(self._shown_zoom, before)
            self._theme.redraw()

    def write_down(self, changes: Mapping[str, str]) -> None:
        """Keep settings beside the window."""
        self._operations.run(self, lambda: self._program.remember(changes), lambda _settings: None)

    def remember(self) -> None:
        """Note how the pages are left, before the workbench goes."""
        workbench = self._seat.workbench
        if workbench is not None:
            self._look = replace(self._look, page=workbench.key, pages=workbench.looks())

    def close(self) -> None:
        """Keep how the window is left, and take the icon away."""
        self.remember()
        self._pause.stop()
        self._program.keep_look(self._window.look(self._look.page, self._look.pages))
        if self.tray is not None:
            self.tray.close()
