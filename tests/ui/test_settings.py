"""The settings by real clicks and keys, and the own account: password and codes."""

import time
from base64 import b32decode
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from fracttal_console.bootstrap.window import Program
from fracttal_console.crypto.totp import STEP_SECONDS, totp_code
from fracttal_console.domain.errors import TotpNeeded
from fracttal_console.domain.secrets import SecretText
from fracttal_console.settings import load_settings
from fracttal_console.ui.application import Application
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.guest import Guest
from fracttal_console.ui.secret_dialog import SecretDialog
from fracttal_console.ui.settings.account import PasswordDialog
from fracttal_console.ui.settings.codes import CodesDialog
from fracttal_console.ui.settings.dialog import SettingsDialog
from fracttal_console.ui.shell import Shell
from fracttal_console.ui.start.sign_in import SignInPage
from fracttal_console.ui.widgets.fields import Choice, TextEdit
from fracttal_console.ui.window.tray import Tray
from tests.journeys.live import LiveBase
from tests.support import ADMIN_EMAIL, cheap_passwords, password
from tests.ui.desktop import Desktop, desktop

NEW = "four words that nobody says"


def opened(desk: Desktop) -> SettingsDialog:
    desk.press(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.dialog(SettingsDialog)
    desk.settled()
    return dialog


def edit(dialog: SettingsDialog, name: str) -> TextEdit:
    control = dialog._controls[name]
    assert isinstance(control, TextEdit)
    return control


@pytest.mark.gateway
def test_settings_are_checked_as_they_are_typed_and_written_down(desk: Desktop, live: LiveBase) -> None:
    dialog = opened(desk)
    for name, wrong, words in (
        ("zoom", "79", "between 80 and 200"),
        ("clipboard_seconds", "9", "between 10 and 90"),
        ("lock_minutes", "121", "between 1 and 120"),
        ("gateway_port", "x", "between 0 and 65535"),
        ("usage_days", "29", "between 30 and 400"),
        ("refusal_days", "8", "between 1 and 7"),
        ("issuer", "auth.example.com", "no address of a server"),
        ("trusted_proxies", "10.0.0.0/99", "no list of networks"),
        ("identity_provider_issuer", "http://login.example.com", "no address with TLS"),
    ):
        before = edit(dialog, name).text()
        desk.type(edit(dialog, name), wrong)
        assert words in dialog._fields[name][0].problem
        edit(dialog, name).setText(before)
        assert dialog._fields[name][0].problem == ""
    desk.type(edit(dialog, "clipboard_seconds"), "20")
    desk.type(edit(dialog, "lock_minutes"), "5")
    desk.type(edit(dialog, "issuer"), "https://auth.example.com")
    starts = dialog._controls["gateway_start"]
    desk.click(starts)
    desk.press(Qt.Key.Key_Return)
    desk.no_dialog()
    desk.settled()
    assert (desk.application.flow.clipboard.seconds, desk.application.flow.idle.minutes) == (20, 5)
    kept = load_settings({"FRACTTAL_CONSOLE_DATA_DIR": str(live.settings.data_dir)})
    assert (kept.clipboard_seconds, kept.lock_minutes, kept.gateway_start) == (20, 5, "no")
    assert kept.issuer == desk.bench.desk.base.address() == "https://auth.example.com"


def test_another_language_and_theme_hold_at_once(desk: Desktop) -> None:
    dialog = opened(desk)
    language, theme = dialog._controls["language"], dialog._controls["theme"]
    assert not isinstance(language, TextEdit)
    language.setCurrentIndex(1)  # type: ignore[union-attr]
    theme.setCurrentIndex(2)  # type: ignore[union-attr]
    desk.click(dialog.action)
    desk.no_dialog()
    desk.until(lambda: desk.application.flow.texts.language == "es" and desk.overview_filled)
    desk.settled()
    assert desk.application.theme.wanted == "dark"
    assert desk.bench.settings.text() == "Configuración"


def test_nothing_changed_writes_nothing(desk: Desktop, live: LiveBase) -> None:
    dialog = opened(desk)
    assert dialog.changes() == {}
    desk.press(Qt.Key.Key_Return)
    desk.no_dialog()
    assert not (live.settings.data_dir / "settings.toml").exists()


def test_what_the_environment_settles_is_said_and_cannot_be_changed(qtbot: QtBot, live: LiveBase) -> None:
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    environ = {"FRACTTAL_CONSOLE_LOCK_MINUTES": "7", "FRACTTAL_CONSOLE_GATEWAY_START": "yes"}
    settings = replace(live.settings, gateway_port=0, lock_minutes=7)
    program = Program(settings, environ=environ, guest=Guest(ADMIN_EMAIL, password()), passwords=cheap_passwords())
    application = Application(program, Shell("light", "en", platform=running))
    shown = Desktop(application, qtbot)
    try:
        application.window.show()
        application.flow.begin()
        shown.until(lambda: shown.overview_filled)
        shown.until(lambda: bool(shown.bench.desk.base.gateway.url))
        shown.settled()
        dialog = SettingsDialog(shown.bench.desk, shown.bench, program, application.flow.use)
        dialog.open()
        shown.settled()
        for name in ("lock_minutes", "gateway_start"):
            assert not dialog._controls[name].isEnabled()
        assert "FRACTTAL_CONSOLE_LOCK_MINUTES" in dialog._fields["lock_minutes"][0]._below.text()
        assert edit(dialog, "clipboard_seconds").isEnabled()
        dialog.set_busy(busy=True)
        dialog.set_busy(busy=False)
        assert not dialog._controls["lock_minutes"].isEnabled()
        dialog.reject()
    finally:
        application.close()


def test_the_window_starts_no_gateway_where_that_is_set(qtbot: QtBot, live: LiveBase) -> None:
    with desktop(qtbot, replace(live.settings, gateway_start="no"), signed_in=False) as shown:
        shown.until(lambda: shown.window.face is not None and hasattr(shown.window.face, "email"))
        page = shown.sign_in_page
        shown.type(page.email, ADMIN_EMAIL)
        shown.type(page.password, password().reveal())
        shown.press(Qt.Key.Key_Return)
        shown.until(lambda: shown.overview_filled)
        shown.settled()
        assert shown.bench.desk.base.gateway.url == ""


# of the platform without a screen
@pytest.mark.qt_log_ignore("No such signal QPlatformNativeInterface", extend=True)
def test_what_is_kept_and_the_tray_are_set_and_written_down(
    desk: Desktop, live: LiveBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = desk.application.flow

    def trays() -> list[Tray]:
        return [tray for tray in (flow.appearance.tray,) if tray is not None]

    dialog = opened(desk)
    desk.type(edit(dialog, "usage_days"), "60")
    desk.type(edit(dialog, "refusal_days"), "3")
    tray = dialog._controls["tray"]
    assert isinstance(tray, Choice)
    tray.setCurrentIndex(2)
    box = dialog._controls["lock_when_hidden"]
    assert isinstance(box, QCheckBox)
    box.setChecked(True)
    desk.press(Qt.Key.Key_Return)
    desk.no_dialog()
    desk.settled()
    stored = load_settings({"FRACTTAL_CONSOLE_DATA_DIR": str(live.settings.data_dir), "HOME": "/"})
    assert (stored.usage_days, stored.refusal_days, stored.tray, stored.lock_when_hidden) == (60, 3, "close", "yes")
    desk.until(lambda: desk.overview_filled)
    assert desk.bench.desk.base.refusal_days() == 3
    # this desktop has none
    assert not trays()
    monkeypatch.setattr("fracttal_console.ui.window.appearance.tray_exists", lambda: True)
    flow.appearance.follow(stored)
    assert trays()
    desk.window.close()
    assert not desk.window.isVisible()
    desk.until(lambda: isinstance(desk.window.face, SignInPage))
    desk.window.come_forward()
    desk.settled()
    assert live.console.audit.newest(live.admin)[0].facts == {"reason": "hidden"}


def test_a_window_that_is_minimised_locks_where_that_is_set(qtbot: QtBot, live: LiveBase) -> None:
    for wanted, locks in (("no", False), ("yes", True)):
        with desktop(qtbot, replace(live.settings, lock_when_hidden=wanted)) as shown:
            shown.window.showMinimized()
            QApplication.processEvents()
            assert isinstance(shown.window.face, SignInPage) is locks
            shown.settled()


def test_the_own_password_is_changed(desk: Desktop, live: LiveBase) -> None:
    desk.click(opened(desk).account.password)
    dialog = desk.dialog(PasswordDialog)
    desk.type(dialog.password, "password")
    desk.type(dialog.again, NEW)
    assert dialog._fields["again"][0].problem
    desk.type(dialog.again, "password")
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: bool(dialog._fields["password"][0].problem))
    desk.type(dialog.password, NEW)
    desk.type(dialog.again, NEW)
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: not dialog.isVisible())
    assert dialog.password.text() == ""
    live.console.sign_in.operator(ADMIN_EMAIL, SecretText(NEW))
    assert live.console.audit.newest(live.admin)[1].tag == "people:change_password"
    desk.dialog(SettingsDialog).reject()
    desk.no_dialog()


def test_codes_are_set_up_from_the_picture_and_removed(desk: Desktop, live: LiveBase) -> None:
    settings = opened(desk)
    assert settings.account.codes.text() == "Set up codes…"
    desk.click(settings.account.codes)
    dialog = desk.dialog(CodesDialog)
    assert dialog.picture._squares
    assert dialog._letters is not None
    letters = dialog._letters._value.text()
    desk.type(dialog.code, "000000")
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: bool(dialog._fields["code"][0].problem))
    desk.type(dialog.code, code_from(letters))
    desk.press(Qt.Key.Key_Return)
    shown = desk.dialog(SecretDialog)
    assert dialog.picture._squares == ()
    assert dialog._letters._value.text() == ""
    assert shown._secret is not None
    codes = shown._secret.reveal().splitlines()
    assert len(codes) == 10
    desk.click(shown.tick)
    desk.click(shown.done_button)
    desk.until(lambda: settings.account.codes.text() == "Remove codes…")
    with pytest.raises(TotpNeeded):
        live.console.sign_in.operator(ADMIN_EMAIL, password())
    live.console.sign_in.operator(ADMIN_EMAIL, password(), code=SecretText(codes[0]))
    desk.click(settings.account.codes)
    desk.click(desk.dialog(Confirm).go)
    desk.until(lambda: settings.account.codes.text() == "Set up codes…")
    live.console.sign_in.operator(ADMIN_EMAIL, password())
    desk.dialog(SettingsDialog).reject()
    desk.no_dialog()


@pytest.mark.parametrize("typed", ["", "123"])
def test_a_lock_lets_the_secret_of_the_picture_go(desk: Desktop, typed: str) -> None:
    desk.click(opened(desk).account.codes)
    dialog = desk.dialog(CodesDialog)
    desk.type(dialog.code, typed)
    desk.application.flow.lock("asked")
    desk.until(lambda: not dialog.isVisible())
    assert dialog.picture._squares == ()
    assert dialog.code.text() == ""
    desk.settled()


def test_a_lock_lets_the_new_password_go_and_nothing_asks_about_it_afterwards(desk: Desktop) -> None:
    settings = opened(desk)
    desk.click(settings.account.password)
    dialog = desk.dialog(PasswordDialog)
    desk.type(dialog.password, NEW)
    desk.press(Qt.Key.Key_Escape)
    asked = desk.dialog(Confirm)
    desk.application.flow.lock("asked")
    desk.until(lambda: isinstance(desk.window.face, SignInPage))
    assert dialog.password.text() == ""
    desk.settled()
    desk.no_dialog()
    desk.type(desk.sign_in_page.password, password().reveal())
    desk.press(Qt.Key.Key_Return)
    desk.until(settings.isVisible)
    desk.settled()
    assert not dialog.isVisible()
    assert not asked.isVisible()
    settings.reject()
    desk.no_dialog()


def code_from(letters: str) -> str:
    secret = b32decode(letters + "=" * (-len(letters) % 8))
    return totp_code(secret, int(time.time()) // STEP_SECONDS)
