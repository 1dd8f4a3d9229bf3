"""Who works at the window: signing in, working, the end."""

from contextlib import ExitStack

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from fracttal_console.domain.actors import Actor
from fracttal_console.domain.actors import Role as PersonRole
from fracttal_console.domain.errors import ConsoleError, NotFound, SessionEnded
from fracttal_console.domain.links import Link
from fracttal_console.domain.secrets import SecretText
from fracttal_console.settings import Settings
from fracttal_console.texts.catalogue import Texts, texts_for
from fracttal_console.texts.errors import error_text
from fracttal_console.ui.clipboard import Clipboard
from fracttal_console.ui.desk import Desk, Session
from fracttal_console.ui.event_bridge import EventBridge
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.operations import Lane, Operations
from fracttal_console.ui.ports import OpenBase, Program
from fracttal_console.ui.start.sign_in import SignInPage
from fracttal_console.ui.window.appearance import Appearance
from fracttal_console.ui.window.commands import Commands
from fracttal_console.ui.window.console_window import ConsoleWindow
from fracttal_console.ui.window.door import Door
from fracttal_console.ui.window.idle import IdleWatch
from fracttal_console.ui.window.later import load_later
from fracttal_console.ui.window.locking import Lock
from fracttal_console.ui.window.pages import placed_pages
from fracttal_console.ui.window.rescue import Rescue
from fracttal_console.ui.window.seat import Seat
from fracttal_console.ui.window.session_watch import SessionWatch
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
        self._seat = Seat(texts_for(language))
        self._link: Link | None = None
        self._commands: Commands | None = None
        self._following = ExitStack()
        self.clipboard = Clipboard(program.settings.clipboard_seconds, parent=self)
        self.bridge = EventBridge(self)
        self.idle = IdleWatch(program.settings.lock_minutes, parent=self)
        self._lock = Lock(self._seat, window, theme, operations, self.clipboard, self.idle, program.guest, self)
        self._lock.opened.connect(self._follow_link)
        self._lock.changed.connect(self.work)
        self._lock.left.connect(self.leave)
        self._lock.quitted.connect(self.ended)
        self.idle.idle.connect(lambda: self.lock("idle"))
        self.appearance = Appearance(self._seat, program, window, theme, operations, self)
        self.appearance.locked.connect(lambda: self.lock("asked"))
        self.appearance.quitted.connect(self.ended)
        self.session_watch = SessionWatch(self)
        self.session_watch.away.connect(self.lock)
        self.session_watch.idle.connect(self.idle.note_idle)
        self.bridge.happened.connect(lambda events: self.lock("ended") if self._seat.ended_by(events) else None)
        self._door = Door(program, window, theme, self._seat.texts, operations)
        self._door.setParent(self)
        self._door.opened.connect(self._opened)
        self._door.quitted.connect(self.ended)
        window.closed.connect(self.ended)
        window.put_by.connect(self._put_by)
        for keys, act in (("Ctrl+L", lambda: self.lock("asked")), ("Ctrl+Q", self.ended.emit)):
            QShortcut(QKeySequence(keys), window).activated.connect(act)

    @property
    def texts(self) -> Texts:
        """The words of the person's language."""
        return self._seat.texts

    @property
    def workbench(self) -> Workbench | None:
        """The main window of the person who is signed in."""
        return self._seat.workbench

    def begin(self) -> None:
        """Find the base, or make one, and open it."""
        self._door.begin()

    def _opened(self, base: OpenBase) -> None:
        self._seat.base = base
        self._following.enter_context(base.tail.watch(self.bridge.hear))
        self._following.callback(base.gateway.listen(self.bridge.hear_gateway_end))
        guest = self._program.guest
        if guest is None:
            self.ask_who()
            # while somebody types
            self._operations.run(self, lambda: load_later(self.appearance.page), lambda _loaded: None, lane=Lane.LONG)
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
            page = SignInPage(self._theme, self._seat.texts, ready=False)
            if self._program.guest is not None:
                page.show_guest(self._program.guest)
            self.appearance.remember()
            self._seat.workbench = None
            self._window.forget_dialogs()
            self._window.show_face(page)
            page.focus_first()
        page.asked.connect(self._sign_in)
        page.coded.connect(self._sign_in)
        page.quitted.connect(self.ended)
        page.lost.connect(self._rescue)
        page.be_ready(self._seat.opened.company)

    def _rescue(self) -> None:
        rescue = Rescue(self._program, self._window, self._theme, self._seat.texts, self._operations)
        rescue.setParent(self)
        rescue.ended.connect(self._back_at_the_door)
        rescue.ended.connect(rescue.deleteLater)
        rescue.begin()

    def _back_at_the_door(self, words: str) -> None:
        self.ask_who()
        if words and isinstance(self._window.face, SignInPage):
            self._window.face.tell(words)

    def _sign_in(self, email: str, password: SecretText, code: SecretText | None = None) -> None:
        base = self._seat.opened
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
        if isinstance(face, SignInPage):
            face.refuse(error)

    def _signed_in(self, actor: Actor, email: str) -> None:
        base = self._seat.opened
        if actor.role is PersonRole.MEMBER:
            # a member has nothing to do here: the own authorizations are a page of the gateway
            self._operations.run(self, lambda: base.sign_in.leave(actor), lambda _left: None)
            where = f"{base.gateway.url}/account" if base.gateway.url else "/account"
            text = self._seat.texts.gettext(
                "You were not signed in. The console is for super administrators and support. "
                "See and revoke your own authorizations in a browser: {where}"
            )
            if isinstance(self._window.face, SignInPage):
                self._window.face.say(text.format(where=where))
            return
        self._seat.session = Session(actor, email)
        self.work()

    # --- working ----------------------------------------------------------------------------------

    def work(self, before: Workbench | None = None) -> None:
        """Show the main window; what it takes over from the one `before` it are the person's steps and undo."""
        base, session = self._seat.opened, self._seat.session
        if session is None:
            return
        desk = Desk(
            base=base,
            session=session,
            texts=self._seat.texts,
            theme=self._theme,
            operations=self._operations,
            clipboard=self.clipboard,
            bridge=self.bridge,
        )
        workbench = Workbench(desk, placed_pages(desk), self._program.settings.lock_minutes, self.appearance.pages)
        person = workbench.header.person
        person.locked.connect(lambda: self.lock("asked"))
        person.left.connect(self.leave)
        person.quitted.connect(self.ended)
        person.spoke.connect(self.speak)
        self._seat.workbench = workbench
        self._commands = Commands(workbench)
        workbench.searched.connect(self._commands.open_palette)
        workbench.set_up.connect(self._set_up)
        self.appearance.join(workbench)
        self._window.show_face(workbench)
        workbench.open(self.appearance.page)
        if before is not None:
            workbench.take_over(before)
        workbench.page.focus_first()
        if not base.gateway.url and self._program.settings.gateway_start == "yes":
            # once the rows are there: what the gateway loads would make them wait
            workbench.page.settled.connect(workbench.header.gateway.start_once)
        self.idle.start()
        self.session_watch.start()
        self._follow_link()
        self.working.emit()

    def _set_up(self) -> None:
        from fracttal_console.ui.settings.dialog import open_settings  # noqa: PLC0415 - see later.py

        if self.workbench is not None:
            open_settings(self.workbench, self._program, self.use)

    def follow(self, link: Link) -> None:
        """Show what a link leads to, as soon as somebody may see it."""
        self._link = link
        self._follow_link()

    def lock(self, why: str) -> None:
        """Hide everything; what was typed is kept, secrets go.

        Args:
            why: idle, asked, hidden, ended, asleep or screen.
        """
        self._lock.close(why)

    def _put_by(self) -> None:
        if self._program.settings.lock_when_hidden == "yes":
            self.lock("hidden")

    def speak(self, language: str) -> None:
        """Use another language from here on."""
        self.appearance.remember()
        self._seat.texts = texts_for(language)
        self.appearance.write_down({"language": language})
        self.work(self.workbench)

    def use(self, settings: Settings) -> None:
        """Use settings that were changed from here on."""
        self.appearance.remember()
        self._seat.texts = texts_for(settings.language or self._seat.texts.language)
        self._theme.choose(settings.theme)
        self.appearance.follow(settings)
        self.clipboard.seconds, self.idle.minutes = settings.clipboard_seconds, settings.lock_minutes
        self.work(self.workbench)

    def leave(self) -> None:
        """Sign out."""
        base, session = self._seat.opened, self._seat.session
        self._seat.session = None
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
            self.workbench.say(error_text(error, self._seat.texts), tone="bad", icon="octagon-alert")

    def _follow_link(self) -> None:
        workbench, link = self.workbench, self._link
        if link is None or workbench is None or self._lock.locked:
            return
        self._link = None
        if workbench.can_follow(link):
            workbench.follow(link)
        else:
            error = NotFound(link.noun.replace("-", "_"), str(link.id))
            workbench.say(error_text(error, self.texts), tone="warn", icon="link")

    def close(self) -> None:
        """Clear what must not stay, stop the gateway, and close the base."""
        self.idle.stop()
        self.session_watch.stop()
        self.clipboard.clear_now()
        self._following.close()
        self.appearance.close()
        if self._seat.base is not None:
            # first: a start that is under way is given up, and nobody waits for it
            self._seat.base.gateway.stop()
        self._operations.close()
        if self._seat.base is not None:
            self._seat.base.gateway.stop()
            self._seat.base.close()
