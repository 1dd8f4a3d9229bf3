"""From the door to another password: the recovery code mends what nobody else can."""

from PySide6.QtCore import QObject, Signal

from fracttal_console.domain.errors import ConsoleError
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.operations import Operations
from fracttal_console.ui.ports import Program
from fracttal_console.ui.start.rescue import Rescued, RescuePage
from fracttal_console.ui.window.console_window import ConsoleWindow


class Rescue(QObject):
    """Leads through giving a super administrator another password.

    Signals:
        ended: the person goes back to the door, with what is to be said there, "" for nothing.
    """

    ended = Signal(str)

    def __init__(
        self, program: Program, window: ConsoleWindow, theme: Theme, texts: Texts, operations: Operations
    ) -> None:
        super().__init__()
        self._program = program
        self._window = window
        self._texts = texts
        self._operations = operations
        self._page = RescuePage(theme, texts)
        self._page.asked.connect(self._rescue)
        self._page.left.connect(lambda: self.ended.emit(""))

    def begin(self) -> None:
        """Ask for the code and another password."""
        self._window.show_face(self._page)
        self._page.focus_first()

    def _rescue(self, rescued: Rescued) -> None:
        self._operations.run(
            self._page,
            lambda: self._program.recover_person(rescued.email, rescued.code, rescued.password),
            self._done,
            self._failed,
        )

    def _failed(self, error: ConsoleError) -> None:
        self._page.say(error)

    def _done(self, email: str) -> None:
        self._page.forget()
        words = self._texts.gettext(
            "{email} has the new password, and signs in without a code. Sessions and tokens ended. Set codes up again."
        )
        self.ended.emit(words.format(email=email))
