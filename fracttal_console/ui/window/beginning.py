"""The first start: asks, makes the base, shows its recovery code once."""

from PySide6.QtCore import QObject, Signal

from fracttal_console.domain.errors import ConsoleError
from fracttal_console.domain.secrets import SecretText
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.operations import Lane, Operations
from fracttal_console.ui.ports import Founder, KeyPlace, Program
from fracttal_console.ui.start.first_start import FirstStartPage
from fracttal_console.ui.start.recovery import RecoveryPage
from fracttal_console.ui.window.console_window import ConsoleWindow


class Beginning(QObject):
    """Leads through the first start.

    Signals:
        made: the base is there, and its recovery code was noted.
        quitted: the person wants to quit.
    """

    made = Signal()
    quitted = Signal()

    def __init__(
        self, program: Program, window: ConsoleWindow, theme: Theme, texts: Texts, operations: Operations
    ) -> None:
        super().__init__()
        self._program = program
        self._window = window
        self._theme = theme
        self._texts = texts
        self._operations = operations
        self._page = FirstStartPage(theme, texts)
        self._page.quitted.connect(self.quitted)
        self._page.weighed.connect(self._weigh)
        self._page.founded.connect(self._found)
        self._page.looked.connect(self._look)

    def begin(self) -> None:
        """Ask for everything."""
        self._window.show_face(self._page)
        self._page.focus_first()
        self._look()

    def _look(self) -> None:
        self._operations.run(self._page, self._program.key_places, self._page.show_places, lane=Lane.LONG)

    def _weigh(self, password: SecretText, personal: list[str]) -> None:
        self._operations.run(
            self._page,
            lambda: self._program.strength(password, personal),
            self._page.show_strength,
            self._page.show_strength,
            lane=Lane.READ,
        )

    def _found(self, place: KeyPlace, founder: Founder) -> None:
        self._operations.run(self._page, lambda: self._program.found(place, founder), self._show_code, self._failed)

    def _failed(self, error: ConsoleError) -> None:
        self._page.say(error)

    def _show_code(self, code: SecretText) -> None:
        page = RecoveryPage(self._theme, self._texts, code)
        page.noted.connect(self.made)
        self._window.show_face(page)
        page.focus_first()
