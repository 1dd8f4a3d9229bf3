"""The first start, signing in, the lock, and what somebody sees who has no business here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fracttal_console.bootstrap.key_places import KeyPlace
from fracttal_console.bootstrap.window import Program
from fracttal_console.domain.actors import Role
from fracttal_console.domain.errors import KeyFileMissing
from fracttal_console.settings import Settings, load_settings
from fracttal_console.ui.api_keys.dialog import ApiKeyDialog
from fracttal_console.ui.secret_dialog import SecretDialog
from fracttal_console.ui.start.first_start import FirstStartPage
from fracttal_console.ui.start.opening import OpeningPage
from fracttal_console.ui.start.recovery import RecoveryPage
from fracttal_console.ui.start.sign_in import SignInPage
from fracttal_console.ui.window.remembered import WindowLook
from tests.journeys.live import LiveBase
from tests.support import ADMIN_EMAIL, MEMBER_EMAIL, password
from tests.ui.desktop import Desktop, desktop

GOOD = "four words that nobody says"


@pytest.fixture
def nothing(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    """Give the window where there is no base yet, and no keyring."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    settings = Settings(data_dir=tmp_path / "base")
    with desktop(qtbot, settings, signed_in=False, home=tmp_path, gateway=True) as shown:
        shown.until(lambda: isinstance(shown.window.face, FirstStartPage))
        yield shown


def first_page(shown: Desktop) -> FirstStartPage:
    page = shown.window.face
    assert isinstance(page, FirstStartPage)
    shown.until(lambda: bool(page.choices))
    return page


def fill(page: FirstStartPage, shown: Desktop, secret: str = GOOD) -> None:
    shown.type(page.company, "Industrias Quillahue")
    shown.type(page.name, "Lucía Ferreyra")
    shown.type(page.email, ADMIN_EMAIL)
    shown.type(page.password, secret)
    shown.type(page.again, secret)
    shown.settled()


def test_the_first_start_leads_to_the_main_window(nothing: Desktop, tmp_path: Path) -> None:
    page = first_page(nothing)
    assert [choice.isEnabled() for choice in page.choices] == [False, True]
    assert page.choices[1].isChecked()
    fill(page, nothing)
    nothing.click(page.button)
    nothing.until(lambda: isinstance(nothing.window.face, RecoveryPage))
    code = nothing.window.face
    assert isinstance(code, RecoveryPage)
    written = code._code.text()
    assert len(written.replace("\n", "")) > 20
    assert not code.button.isEnabled()
    nothing.click(code.tick)
    nothing.click(code.button)
    assert code._code.text() == ""
    nothing.until(lambda: isinstance(nothing.window.face, SignInPage))
    sign_in = nothing.sign_in_page
    nothing.type(sign_in.email, ADMIN_EMAIL)
    nothing.type(sign_in.password, GOOD)
    nothing.press(Qt.Key.Key_Return)
    nothing.until(lambda: nothing.application.flow.workbench is not None)
    assert nothing.open("api_keys").empty.isVisible()
    # the next start finds the key where it was put
    key_file = tmp_path / ".config" / "fracttal-console" / "master.key"
    again = load_settings({"FRACTTAL_CONSOLE_DATA_DIR": str(tmp_path / "base")})
    assert again.key_provider == f"file:{key_file}"
    assert key_file.stat().st_mode & 0o777 == 0o600
    nothing.until(lambda: bool(nothing.bench.desk.base.gateway.url))


def test_who_types_before_the_base_is_open_is_signed_in_when_it_is(qtbot: QtBot, live: LiveBase) -> None:
    with desktop(qtbot, live.settings, signed_in=False, greeted=True) as shown:
        page = shown.sign_in_page
        assert page._company.text() == ""
        shown.type(page.email, ADMIN_EMAIL)
        shown.type(page.password, password().reveal())
        QTest.keyClick(page.password, Qt.Key.Key_Return)
        assert not page.button.isEnabled()
        shown.application.flow.begin()
        shown.until(lambda: shown.overview_filled)


def test_what_was_typed_stays_when_the_base_is_open(qtbot: QtBot, live: LiveBase) -> None:
    with desktop(qtbot, live.settings, signed_in=False, greeted=True) as shown:
        page = shown.sign_in_page
        shown.type(page.email, "lucia")
        shown.application.flow.begin()
        shown.until(lambda: page.ready)
        assert (page.email.text(), page._company.text()) == ("lucia", live.console.base.company)
        assert shown.window.face is page
        shown.click(shown.button("Quit"))


def test_who_quits_before_anything_is_open_is_heard(qtbot: QtBot, live: LiveBase) -> None:
    with desktop(qtbot, live.settings, signed_in=False, greeted=True) as shown:
        shown.click(shown.button("Quit"))
        with qtbot.waitSignal(shown.application.flow.ended):
            shown.application.flow.begin()


def test_a_base_that_cannot_be_opened_is_told_in_place_of_the_question(qtbot: QtBot, live: LiveBase) -> None:
    Path(live.settings.key_provider.partition(":")[2]).unlink()
    with desktop(qtbot, live.settings, signed_in=False, greeted=True) as shown:
        shown.application.flow.begin()
        shown.until(lambda: isinstance(shown.window.face, OpeningPage))
        opening = shown.window.face
        assert isinstance(opening, OpeningPage)
        shown.until(opening.retry.isVisible)
        assert "no key file" in opening._problem.title.text()


def test_the_window_fills_a_screen_that_is_too_small_for_it(nothing: Desktop) -> None:
    screen = nothing.window.screen().availableGeometry()
    assert screen.width() < 1440, "the screen of this test is larger than the window"
    nothing.window.appear(WindowLook())
    assert nothing.window.isMaximized()


def test_a_broken_rule_is_said_beside_its_field_and_nothing_is_made(nothing: Desktop, tmp_path: Path) -> None:
    page = first_page(nothing)
    fill(page, nothing)
    nothing.type(page.email, "no address")
    nothing.click(page.button)
    nothing.until(lambda: bool(page._fields["email"].problem))
    assert "form of an address" in page._fields["email"].problem
    assert page.company.text() == "Industrias Quillahue"
    assert not (tmp_path / "base" / "base.db").exists()
    nothing.settled()


def test_a_weak_password_is_named_as_it_is_typed(nothing: Desktop) -> None:
    page = first_page(nothing)
    nothing.type(page.company, "Industrias Quillahue")
    nothing.type(page.password, "short")
    nothing.until(lambda: "can be guessed" in page._fields["password"].problem)
    nothing.type(page.password, GOOD)
    nothing.until(lambda: page._strength._bars.lit == 4)
    assert page._fields["password"].problem == ""
    nothing.type(page.again, "something else")
    assert page._fields["again"].problem == "The two are not the same."
    nothing.click(page.button)
    assert page.again.hasFocus()
    nothing.settled()


def test_a_base_whose_key_is_gone_says_so_and_can_be_tried_again(qtbot: QtBot, live: LiveBase) -> None:
    key = Path(live.settings.key_provider.removeprefix("file:"))
    kept = key.read_bytes()
    key.unlink()
    with desktop(qtbot, live.settings, signed_in=False) as shown:
        shown.until(lambda: isinstance(shown.window.face, OpeningPage) and shown.window.face.retry.isVisible())
        page = shown.window.face
        assert isinstance(page, OpeningPage)
        assert KeyFileMissing.code == "key_file_missing"
        assert "key file" in page._problem.title.text()
        key.touch(0o600)
        key.write_bytes(kept)
        shown.click(page.retry)
        shown.until(lambda: isinstance(shown.window.face, SignInPage))


def test_signing_in_says_why_not_and_keeps_the_address(qtbot: QtBot, live: LiveBase) -> None:
    with desktop(qtbot, live.settings, signed_in=False) as shown:
        shown.until(lambda: isinstance(shown.window.face, SignInPage))
        page = shown.sign_in_page
        shown.type(page.email, ADMIN_EMAIL)
        shown.type(page.password, "wrong password")
        shown.click(page.button)
        shown.until(page._problem.isVisible)
        assert "not signed in" in page._problem.title.text()
        assert (page.email.text(), page.password.text()) == (ADMIN_EMAIL, "")
        assert page.password.hasFocus()


def test_a_member_is_led_to_the_page_of_the_own_authorizations(qtbot: QtBot, live: LiveBase) -> None:
    with desktop(qtbot, live.settings, signed_in=False) as shown:
        shown.until(lambda: isinstance(shown.window.face, SignInPage))
        page = shown.sign_in_page
        shown.type(page.email, MEMBER_EMAIL)
        shown.type(page.password, password().reveal())
        shown.click(page.button)
        shown.until(page._problem.isVisible)
        assert "/account" in page._problem.title.text()
        assert shown.application.flow.workbench is None
        shown.settled()


def test_ctrl_l_hides_everything_keeps_the_draft_and_lets_secrets_go(desk: Desktop) -> None:
    desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    draft = desk.dialog(ApiKeyDialog)
    QTest.keyClicks(draft.name, "Half a name")
    secret = SecretDialog(
        desk.application.theme, desk.application.flow.texts, desk.application.flow.clipboard, desk.page,
        title="t", subtitle="s", why="w", public=None, secret_name="x", secret=password(),
    )  # fmt: skip
    secret.open()
    desk.click(secret._line._button)
    desk.application.flow.lock("asked")
    page = desk.sign_in_page
    assert (draft.isVisible(), secret.isVisible()) == (False, False)
    assert secret._secret is None
    assert secret._line._value.text() == ""
    assert QGuiApplication.clipboard().text() == ""
    assert "you asked for it" in page.findChildren(type(page._problem))[0].title.text()
    assert not desk.bench.isVisible()
    desk.settled()
    desk.type(page.password, "wrong password")
    desk.click(page.button)
    desk.until(page._problem.isVisible)
    desk.type(page.password, password().reveal())
    desk.click(page.button)
    desk.until(lambda: desk.window.face is desk.bench)
    assert desk.dialog(ApiKeyDialog).name.text() == "Half a name"
    assert not secret.isVisible()
    draft.reject()
    desk.settled()


def test_the_shortcut_locks_and_the_audit_log_knows_why(desk: Desktop, live: LiveBase) -> None:
    desk.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert desk.sign_in_page.isVisible()
    desk.settled()
    event = live.console.audit.newest(live.admin, most=1)[0]
    assert (event.tag, event.facts) == ("sessions:lock", {"reason": "asked"})


def test_idle_time_locks_by_the_wall_clock_and_work_puts_it_off(desk: Desktop) -> None:
    watch, moment = desk.application.flow.idle, [1000.0]
    watch._clock = lambda: moment[0]
    watch.start()
    moment[0] += 9 * 60
    watch.look()
    assert desk.bench.isVisible()
    QTest.mouseMove(desk.window)
    desk.press(Qt.Key.Key_Down)
    moment[0] += 9 * 60
    watch.look()
    assert desk.bench.isVisible()
    moment[0] += 61
    watch.look()
    page = desk.sign_in_page
    assert "10 minutes without activity" in page.findChildren(type(page._problem))[0].title.text()
    desk.settled()


def test_after_a_long_sleep_the_first_key_locks_instead_of_working(desk: Desktop) -> None:
    watch, moment = desk.application.flow.idle, [1000.0]
    watch._clock = lambda: moment[0]
    watch.start()
    moment[0] += 3600
    desk.press(Qt.Key.Key_Down)
    assert desk.sign_in_page.isVisible()
    desk.settled()


def test_whoever_is_disabled_elsewhere_is_locked_out_at_once(desk: Desktop, live: LiveBase) -> None:
    live.console.people.create(
        live.admin, email="second@quillahue.example", name="Second", role=Role.SUPER_ADMINISTRATOR, password=password()
    )
    live.console.people.disable(live.admin, ADMIN_EMAIL)
    desk.until(lambda: isinstance(desk.window.face, SignInPage))
    page = desk.sign_in_page
    assert "account was changed" in page.findChildren(type(page._problem))[0].title.text()
    desk.settled()
    desk.type(page.password, password().reveal())
    desk.click(page.button)
    desk.until(page._problem.isVisible)


def test_somebody_else_can_sign_in_over_a_lock(desk: Desktop) -> None:
    desk.application.flow.lock("asked")
    desk.click(desk.button("Sign in as someone else"))
    assert desk.sign_in_page.email.isVisible()
    assert desk.application.flow.workbench is None
    desk.settled()


def test_quitting_clears_the_clipboard(qtbot: QtBot, live: LiveBase) -> None:
    with desktop(qtbot, live.settings) as shown:
        shown.application.flow.clipboard.copy("a-secret-of-the-tests", secret=True)
        assert QGuiApplication.clipboard().text() != ""
    assert QGuiApplication.clipboard().text() == ""


def test_another_language_and_theme_are_there_at_once_and_kept(desk: Desktop, live: LiveBase) -> None:
    desk.bench.header.person.spoke.emit("es")
    desk.until(lambda: desk.bench.navigation.tabText(0) == "Resumen")
    desk.bench.header.person.themed.emit("dark")
    assert QApplication.palette().window().color().name() == "#1a1b1f"
    desk.settled()
    kept = load_settings({"FRACTTAL_CONSOLE_DATA_DIR": str(live.settings.data_dir)})
    assert (kept.language, kept.theme) == ("es", "dark")


def test_a_keyring_that_was_opened_meanwhile_can_be_looked_for_again(
    nothing: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = first_page(nothing)
    file = page._places[1]
    monkeypatch.setattr(Program, "key_places", lambda _self: (KeyPlace("keyring", "GNOME Keyring", None), file))
    nothing.click(nothing.button("Look again"))
    nothing.until(lambda: "GNOME" in page.choices[0].text())
    assert page.choices[0].text() == "In this computer's keyring: GNOME Keyring"
    assert [choice.isChecked() for choice in page.choices] == [True, False]
    nothing.settled()
