"""Before anybody is signed in: finding the base, making it at the first start, opening it."""

from PySide6.QtCore import QObject, Signal

from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.errors import error_text
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.operations import Operations
from fracttal_console.ui.ports import Program
from fracttal_console.ui.start.opening import OpeningPage
from fracttal_console.ui.start.sign_in import SignInPage
from fracttal_console.ui.window.console_window import ConsoleWindow


class Door(QObject):
    """Leads to an open base.

    Signals:
        opened: the base is open.
        quitted: the person wants to quit.
    """

    opened = Signal(object)
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
        self._joined: OpeningPage | None = None

    def begin(self) -> None:
        """Look whether there is a base, and go on from there."""
        if not self._greeted:
            self._page()
        self._operations.run(self, self._program.base_exists, self._found)

    def open_base(self) -> None:
        """Open the base with its master key."""
        if not self._greeted:
            self._page()
        self._operations.run(
            self, self._program.open, self.opened.emit, lambda error: self._page().say(error_text(error, self._texts))
        )

    @property
    def _greeted(self) -> bool:
        """Whether the window asks who it is already, while nothing is open yet."""
        return isinstance(self._window.face, SignInPage)

    def _found(self, exists: bool) -> None:  # noqa: FBT001 - what an operation brings
        if exists:
            self.open_base()
            return
        # a base is founded once: no other start should load how
        from fracttal_console.ui.window.beginning import Beginning  # noqa: PLC0415 - as said

        beginning = Beginning(self._program, self._window, self._theme, self._texts, self._operations)
        beginning.setParent(self)
        beginning.made.connect(self.open_base)
        beginning.quitted.connect(self.quitted)
        beginning.begin()

    def _page(self) -> OpeningPage:
        if isinstance(self._window.face, OpeningPage):
            page = self._window.face
        else:
            page = OpeningPage(self._theme, self._texts)
            self._window.show_face(page)
        if page is not self._joined:
            self._joined = page
            page.retried.connect(self.open_base)
            page.quitted.connect(self.quitted)
        page.say("")
        return page
