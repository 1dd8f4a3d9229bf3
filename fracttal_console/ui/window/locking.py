"""The lock: everything out of sight, what was typed kept, secrets gone, until the same person is back."""

from PySide6.QtCore import QObject, Signal

from fracttal_console.domain.actors import Actor
from fracttal_console.domain.errors import ConsoleError
from fracttal_console.domain.secrets import SecretText
from fracttal_console.texts.brief import clock_time
from fracttal_console.ui.clipboard import Clipboard
from fracttal_console.ui.desk import Session
from fracttal_console.ui.guest import Guest
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.operations import Operations
from fracttal_console.ui.start.sign_in import Locked, SignInPage
from fracttal_console.ui.window.console_window import ConsoleWindow
from fracttal_console.ui.window.idle import IdleWatch
from fracttal_console.ui.window.lock_words import locked_words
from fracttal_console.ui.window.seat import Seat


class Lock(QObject):
    """Hides the workbench and brings it back.

    Signals:
        opened: the same person is back at the workbench.
        changed: the same person is back, with another role.
        left: somebody else wants to sign in.
        quitted: the person wants to quit.
    """

    opened = Signal()
    changed = Signal()
    left = Signal()
    quitted = Signal()

    def __init__(
        self,
        seat: Seat,
        window: ConsoleWindow,
        theme: Theme,
        operations: Operations,
        clipboard: Clipboard,
        idle: IdleWatch,
        guest: Guest | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._seat = seat
        self._window = window
        self._theme = theme
        self._operations = operations
        self._clipboard = clipboard
        self._idle = idle
        self._guest = guest

    @property
    def locked(self) -> bool:
        """Whether a person is locked out of the work at this moment."""
        seat = self._seat
        return seat.workbench is not None and self._window.face is not seat.workbench

    def close(self, why: str) -> None:
        """Hide everything.

        Args:
            why: idle, asked, hidden, ended, asleep or screen.
        """
        base, session, workbench = self._seat.base, self._seat.session, self._seat.workbench
        if base is None or session is None or workbench is None or self.locked:
            return
        self._idle.stop()
        self._clipboard.clear_now()
        kept = self._window.put_dialogs_away(workbench)
        page = SignInPage(self._theme, self._seat.texts, locked=self._why(session, why, kept=kept))
        page.asked.connect(lambda _email, password: self._unlock(password))
        page.coded.connect(lambda _email, password, code: self._unlock(password, code))
        page.other.connect(self.left)
        page.quitted.connect(self.quitted)
        url = base.gateway.url.partition("://")[2]
        if self._guest is not None:
            page.show_guest(self._guest)
        elif url:
            words = self._seat.texts.gettext("The gateway keeps running: {address}")
            page.show_below("circle-play", "ok", words.format(address=url))
        self._window.show_face(page, keep=workbench)
        page.focus_first()
        self._operations.run(
            self, lambda: base.sign_in.lock(session.actor, why), lambda _done: None, lambda _error: None
        )

    def _unlock(self, password: SecretText, code: SecretText | None = None) -> None:
        base, session = self._seat.opened, self._seat.session
        if session is not None:
            self._operations.run(
                self, lambda: base.sign_in.unlock(session.actor, password, code), self._unlocked, self._refused
            )

    def _refused(self, error: ConsoleError) -> None:
        face = self._window.face
        if isinstance(face, SignInPage):
            face.refuse(error)

    def _unlocked(self, actor: Actor) -> None:
        session, workbench = self._seat.session, self._seat.workbench
        if session is None or workbench is None:
            return
        same_role = session.actor.role is actor.role
        session.actor = actor
        if not same_role:
            self.changed.emit()
            return
        self._window.show_face(workbench)
        self._window.bring_dialogs_back()
        workbench.page.refresh()
        workbench.page.focus_first()
        self._idle.start()
        self.opened.emit()

    def _why(self, session: Session, why: str, *, kept: bool) -> Locked:
        base, texts = self._seat.opened, self._seat.texts
        time = clock_time(base.now())
        return locked_words(
            texts, session.actor, base.company, why=why, time=time, minutes=round(self._idle.minutes), kept=kept
        )
