"""Try it: walk the real flow against the gateway with the secret of a credential, and show each step."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QDesktopServices
from PySide6.QtWidgets import QWidget

from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.errors import ConsoleError
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.redirect_uris import loopback_uri
from fracttal_console.domain.secrets import SecretText
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.errors import error_text
from fracttal_console.trial.steps import Outcome, Step, Way, needs_secret, way_of
from fracttal_console.ui.credentials.try_run import Begin, TryRun
from fracttal_console.ui.credentials.try_steps import StepList
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.dialog import Dialog
from fracttal_console.ui.widgets.fields import Field, PasswordEdit
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column
from fracttal_console.ui.widgets.surfaces import Note

_LOOK_MS = 60
_STEPS_HEIGHT = 400
_AROUND_STEPS = 180
"""Pixels of what stands above and below the steps."""


def open_in_browser(page: str) -> None:
    """Open a page in the system's browser."""
    QDesktopServices.openUrl(QUrl(page))


class TryDialog(Dialog):
    """Asks for the secret, where there is one, and shows the walk.

    The console keeps no secret that it could use: the one who tries pastes it. It is gone from the field when the walk
    begins, and from memory when it ends.
    """

    def __init__(self, desk: Desk, parent: QWidget, credential: Credential, begin: Begin) -> None:
        """Take what is tried.

        Args:
            desk: the tools of the window.
            parent: over what it stands.
            credential: the chosen one.
            begin: notes that it is tried and returns it as it is now.
        """
        texts = desk.texts
        super().__init__(desk.theme, parent, texts.gettext("Try it"), width=820)
        self._desk = desk
        self._begin = begin
        self._run: TryRun | None = None
        self._seen = 0
        self._needs_secret = needs_secret(credential)
        self.secret = PasswordEdit(desk.theme, texts.gettext("Show"), texts.gettext("Hide"))
        self._field = Field(
            desk.theme, _secret_name(credential, texts), self.secret,
            help_text=texts.gettext("It is used for this one walk, and is neither stored nor logged."),
        )  # fmt: skip
        self._about = Note(desk.theme, "info", "info", _about(credential, texts), _warned(credential, texts))
        self._problem = Note(desk.theme, "bad", "octagon-alert", "")
        room = parent.window().height() - _AROUND_STEPS
        self.steps = StepList(desk.theme, texts, desk.clipboard.copy, height=min(_STEPS_HEIGHT, room))
        self.state = Label(desk.theme, "", Role.NAME)
        self.leave = Button(desk.theme, texts.gettext("Close"))
        self.stop = Button(desk.theme, texts.gettext("Stop"), icon="square")
        self.go = Button(desk.theme, "", Kind.PRIMARY, icon="play")
        self.lay_out(
            self.head(texts.gettext("Try it"), f"{credential.name} · {credential.public_id}", icon="play"),
            column(self._about, self._field, self._problem, self.steps, spacing=16),
            foot=(self.state, None, self.leave, self.stop, self.go),
        )
        self._problem.hide()
        self.leave.clicked.connect(self.reject)
        self.stop.clicked.connect(self._stop)
        self.go.clicked.connect(self._press)
        self.set_default(self.go)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._show_news)
        self._ask()

    def put_away(self) -> bool:
        """Go out of sight without the secret, and stop what is under way."""
        self.reject()
        return False

    def done(self, result: int) -> None:
        """Close: stop what is under way, and keep nothing."""
        if self._run is not None:
            self._run.stop()
        self._look.stop()
        self.secret.clear()
        self.steps.empty()
        super().done(result)

    def show_walk(self, steps: Sequence[Step], *, held: bool) -> None:
        """Show a walk that is over, as after the last step."""
        self._begin_showing()
        for step in steps:
            self.steps.add(step)
        self._show_end(held=held)

    def _ask(self) -> None:
        """Show what it takes to begin."""
        texts = self._desk.texts
        running = bool(self._desk.base.gateway.url)
        self.go.setText(texts.gettext("Try it") if running else texts.gettext("Start gateway and try it"))
        self.steps.hide()
        self.stop.hide()
        self.go.show()
        self._about.show()
        self._field.setVisible(self._needs_secret)
        self.state.hide()
        (self.secret if self._needs_secret else self.go).setFocus()

    def _press(self) -> None:
        if self.steps.isVisible():
            self.steps.empty()
            self._ask()
            return
        typed = self.secret.text().strip()
        if self._needs_secret and not typed:
            self._field.say(self._desk.texts.gettext("Paste the secret that the program uses."))
            self.secret.setFocus()
            return
        self._field.say("")
        self.secret.clear()
        self.secret.hide_text()
        secret = SecretText(typed) if self._needs_secret else None
        self._problem.hide()
        self.go.setEnabled(False)
        gateway = self._desk.base.gateway
        if gateway.url:
            self._start(gateway.url, secret)
            return

        def started(url: str) -> None:
            self._desk.bridge.gateway_started.emit()
            self._start(url, secret)

        self._desk.operations.run(self, gateway.start, started, self._fail, lane=Lane.LONG)

    def _start(self, address: str, secret: SecretText | None) -> None:
        if not self.isVisible():
            return
        run = self._run = TryRun(self._desk, self._begin, address, secret)
        # whoever signs out leaves nothing under way
        self.destroyed.connect(run.stop)
        self._seen = 0
        self._begin_showing()
        self._look.start()
        self._desk.operations.run(self, run.walk, self._end, self._fail, lane=Lane.TRY)

    def _begin_showing(self) -> None:
        self._about.hide()
        self._field.hide()
        self.steps.empty()
        self.steps.show()
        self.go.hide()
        self.go.setEnabled(True)
        self.stop.setEnabled(True)
        self.stop.show()
        self.stop.setFocus()
        self.state.set_ink("text2")
        self.state.setText(self._desk.texts.gettext("Under way…"))
        self.state.show()

    def _show_news(self) -> None:
        if self._run is None:
            return
        for step in self._run.news(self._seen):
            self._seen += 1
            self.steps.add(step)
            if step.outcome is Outcome.WAITING:
                open_in_browser(step.opens)

    def _stop(self) -> None:
        if self._run is not None:
            self._run.stop()
            # only once: what was taken is given back first
            self.stop.setEnabled(False)

    def _end(self, held: bool) -> None:  # noqa: FBT001 - the result of the walk
        if not self.isVisible():
            return
        self._show_news()
        self._rest()
        self._show_end(held=held)

    def _show_end(self, *, held: bool) -> None:
        texts = self._desk.texts
        left_out = any(card.step.outcome is Outcome.LEFT_OUT for card in self.steps.cards)
        words = texts.gettext("Every step held.") if held else texts.gettext("Not every step held.")
        if held and left_out:
            words = texts.gettext("Every step that was taken held.")
        self.state.set_ink("ok" if held else "bad")
        self.state.setText(words)
        self.go.setText(texts.gettext("Try again"))
        self.stop.hide()
        self.go.show()
        self.go.setFocus()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _fail(self, error: ConsoleError) -> None:
        self._rest()
        self.go.setEnabled(True)
        self._ask()
        self._problem.say(error_text(error, self._desk.texts))
        self._problem.show()

    def _rest(self) -> None:
        self._look.stop()
        self._run = None


def _secret_name(credential: Credential, texts: Texts) -> str:
    return texts.gettext("Client secret") if isinstance(credential, Consumer) else texts.gettext("Secret")


def _about(credential: Credential, texts: Texts) -> str:
    match way_of(credential):
        case Way.HAWK:
            return texts.gettext(
                "Signs one request that reads and one with a body, and checks that the answers are signed."
            )
        case Way.CLIENT_CREDENTIALS:
            return texts.gettext("Gets a token as the program does, uses it, looks it up, and gives it back.")
        case Way.AUTHORIZATION_CODE:
            return texts.gettext("Asks for consent in your browser, uses the tokens, renews them, and gives them back.")


def _warned(credential: Credential, texts: Texts) -> str:
    if way_of(credential) is not Way.AUTHORIZATION_CODE:
        return texts.gettext("The requests go to the gateway as anybody's do: they count as use and change nothing.")
    if isinstance(credential, Consumer) and loopback_uri(credential.redirect_uris):
        return texts.gettext("Who signs in there grants it access, which is listed and can be revoked as any other.")
    return texts.gettext(
        "No redirect URI of it leads to this computer, so only the request is checked. Add http://127.0.0.1/callback "
        "to go through consent."
    )
