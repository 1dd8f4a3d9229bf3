"""Set up the codes of the own device: a picture to read, a code of it, and the recovery codes."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from fracttal_console.domain.errors import ConsoleError, Invalid, TotpWrong
from fracttal_console.domain.secrets import SecretText
from fracttal_console.qr_codes import Squares, squares_of
from fracttal_console.services.second_factors import NewTotp
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import painting
from fracttal_console.ui.secret_dialog import SecretDialog
from fracttal_console.ui.secret_line import SecretLine
from fracttal_console.ui.widgets.fields import Field, TextEdit
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row

_EDGE = 204
_BORDER = 4
"""Light squares around a QR code, as its standard asks for (ISO 18004)."""


class QrCode(QLabel):
    """A QR code, dark on white in every theme: so devices read it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._squares: Squares = ()
        self.setFixedSize(QSize(_EDGE, _EDGE))
        self.setAccessibleName(name)

    def show_squares(self, squares: Squares) -> None:
        """Show a code, or nothing."""
        self._squares = squares
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the code."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor("white"))
            if not self._squares:
                return
            wide = len(self._squares) + 2 * _BORDER
            for place, line in enumerate(self._squares, _BORDER):
                top, bottom = round(place * _EDGE / wide), round((place + 1) * _EDGE / wide)
                for at, dark in enumerate(line, _BORDER):
                    if dark:
                        left, right = round(at * _EDGE / wide), round((at + 1) * _EDGE / wide)
                        painter.fillRect(QRect(left, top, right - left, bottom - top), QColor("black"))


class CodesDialog(FormDialog):
    """Shows the secret for a device this once, and asks for a code of it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        texts = desk.texts
        super().__init__(
            desk,
            parent,
            title=texts.gettext("Set up codes of your device"),
            subtitle=texts.gettext("From then on, signing in asks for a code beside the password."),
            icon="smartphone",
            action=texts.gettext("Turn on"),
            width=640,
        )
        self._parent = parent
        self.picture = QrCode(texts.gettext("QR code with the secret for your device"))
        self.code = TextEdit(desk.theme, role=Role.MONO)
        self._letters: SecretLine | None = None
        words = column(
            Label(desk.theme, texts.gettext("1. Read the picture"), Role.NAME),
            Label(
                desk.theme,
                texts.gettext(
                    "With an authenticator, such as Aegis, 2FAS, Google Authenticator or a password manager."
                ),
                Role.BODY,
                "text2",
                wrap=True,
            ),
            12,
            Label(desk.theme, texts.gettext("2. Enter the code that it shows"), Role.NAME),
            spacing=4,
        )
        hint = texts.gettext("Six digits. They change every half minute.")
        field = Field(desk.theme, texts.gettext("Code"), self.code, help_text=hint)
        self._fields["code"] = (field, self._check)
        words.addSpacing(4)
        words.addWidget(field)
        words.addStretch(1)
        self.body.addLayout(row(self.picture, words, spacing=20, stretch=1))
        self._typed = column(spacing=0)
        self.body.addLayout(self._typed)
        self.finish(texts.gettext("Recovery codes for the day you lose it come next."))
        self.code.textChanged.connect(lambda: self.recheck("code"))
        self.submitted.connect(self._confirm)

    def begin(self) -> None:
        """Have a secret made, and show it."""
        desk, factors = self.desk, self.desk.base.second_factors
        desk.operations.run(self._parent, lambda: factors.enrol(desk.actor), self._begun)

    def put_away(self) -> bool:
        """Let the secret go: it does not wait behind a lock."""
        # without the question before what was typed is lost: nobody is there to answer it
        self.done(self.DialogCode.Rejected)
        return False

    def done(self, result: int) -> None:
        """Let the secret go, and close."""
        self.picture.show_squares(())
        if self._letters is not None:
            self._letters.forget()
        self.code.clear()
        super().done(result)

    def fail(self, error: ConsoleError) -> None:
        """Say that the code is wrong beside its field."""
        if not isinstance(error, TotpWrong):
            super().fail(error)
            return
        self.set_busy(busy=False)
        self._fields["code"][0].say(
            self.desk.texts.gettext("This is not the code of this picture. Wait for the next one and enter it.")
        )
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self.code.selectAll()

    def show_secret(self, new: NewTotp) -> None:
        """Show what a device is given."""
        texts, letters = self.desk.texts, new.letters.reveal()
        self.picture.show_squares(squares_of(new.uri))
        line = SecretLine(self.desk.theme, texts, texts.gettext("Or type this secret"), letters, secret=True)
        line.copied.connect(lambda: self.desk.clipboard.copy(letters, secret=True))
        self._letters = line
        self._typed.addWidget(line)

    def _begun(self, new: NewTotp) -> None:
        self.show_secret(new)
        self.open()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _check(self) -> None:
        if not self.code.text().strip():
            raise Invalid("code", "empty")

    def _confirm(self) -> None:
        desk, factors, code = self.desk, self.desk.base.second_factors, SecretText(self.code.text())
        desk.operations.run(self, lambda: factors.confirm(desk.actor, code), self._confirmed, self.fail)

    def _confirmed(self, codes: tuple[SecretText, ...]) -> None:
        texts, desk = self.desk.texts, self.desk
        self.accept()
        SecretDialog(
            desk.theme,
            texts,
            desk.clipboard,
            self._parent,
            title=texts.gettext("Write down your recovery codes"),
            subtitle=desk.actor.name,
            why=texts.gettext(
                "Each stands in for your device once. They are shown this once. Keep them apart from the device: "
                "in a safe, or in a password manager that does not need it."
            ),
            public=None,
            secret_name=texts.gettext("Recovery codes"),
            secret=SecretText("\n".join(code.reveal() for code in codes)),
            tick=texts.gettext("I wrote them down"),
        ).open()
