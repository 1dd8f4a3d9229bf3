"""Signing in, and unlocking: one card for both, since both ask for the same."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from fracttal_console.domain.errors import ConsoleError, TotpNeeded, TotpWrong
from fracttal_console.domain.secrets import SecretText
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.errors import error_text
from fracttal_console.ui.guest import Guest
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.start.card import CardPage
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.fields import Field, PasswordEdit, TextEdit
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import clear, column, row
from fracttal_console.ui.widgets.marks import IconLabel, MonogramLabel
from fracttal_console.ui.widgets.surfaces import Note


@dataclass(frozen=True, slots=True)
class Locked:
    """Who locked the window, and why, in words; nothing of the base."""

    name: str
    role: str
    company: str
    why: str
    kept: str


class SignInPage(CardPage):
    """Asks who it is, or whether it is still the same person.

    Signals:
        asked: e-mail and password were given.
        coded: the code that was asked for as well was given with them.
        other: somebody else wants to sign in.
        lost: a super administrator has neither password nor code any more.
        quitted: the person wants to quit.
    """

    asked = Signal(str, SecretText)
    coded = Signal(str, SecretText, SecretText)
    other = Signal()
    lost = Signal()
    quitted = Signal()

    def __init__(self, theme: Theme, texts: Texts, *, locked: Locked | None = None, ready: bool = True) -> None:
        """Draw the card.

        Args:
            theme: gives the colours.
            texts: the person's language.
            locked: who locked the window and why; None asks who it is.
            ready: whether somebody listens; else what is asked waits for `be_ready`.
        """
        super().__init__(theme)
        self._texts = texts
        self.ready = ready
        self._company = Label(theme, "", Role.BODY, "text2", wrap=True)
        self._waiting: Callable[[], None] | None = None
        self.email = TextEdit(theme)
        self.password = PasswordEdit(theme, texts.gettext("Show password"), texts.gettext("Hide password"))
        self._problem = Note(theme, "bad", "octagon-alert", "")
        self._problem.hide()
        self._email_field = Field(theme, texts.gettext("E-mail"), self.email)
        self._password_field = Field(theme, texts.gettext("Password"), self.password)
        self.code = TextEdit(theme, role=Role.MONO)
        hint = texts.gettext("The one that your device shows now, or a recovery code.")
        self._code_field = Field(theme, texts.gettext("Code"), self.code, help_text=hint)
        self._code_field.hide()
        words = texts.gettext("Unlock") if locked else texts.gettext("Sign in")
        self.button = Button(theme, words, Kind.PRIMARY, icon="lock-open" if locked else "log-in")
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self._ask)
        self.email.returnPressed.connect(self._ask)
        self.password.returnPressed.connect(self._ask)
        self.code.returnPressed.connect(self._ask)
        quit_button = Button(theme, texts.gettext("Quit"), Kind.LINK, small=True)
        quit_button.clicked.connect(lambda: self._when_ready(self.quitted.emit))
        parts = column(spacing=16, margins=(24, 24, 24, 20))
        parts.addLayout(self._who(locked))
        if locked is not None:
            parts.addWidget(Note(theme, "idle", "moon", locked.why, locked.kept))
            other = Button(theme, texts.gettext("Sign in as someone else"), Kind.LINK, small=True)
            other.clicked.connect(self.other)
            foot = row(other, None, quit_button)
        else:
            parts.addWidget(self._email_field)
            lost = Button(theme, texts.gettext("Password or device lost?"), Kind.LINK, small=True)
            lost.clicked.connect(lambda: self._when_ready(self.lost.emit))
            foot = row(lost, None, quit_button)
        for part in (self._password_field, self._code_field, self._problem, self.button):
            parts.addWidget(part)
        parts.addLayout(foot)
        self.card.setLayout(parts)
        self._first = self.password if locked else self.email

    def _who(self, locked: Locked | None) -> QHBoxLayout:
        theme = self._theme
        if locked is None:
            words = column(
                Label(theme, self._texts.gettext("Sign in"), Role.TITLE, wrap=True),
                self._company,
                spacing=2,
            )
            return row(words, stretch=0)
        of = f"{locked.role} · {locked.company}"
        words = column(
            None,
            Label(theme, locked.name, Role.TITLE, wrap=True),
            Label(theme, of, Role.BODY, "text2", wrap=True),
            None,
            spacing=2,
        )
        return row(MonogramLabel(theme, locked.name, 48, circle=True), words, spacing=12, stretch=1)

    def be_ready(self, company: str) -> None:
        """Name the company, and hand on what was asked before anybody listened."""
        self.ready = True
        self._company.setText(company)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    def ask_code(self, problem: str = "") -> None:
        """Ask for the code as well, or for another one; the password stays."""
        self._problem.say(problem)
        self._problem.setVisible(bool(problem))
        self.set_busy(busy=False)
        self._code_field.show()
        self.code.clear()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, problem: str) -> None:
        """Say why it did not work, or nothing."""
        self._problem.say(problem)
        self._problem.setVisible(bool(problem))
        self.set_busy(busy=False)
        self._code_field.hide()
        self.code.clear()
        if problem:
            self.password.clear()
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, error: ConsoleError) -> None:
        """Say why it did not work, or ask for the code that was missing."""
        if isinstance(error, (TotpNeeded, TotpWrong)):
            self.ask_code(error_text(error, self._texts) if isinstance(error, TotpWrong) else "")
        else:
            self.say(error_text(error, self._texts))

    def tell(self, words: str) -> None:
        """Say below the card what was done meanwhile."""
        self.show_below("circle-check", "ok", words)

    def set_busy(self, *, busy: bool) -> None:
        """Wait for the answer, or go on."""
        self.button.setEnabled(not busy)
        self.email.setEnabled(not busy)
        self.password.setEnabled(not busy)
        self.code.setEnabled(not busy)

    def show_below(self, icon: str, ink: str, text: str) -> None:
        """Say something below the card: where the gateway runs, what a demo's password is."""
        clear(self.below)
        if text:
            line = row(None, IconLabel(self._theme, icon, ink), Label(self._theme, text, Role.BODY, "text2"), None)
            self.below.addLayout(line)

    def show_guest(self, guest: Guest) -> None:
        """Say below the card who works on a demo base; that password is no secret."""
        words = self._texts.gettext("Demo base. E-mail: {email} · password: {password}")
        self.show_below("info", "info", words.format(email=guest.email, password=guest.password.reveal()))

    def focus_first(self) -> None:
        """Give the focus to the first field."""
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        if not self.button.isEnabled():
            return
        if not self.email.text().strip() and self._first is self.email:
            self.email.setFocus()
            return
        if not self.password.text():
            self.password.setFocus()
            return
        asks_code = self._code_field.isVisibleTo(self)
        if asks_code and not self.code.text().strip():
            self.code.setFocus()
            return
        self._problem.hide()
        self.password.hide_text()
        secret = SecretText(self.password.text())
        self.set_busy(busy=True)
        email = self.email.text()
        if asks_code:
            code = SecretText(self.code.text())
            self._when_ready(lambda: self.coded.emit(email, secret, code))
        else:
            self._when_ready(lambda: self.asked.emit(email, secret))

    def _when_ready(self, tell: Callable[[], None]) -> None:
        if self.ready:
            tell()
        else:
            self._waiting = tell
