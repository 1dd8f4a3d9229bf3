"""A secret in its own dialog, this once: copied, checked against what was stored, then gone."""

import hmac
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from fracttal_console.domain.secrets import SecretText
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.clipboard import Clipboard
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.secret_line import SecretLine
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.dialog import Dialog
from fracttal_console.ui.widgets.fields import Field, TextEdit
from fracttal_console.ui.widgets.labels import ElidedLabel, Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.ring import Ring
from fracttal_console.ui.widgets.surfaces import Note, TintedBox


class SecretDialog(Dialog):
    """Shows a public id and its secret; closing it by other means than *Done* asks once.

    Signals:
        stored: the person has stored the secret.
    """

    stored = Signal()

    def __init__(
        self,
        theme: Theme,
        texts: Texts,
        clipboard: Clipboard,
        parent: QWidget,
        *,
        title: str,
        subtitle: str,
        why: str,
        public: tuple[str, str] | None,
        secret_name: str,
        secret: SecretText,
        tick: str = "",
        save: Callable[[QWidget, SecretText], None] | None = None,
    ) -> None:
        """Take what is shown.

        Args:
            theme: gives the colours.
            texts: gives the words.
            clipboard: by which it is copied.
            parent: over what it stands.
            title: an order.
            subtitle: whose secret it is.
            why: why it is shown this once.
            public: label and value of the id that belongs to it, if there is one.
            secret_name: label of the secret.
            secret: in clear here and nowhere else.
            tick: what is confirmed at the end; "" for a secret that an integrator gets.
            save: saves it to a file, over this dialog; None where it cannot be.
        """
        super().__init__(theme, parent, title, width=640)
        self._texts = texts
        self._clipboard = clipboard
        self._secret: SecretText | None = secret
        self._asked = False
        self._line = SecretLine(theme, texts, secret_name, secret.reveal(), secret=True)
        self._line.copied.connect(self._copy_secret)
        self._strip = _Countdown(theme, texts, clipboard)
        self.check = TextEdit(theme, placeholder=texts.gettext("Paste it back from where you stored it"))
        self.check.setEchoMode(TextEdit.EchoMode.Password)
        self.check.textChanged.connect(self._compare)
        self._check_field = Field(
            theme, texts.gettext("Check what you stored"), self.check, optional=texts.gettext("optional")
        )
        self.tick = QCheckBox(tick or texts.gettext("I stored it where the integrator can reach it"))
        self.tick.setFont(theme.font(Role.NAME))
        self.tick.toggled.connect(self._settle)
        self.done_button = Button(theme, texts.gettext("Done"), Kind.PRIMARY)
        self.done_button.clicked.connect(self._finish)
        self.save_button = Button(theme, texts.gettext("Save credential file…"), icon="file-lock")
        self.save_button.clicked.connect(lambda: self._save(save))
        self._hint = Label(theme, texts.gettext("Tick the box to finish"), Role.SMALL, "text3")
        body = column(Label(theme, why, Role.BODY, "text2", wrap=True), spacing=16)
        if public is not None:
            line = SecretLine(theme, texts, public[0], public[1], secret=False)
            line.copied.connect(lambda: clipboard.copy(public[1]))
            body.addWidget(line)
        self._warning = Note(theme, "warn", "triangle-alert", texts.gettext("It is not stored yet"),
                             texts.gettext("Once this closes, nobody can show it again. Press Escape once more to "
                                           "close it anyway."))  # fmt: skip
        self._warning.hide()
        # what is handed over at once is stored nowhere, and need not be checked
        self._check_field.setVisible(not tick)
        for part in (self._line, self._strip, self._check_field, self.tick, self._warning):
            body.addWidget(part)
        self.lay_out(
            self.head(title, subtitle, icon="key-round"),
            body,
            foot=(self.save_button, None, self._hint, self.done_button),
        )
        self.save_button.setVisible(save is not None)
        self._strip.follow()
        clipboard.changed.connect(self._follow_clipboard)
        self._settle()
        self._line.focus()

    def forget(self) -> None:
        """Let the secret go, as when the window is locked; the dialog closes."""
        self._secret = None
        self._line.forget()
        self.check.clear()
        self._asked = True
        super().reject()

    def put_away(self) -> bool:
        """Let the secret go: it does not wait behind a lock."""
        self.forget()
        return False

    def reject(self) -> None:
        """Ask once before closing what was not stored."""
        if self._asked or self.tick.isChecked():
            self.forget()
            return
        self._asked = True
        self._warning.show()
        self._line.focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press Done only where it can be pressed."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.done_button.isEnabled():
                self._finish()
            return
        super().keyPressEvent(event)

    def _copy_secret(self) -> None:
        if self._secret is not None:
            self._clipboard.copy(self._secret.reveal(), secret=True)

    def _follow_clipboard(self) -> None:
        self._line.show_copied(copied=self._clipboard.seconds_left > 0)

    def _compare(self, pasted: str) -> None:
        text = pasted.strip()
        if not text or self._secret is None:
            self._check_field.say("")
            return
        same = hmac.compare_digest(text.encode(), self._secret.reveal().encode())
        self._check_field.say(
            "" if same else self._texts.gettext("This is not the secret. Copy it again and paste it.")
        )
        if same:
            self.tick.setChecked(True)

    def _settle(self) -> None:
        ready = self.tick.isChecked()
        self.done_button.setEnabled(ready)
        self._hint.setVisible(not ready)
        if ready:
            self._warning.hide()

    def _save(self, save: Callable[[QWidget, SecretText], None] | None) -> None:
        if save is not None and self._secret is not None:
            save(self, self._secret)

    def _finish(self) -> None:
        self._secret = None
        self._line.forget()
        self.check.clear()
        self.accept()
        self.stored.emit()


class _Countdown(TintedBox):
    """When the clipboard is cleared, and the button that clears it now."""

    def __init__(self, theme: Theme, texts: Texts, clipboard: Clipboard) -> None:
        super().__init__(theme, "info")
        self._texts = texts
        self._clipboard = clipboard
        self._ring = Ring(theme)
        self._left = Label(theme, "", Role.STRONG)
        clear = Button(theme, texts.gettext("Clear now"), Kind.LINK, small=True)
        clear.clicked.connect(clipboard.clear_now)
        marked = ElidedLabel(theme, texts.gettext("and is marked secret for clipboard managers"), Role.BODY, "text2")
        self.setLayout(row(self._ring, self._left, marked, clear, margins=(12, 4, 6, 4), stretch=2))
        clipboard.changed.connect(self.follow)
        self.hide()

    def follow(self) -> None:
        """Show what is left of the time."""
        left = self._clipboard.seconds_left
        self.setVisible(left > 0)
        if left:
            self._ring.show_share(left / max(1, self._clipboard.seconds))
            words = self._texts.ngettext("Clipboard clears in {n} s", "Clipboard clears in {n} s", left)
            self._left.setText(words.format(n=left))
