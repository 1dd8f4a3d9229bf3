"""The first start: company, first super administrator, where the master key is kept, recovery code."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QVBoxLayout

from fracttal_console.domain.errors import ConsoleError, Invalid, KeyringAbsent, KeyringLocked
from fracttal_console.domain.secrets import SecretText
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.errors import error_text
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.ports import Founder, KeyPlace
from fracttal_console.ui.start.card import CardPage
from fracttal_console.ui.start.strength import Strength
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.fields import Field, PasswordEdit, TextEdit
from fracttal_console.ui.widgets.labels import ElidedLabel, Label
from fracttal_console.ui.widgets.layouts import clear, column, row
from fracttal_console.ui.widgets.surfaces import Note

_PAUSE_MS = 250


class FirstStartPage(CardPage):
    """Everything that a new base begins with, on one card.

    Signals:
        weighed: a password was typed; whoever hears it answers by `show_strength`.
        founded: the base is to be made, with its key kept at a place.
        looked: where the key can be kept is to be looked at again.
        quitted: the person wants to quit.
    """

    weighed = Signal(SecretText, list)
    founded = Signal(object, object)
    looked = Signal()
    quitted = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, width=520)
        self._texts = texts
        show, hide = texts.gettext("Show password"), texts.gettext("Hide password")
        self.company, self.name, self.email = TextEdit(theme), TextEdit(theme), TextEdit(theme)
        self.password, self.again = PasswordEdit(theme, show, hide), PasswordEdit(theme, show, hide)
        self._strength = Strength(theme, texts)
        self._fields = {
            "company": Field(theme, texts.gettext("Company"), self.company),
            "name": Field(theme, texts.gettext("Your name"), self.name),
            "email": Field(theme, texts.gettext("Your e-mail address"), self.email),
            "password": Field(theme, texts.gettext("Password"), self.password),
            "again": Field(theme, texts.gettext("Password again"), self.again),
        }
        self._places: tuple[KeyPlace, ...] = ()
        self.choices: list[QRadioButton] = []
        self._place_box: QVBoxLayout = column(spacing=4)
        self._problem = Note(theme, "bad", "octagon-alert", "")
        self._problem.hide()
        self.button = Button(theme, texts.gettext("Create base"), Kind.PRIMARY, icon="database")
        self.button.clicked.connect(self._found)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._weigh)
        self._lay_out()
        self.password.textChanged.connect(self._typed)
        self.again.textChanged.connect(self._compare)
        for field, edit in (("company", self.company), ("name", self.name), ("email", self.email)):
            edit.textChanged.connect(self._clearing(field))

    def show_places(self, places: Sequence[KeyPlace]) -> None:
        """Show where the master key can be kept, the best first."""
        self._places = tuple(places)
        clear(self._place_box)
        self.choices.clear()
        for place in self._places:
            keyring = place.setting == "keyring"
            choice = QRadioButton(self._called(place, keyring=keyring))
            choice.setFont(self._theme.font(Role.NAME))
            choice.setEnabled(place.problem is None)
            meaning = self._meaning(place, keyring=keyring)
            choice.setAccessibleDescription(meaning)
            hint = Label(self._theme, meaning, Role.SMALL, "text2", wrap=True)
            hint.setContentsMargins(24, 0, 0, 6)
            self._place_box.addWidget(choice)
            if not keyring:
                path = ElidedLabel(self._theme, place.name, Role.MONO, "text2", Qt.TextElideMode.ElideMiddle)
                self._place_box.addLayout(row(24, path, spacing=0))
            self._place_box.addWidget(hint)
            self.choices.append(choice)
        if any(place.problem is not None for place in self._places):
            # a keyring that is locked may be opened meanwhile
            again = Button(self._theme, self._texts.gettext("Look again"), Kind.LINK, icon="refresh-cw", small=True)
            again.clicked.connect(self.looked)
            self._place_box.addLayout(row(20, again, None, spacing=0))
        usable = [choice for choice, place in zip(self.choices, self._places, strict=True) if place.problem is None]
        if usable:
            usable[0].setChecked(True)
        self.button.setEnabled(bool(usable))

    def show_strength(self, outcome: int | ConsoleError) -> None:
        """Show how good the password is, or which rule it breaks."""
        if isinstance(outcome, ConsoleError):
            self._strength.show_score(None)
            self._fields["password"].say(error_text(outcome, self._texts))
        else:
            self._fields["password"].say("")
            self._strength.show_score(outcome)

    def say(self, error: ConsoleError) -> None:
        """Say why the base was not made, beside the field where there is one."""
        self.set_busy(busy=False)
        text = error_text(error, self._texts)
        if isinstance(error, Invalid) and error.field in self._fields:
            self._fields[error.field].say(text)
            self._fields[error.field].control.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._problem.say(text)
        self._problem.show()

    def set_busy(self, *, busy: bool) -> None:
        """Wait for the answer, or go on."""
        self.card.setEnabled(not busy)

    def focus_first(self) -> None:
        """Give the focus to the first field."""
        self.company.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        theme, texts = self._theme, self._texts
        why = texts.gettext(
            "A base is your company's own authority over its API connections. "
            "It lies on this computer and nowhere else."
        )
        parts = column(
            Label(theme, texts.gettext("Create your base"), Role.PAGE_TITLE),
            Label(theme, why, Role.BODY, "text2", wrap=True),
            spacing=4,
            margins=(32, 28, 32, 24),
        )
        parts.addSpacing(16)
        form = column(self._fields["company"], spacing=16)
        form.addLayout(self._caption(texts.gettext("First super administrator")))
        form.addLayout(self._pair("name", "email"))
        form.addLayout(self._pair("password", "again"))
        form.addWidget(self._strength)
        form.addLayout(self._caption(texts.gettext("Where the master key is kept")))
        form.addLayout(self._place_box)
        form.addWidget(self._problem)
        quit_button = Button(theme, texts.gettext("Quit"), Kind.LINK, small=True)
        quit_button.clicked.connect(self.quitted)
        form.addLayout(row(quit_button, None, self.button))
        parts.addLayout(form)
        self.card.setLayout(parts)
        self.button.setEnabled(False)

    def _pair(self, left: str, right: str) -> QHBoxLayout:
        return row(self._fields[left], self._fields[right], spacing=16)

    def _caption(self, text: str) -> QVBoxLayout:
        return column(4, Label(self._theme, text, Role.LABEL_STRONG, "text3"), spacing=0)

    def _called(self, place: KeyPlace, *, keyring: bool) -> str:
        texts = self._texts
        if not keyring:
            return texts.gettext("In a key file")
        if place.problem is not None:
            return texts.gettext("In this computer's keyring")
        return texts.gettext("In this computer's keyring: {name}").format(name=place.name)

    def _meaning(self, place: KeyPlace, *, keyring: bool) -> str:
        if isinstance(place.problem, KeyringAbsent):
            return self._texts.gettext("There is none on this computer that is safe to use.")
        if isinstance(place.problem, KeyringLocked):
            return self._texts.gettext("It is locked. Open it, then look again.")
        if place.problem is not None:
            return error_text(place.problem, self._texts)
        if keyring:
            return self._texts.gettext(
                "It opens when you sign in to this computer. Whoever copies the base file cannot read its secrets."
            )
        return self._texts.gettext(
            "Whoever can read this file and the base can read its secrets. "
            "Choose it for a server where nobody signs in, and back it up apart from the base."
        )

    def _typed(self, _text: str) -> None:
        self._fields["password"].say("")
        self._compare("")
        self._pause.start()

    def _weigh(self) -> None:
        if self.password.text():
            personal = [self.company.text(), self.email.text(), self.name.text()]
            self.weighed.emit(SecretText(self.password.text()), personal)
        else:
            self._strength.show_score(None)

    def _compare(self, _text: str) -> None:
        differs = bool(self.again.text()) and self.again.text() != self.password.text()
        self._fields["again"].say(self._texts.gettext("The two are not the same.") if differs else "")

    def _clearing(self, field: str) -> Callable[[str], None]:
        return lambda _text: self._fields[field].say("")

    def _found(self) -> None:
        place = next((p for p, c in zip(self._places, self.choices, strict=True) if c.isChecked()), None)
        if place is None:
            return
        if self.again.text() != self.password.text():
            self._fields["again"].say(self._texts.gettext("The two are not the same."))
            self.again.setFocus()
            return
        self._problem.hide()
        founder = Founder(
            company=self.company.text(), email=self.email.text(), name=self.name.text(),
            password=SecretText(self.password.text()),
        )  # fmt: skip
        self.set_busy(busy=True)
        self.founded.emit(place, founder)
