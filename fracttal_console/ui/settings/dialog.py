"""The settings: how the window looks and locks, where the gateway answers, what is kept, and the own account."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QWidget

from fracttal_console.domain.credentials import BIN_KEEPS
from fracttal_console.domain.errors import Invalid, SettingInvalid
from fracttal_console.settings import ENVIRONMENT_PREFIX, RANGES, Settings, check_setting
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.ports import Program
from fracttal_console.ui.settings.account import AccountRow
from fracttal_console.ui.settings.words import LANGUAGE_NAMES, THEMES, TRAYS
from fracttal_console.ui.widgets.fields import Choice, Field, TextEdit
from fracttal_console.ui.widgets.labels import ElidedLabel, Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.window.tray import tray_exists
from fracttal_console.ui.window.workbench import Workbench

_RULES = {
    "issuer": "issuer_malformed",
    "trusted_proxies": "networks_malformed",
    "identity_provider_issuer": "provider_malformed",
}


def open_settings(workbench: Workbench, program: Program, follow: Callable[[Settings], None]) -> None:
    """Show the settings over the main window.

    Args:
        workbench: the main window.
        program: knows the settings and writes them down.
        follow: takes those in force after a change.
    """
    SettingsDialog(workbench.desk, workbench, program, follow).open()


class SettingsDialog(FormDialog):
    """Asks for settings; each is checked as it is typed, and what the environment settles cannot be changed."""

    def __init__(self, desk: Desk, parent: QWidget, program: Program, follow: Callable[[Settings], None]) -> None:
        texts = desk.texts
        super().__init__(
            desk,
            parent,
            title=texts.gettext("Settings"),
            subtitle=texts.gettext("They are kept in this computer's settings file, beside the base."),
            icon="settings",
            action=texts.gettext("Save"),
            width=720,
        )
        self._program = program
        self._follow = follow
        self._controls: dict[str, TextEdit | Choice | QCheckBox] = {}
        self._values: dict[str, list[str]] = {}
        self.keeper = ElidedLabel(desk.theme, "", Role.MONO, "text2")
        self._caption(texts.gettext("This window"))
        looks = (self._language(), self._themes(), self._zoom())
        self.body.addLayout(row(*(column(field, None) for field in looks), spacing=16))
        clipboard = self._line("clipboard_seconds", texts.gettext("Clipboard clears after (seconds)"))
        lock = self._line("lock_minutes", texts.gettext("Lock after (minutes without activity)"))
        self.body.addLayout(row(column(clipboard, None), column(lock, None), spacing=16))
        away = self._box("lock_when_hidden", texts.gettext("Lock when minimised or left in the tray"))
        self.body.addLayout(row(column(self._tray(), None), column(None, away, 6, spacing=0), spacing=16))
        if desk.session.runs_gateway:
            self._gateway()
            self._kept()
        self._caption(texts.gettext("Your account"))
        self.account = AccountRow(desk, self)
        self.body.addWidget(self.account)
        self.finish(texts.gettext("Gateway and what is kept: from the gateway's next start on."))
        self.submitted.connect(self._save)
        self._controls["language"].setFocus()

    def changes(self) -> dict[str, str]:
        """Return what differs from what is in force, written as in the settings file."""
        settings = self._program.settings
        found = {}
        for name in self._controls:
            before, now = _written(settings, name), self._value(name)
            if name == "language":
                before = settings.language or self.desk.texts.language
            if before != now:
                found[name] = now
        return found

    # --- the parts ------------------------------------------------------------------------------

    def _caption(self, text: str) -> None:
        self.body.addWidget(Label(self.desk.theme, text, Role.LABEL_STRONG, "text3"))

    def _language(self) -> Field:
        chosen = self._program.settings.language or self.desk.texts.language
        return self._choice("language", self.desk.texts.gettext("Language"), LANGUAGE_NAMES, chosen)

    def _themes(self) -> Field:
        texts = self.desk.texts
        named = {key: texts.gettext(name) for key, name in THEMES.items()}
        return self._choice("theme", texts.gettext("Theme"), named, self._program.settings.theme)

    def _zoom(self) -> Field:
        return self._line("zoom", self.desk.texts.gettext("Zoom (percent)"))

    def _gateway(self) -> None:
        texts, theme = self.desk.texts, self.desk.theme
        self._caption(texts.gettext("Gateway"))
        starts = self._box("gateway_start", texts.gettext("Start it with the program"))
        port = self._line("gateway_port", texts.gettext("Port at 127.0.0.1 (0: a free one)"))
        issuer = self._line("issuer", texts.gettext("Public address"), texts.gettext("Empty: the gateway's own."))
        proxies = self._line(
            "trusted_proxies", texts.gettext("Trusted proxies"), texts.gettext("Networks, separated by commas.")
        )
        self.body.addLayout(row(port, column(None, starts, 6, spacing=0), spacing=16, stretch=0))
        # each from the top: one of them may say in three lines what is wrong with it
        self.body.addLayout(row(column(issuer, None), column(proxies, None), spacing=16))
        self._company_sign_in()
        self.keeper.setText(self._program.settings.key_provider)
        self.body.addLayout(
            row(Label(theme, texts.gettext("Master key kept in"), Role.BODY, "text2"), self.keeper, stretch=1)
        )

    def _kept(self) -> None:
        texts = self.desk.texts
        self._caption(texts.gettext("What is kept"))
        usage = self._line("usage_days", texts.gettext("Usage by day (days)"))
        refusals = self._line("refusal_days", texts.gettext("Refused requests (days)"))
        self.body.addLayout(row(column(usage, None), column(refusals, None), spacing=16))
        days = BIN_KEEPS.days
        words = texts.ngettext(
            "Events are kept for good: each proves the one before it. What ended keeps its row, and its tokens go. "
            "Deleted consumers and keys can be restored for {n} day.",
            "Events are kept for good: each proves the one before it. What ended keeps its row, and its tokens go. "
            "Deleted consumers and keys can be restored for {n} days.",
            days,
        )
        self.body.addWidget(Label(self.desk.theme, words.format(n=days), Role.SMALL, "text2", wrap=True))

    def _tray(self) -> Field:
        texts = self.desk.texts
        named = {key: texts.gettext(name) for key, name in TRAYS.items()}
        field = self._choice("tray", texts.gettext("Icon in the tray"), named, self._program.settings.tray)
        if not tray_exists() and "tray" not in self._program.overridden:
            field.explain(texts.gettext("This desktop has no tray."))
        return field

    def _box(self, name: str, words: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setFont(self.desk.theme.font(Role.BODY))
        box.setChecked(getattr(self._program.settings, name) == "yes")
        self._controls[name] = box
        self._settle(name, box)
        return box

    def _company_sign_in(self) -> None:
        texts = self.desk.texts
        issuer = self._line(
            "identity_provider_issuer",
            texts.gettext("Identity provider of the company"),
            texts.gettext("Its issuer. Empty: people sign in with a password."),
        )
        client_id = self._line("identity_provider_client_id", texts.gettext("Client id there"))
        secret = self._line("identity_provider_secret_file", texts.gettext("File with the client secret"))
        self.body.addLayout(row(column(issuer, None), column(client_id, None), spacing=16))
        self.body.addLayout(row(column(secret, None), spacing=16))

    def _line(self, name: str, label: str, help_text: str = "") -> Field:
        edit = TextEdit(self.desk.theme)
        edit.setText(_written(self._program.settings, name))
        field = Field(self.desk.theme, label, edit, help_text=help_text)
        edit.textChanged.connect(lambda: self.recheck(name))
        return self._hold(name, field, edit)

    def _choice(self, name: str, label: str, named: dict[str, str], chosen: str) -> Field:
        choice = Choice(self.desk.theme)
        choice.addItems(list(named.values()))
        self._values[name] = list(named)
        choice.setCurrentIndex(self._values[name].index(chosen) if chosen in named else 0)
        return self._hold(name, Field(self.desk.theme, label, choice), choice)

    def _hold(self, name: str, field: Field, control: TextEdit | Choice) -> Field:
        self._controls[name] = control
        self._fields[name] = (field, lambda: self._check(name))
        if name in self._program.overridden:
            words = self.desk.texts.gettext("Settled by {variable}.")
            field.explain(words.format(variable=f"{ENVIRONMENT_PREFIX}{name.upper()}"))
        self._settle(name, control)
        return field

    def _settle(self, name: str, control: QWidget) -> None:
        control.setEnabled(name not in self._program.overridden)

    # --- checked and saved ------------------------------------------------------------------------

    def set_busy(self, *, busy: bool) -> None:
        """Wait for the answer, or go on; what the environment settles stays as it is."""
        super().set_busy(busy=busy)
        for name, control in self._controls.items():
            self._settle(name, control)

    def _value(self, name: str) -> str:
        control = self._controls[name]
        if isinstance(control, QCheckBox):
            return "yes" if control.isChecked() else "no"
        if isinstance(control, Choice):
            return self._values[name][max(0, control.currentIndex())]
        return control.text().strip()

    def _check(self, name: str) -> None:
        text = self._value(name)
        if not text and name in RANGES:
            raise Invalid(name, "empty")
        try:
            check_setting(name, text)
        except SettingInvalid:
            if name in RANGES:
                least, most = RANGES[name]
                raise Invalid(name, "lifetime_range", min=least, max=most) from None
            raise Invalid(name, _RULES.get(name, "unknown_choice"), value=text[:80], choices="") from None

    def _save(self) -> None:
        changes = self.changes()
        if not changes:
            self.accept()
            return
        self.desk.operations.run(self, lambda: self._program.remember(changes), self._saved, self.fail)

    def _saved(self, settings: Settings) -> None:
        self.accept()
        self._follow(settings)


def _written(settings: Settings, name: str) -> str:
    value = getattr(settings, name)
    return ", ".join(value) if isinstance(value, tuple) else str(value)
