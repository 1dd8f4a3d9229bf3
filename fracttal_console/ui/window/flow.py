"""Who works at the window: signing in, working, the lock, the end."""

from collections.abc import Sequence
from contextlib import ExitStack

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from fracttal_console.domain.actors import Actor
from fracttal_console.domain.actors import Role as PersonRole
from fracttal_console.domain.audit import Event
from fracttal_console.domain.errors import ConsoleError, SessionEnded, TotpNeeded, TotpWrong
from fracttal_console.domain.secrets import SecretText
from fracttal_console.settings import Settings
from fracttal_console.texts.brief import clock_time
from fracttal_console.texts.catalogue import Texts, texts_for
from fracttal_console.texts.errors import error_text
from fracttal_console.ui.clipboard import Clipboard
from fracttal_console.ui.desk import Desk, Session
from fracttal_console.ui.event_bridge import EventBridge
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.operations import Operations
from fracttal_console.ui.ports import OpenBase, Program
from fracttal_console.ui.settings.dialog import open_settings
from fracttal_console.ui.start.sign_in import Locked, SignInPage
from fracttal_console.ui.window.asking import lock_card, sign_in_card
from fracttal_console.ui.window.console_window import ConsoleWindow
from fracttal_console.ui.window.door import Door
from fracttal_console.ui.window.idle import IdleWatch
from fracttal_console.ui.window.lock_words import locked_words
from fracttal_console.ui.window.pages import placed_pages
from fracttal_console.ui.window.workbench import Workbench


class Flow(QObject):
    """Leads through the faces of one window.

    Signals:
        working: the main window is there, its rows on their way.
        ended: the program is to end.
    """

    working = Signal()
    ended = Signal()

    def __init__(
        self, program: Program, window: ConsoleWindow, theme: Theme, operations: Operations, language: str
    ) -> None:
        super().__init__()
        self._program = program
        self._window = window
        self._theme = theme
        self._operations = operations
        self._texts: Texts = texts_for(language)
        self._base: OpenBase | None = None
        self._session: Session | None = None
        self.workbench: Workbench | None = None
        self._following = ExitStack()
        self.clipboard = Clipboard(program.settings.clipboard_seconds, parent=self)
        self.bridge = EventBridge(self)
        self.idle = IdleWatch(program.settings.lock_minutes, parent=self)
        self.idle.idle.connect(lambda: self.lock("idle"))
        self.bridge.happened.connect(self._watch_own_account)
        self._door = Door(program, window, theme, self._texts, operations)
        self._door.setParent(self)
        self._door.opened.connect(self._opened)
        self._door.quitted.connect(self.ended)
        window.closed.connect(self.ended)
        for keys, act in (("Ctrl+L", lambda: self.lock("asked")), ("Ctrl+Q", self.ended.emit)):
            QShortcut(QKeySequence(keys), window).activated.connect(act)

    @property
    def texts(self) -> Texts:
        """The words of the person's language."""
        return self._texts

    def begin(self) -> None:
        """Find the base, or make one, and open it."""
        self._door.begin()

    def _opened(self, base: OpenBase) -> None:
        self._base = base
        self._following.enter_context(base.tail.watch(self.bridge.hear))
        self._following.callback(base.gateway.listen(self.bridge.hear_gateway_end))
        guest = self._program.guest
        if guest is None:
            self.ask_who()
        else:
            self._sign_in(guest.email, guest.password)

    # --- signing in -----------------------------------------------------------------------------

    def ask_who(self) -> None:
        """Ask who it is."""
        face = self._window.face
        if isinstance(face, SignInPage) and not face.ready:
            # it was there before the base was: somebody may be typing
            page = face
        else:
            page = sign_in_card(self._theme, self._texts, self._program.guest)
            self.workbench = None
            self._window.forget_dialogs()
            self._window.show_face(page)
            page.focus_first()
        page.asked.connect(self._sign_in)
        page.coded.connect(self._sign_in)
        page.quitted.connect(self.ended)
        page.be_ready(self._opened_base().company)

    def _sign_in(self, email: str, password: SecretText, code: SecretText | None = None) -> None:
        base = self._opened_base()
        self._operations.run(
            self,
            lambda: base.sign_in.operator(email, password, code=code),
            lambda actor: self._signed_in(actor, email),
            self._refused_sign_in,
        )

    def _refused_sign_in(self, error: ConsoleError) -> None:
        face = self._window.face
        if not isinstance(face, SignInPage):
            self.ask_who()
            face = self._window.face
        if not isinstance(face, SignInPage):
            return
        if isinstance(error, (TotpNeeded, TotpWrong)):
            face.ask_code(error_text(error, self._texts) if isinstance(error, TotpWrong) else "")
        else:
            face.say(error_text(error, self._texts))

    def _signed_in(self, actor: Actor, email: str) -> None:
        base = self._opened_base()
        if actor.role is PersonRole.MEMBER:
            # a member has nothing to do here: the own authorizations are a page of the gateway
            self._operations.run(self, lambda: base.sign_in.leave(actor), lambda _left: None)
            where = f"{base.gateway.url}/account" if base.gateway.url else "/account"
            text = self._texts.gettext(
                "You were not signed in. The console is for super administrators and support. "
                "See and revoke your own authorizations in a browser: {where}"
            )
            if isinstance(self._window.face, SignInPage):
                self._window.face.say(text.format(where=where))
            return
        self._session = Session(actor, email)
        self.work()

    # --- working ----------------------------------------------------------------------------------

    def work(self, key: str = "") -> None:
        """Show the main window."""
        base, session = self._opened_base(), self._session
        if session is None:
            return
        desk = Desk(
            base=base,
            session=session,
            texts=self._texts,
            theme=self._theme,
            operations=self._operations,
            clipboard=self.clipboard,
            bridge=self.bridge,
        )
        workbench = Workbench(desk, placed_pages(desk), self._program.settings.lock_minutes)
        person = workbench.header.person
        person.locked.connect(lambda: self.lock("asked"))
        for signal, act in ((person.left, self.leave), (person.quitted, self.ended), (person.spoke, self.speak)):
            signal.connect(act)
        person.themed.connect(self.paint)
        workbench.set_up.connect(lambda: open_settings(workbench, self._program, self.follow))
        self.workbench = workbench
        self._window.show_face(workbench)
        workbench.open(key)
        workbench.page.focus_first()
        if not base.gateway.url and self._program.settings.gateway_start == "yes":
            # once the rows are there: what the gateway loads would make them wait
            workbench.page.settled.connect(workbench.header.gateway.start_once)
        self.idle.start()
        self.working.emit()

    def speak(self, language: str) -> None:
        """Use another language from here on."""
        self._texts = texts_for(language)
        self._remember({"language": language})
        self.work("" if self.workbench is None else self.workbench.key)

    def paint(self, theme: str) -> None:
        """Use another theme from here on."""
        self._theme.choose(theme)
        self._remember({"theme": theme})

    def follow(self, settings: Settings) -> None:
        """Use settings that were changed from here on."""
        self._texts = texts_for(settings.language or self._texts.language)
        self._theme.choose(settings.theme)
        self.clipboard.seconds, self.idle.minutes = settings.clipboard_seconds, settings.lock_minutes
        self.work("" if self.workbench is None else self.workbench.key)

    def leave(self) -> None:
        """Sign out."""
        base, session = self._opened_base(), self._session
        self._session = None
        self.idle.stop()
        self.clipboard.clear_now()
        if session is not None:
            self._operations.run(self, lambda: base.sign_in.leave(session.actor), lambda _left: None)
        self.ask_who()

    def refused(self, error: ConsoleError) -> None:
        """Say a known failure that nobody else takes; a session that ended locks the window."""
        if isinstance(error, SessionEnded):
            self.lock("ended")
        elif self.workbench is not None:
            self.workbench.say(error_text(error, self._texts), tone="bad", icon="octagon-alert")

    def _remember(self, changes: dict[str, str]) -> None:
        self._operations.run(self, lambda: self._program.remember(changes), lambda _settings: None)

    def _watch_own_account(self, events: Sequence[Event]) -> None:
        session = self._session
        if session is None:
            return
        mine = [e for e in events if e.target.kind == "person" and e.target.id == session.actor.id]
        if any(e.tag == "people:disable" or any(c.field == "role" for c in e.changes) for e in mine):
            self.lock("ended")

    def lock(self, why: str) -> None:
        """Hide everything; what was typed is kept, secrets go.

        Args:
            why: idle, asked or ended.
        """
        base, session, workbench = self._base, self._session, self.workbench
        if base is None or session is None or workbench is None or self._window.face is not workbench:
            return
        self.idle.stop()
        self.clipboard.clear_now()
        kept = self._window.put_dialogs_away(workbench)
        locked = self._why(session, why, kept=kept)
        page = lock_card(self._theme, self._texts, locked, base.gateway.url, self._program.guest)
        page.asked.connect(lambda _email, password: self._unlock(password))
        page.coded.connect(lambda _email, password, code: self._unlock(password, code))
        page.other.connect(self.leave)
        page.quitted.connect(self.ended)
        self._window.show_face(page, keep=workbench)
        page.focus_first()
        self._operations.run(
            self, lambda: base.sign_in.lock(session.actor, why), lambda _done: None, lambda _error: None
        )

    def _unlock(self, password: SecretText, code: SecretText | None = None) -> None:
        base, session = self._opened_base(), self._session
        if session is None:
            return
        self._operations.run(
            self,
            lambda: base.sign_in.unlock(session.actor, password, code),
            self._unlocked,
            self._refused_sign_in,
        )

    def _unlocked(self, actor: Actor) -> None:
        session, workbench = self._session, self.workbench
        if session is None or workbench is None:
            return
        same_role = session.actor.role is actor.role
        session.actor = actor
        if not same_role:
            self.work()
            return
        self._window.show_face(workbench)
        self._window.bring_dialogs_back()
        workbench.page.refresh()
        workbench.page.focus_first()
        self.idle.start()

    def _why(self, session: Session, why: str, *, kept: bool) -> Locked:
        base = self._opened_base()
        time = clock_time(base.now(), self._texts)
        return locked_words(
            self._texts, session.actor, base.company, why=why, time=time, minutes=round(self.idle.minutes), kept=kept
        )

    def close(self) -> None:
        """Clear what must not stay, stop the gateway, and close the base."""
        self.idle.stop()
        self.clipboard.clear_now()
        self._following.close()
        if self._base is not None:
            # first: a start that is under way is given up, and nobody waits for it
            self._base.gateway.stop()
        self._operations.close()
        if self._base is not None:
            self._base.gateway.stop()
            self._base.close()

    def _opened_base(self) -> OpenBase:
        if self._base is None:
            raise RuntimeError("no base is open")
        return self._base
