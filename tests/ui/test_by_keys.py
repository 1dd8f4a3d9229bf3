"""Every screen without a mouse: each journey does the screen's main job by keys alone, from a fresh window."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pyzipper
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QFileDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from fracttal_console.domain.actors import Role
from fracttal_console.domain.rotations import live_secrets
from fracttal_console.settings import Settings, load_settings
from fracttal_console.ui.api_keys.dialog import ApiKeyDialog
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.credentials.credential_file_form import CredentialFileDialog
from fracttal_console.ui.credentials.rotate_form import RotateForm
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.numbers_dialog import NumbersDialog
from fracttal_console.ui.oauth_consumers.dialog import ConsumerDialog
from fracttal_console.ui.people.dialog import PersonDialog
from fracttal_console.ui.permission_groups.dialog import GroupDialog
from fracttal_console.ui.request_doctor.paste_dialog import PasteDialog
from fracttal_console.ui.reviews.answer_dialog import AnswerDialog
from fracttal_console.ui.secret_dialog import SecretDialog
from fracttal_console.ui.settings.account import PasswordDialog
from fracttal_console.ui.settings.dialog import SettingsDialog
from fracttal_console.ui.start.first_start import FirstStartPage
from fracttal_console.ui.start.recovery import RecoveryPage
from fracttal_console.ui.start.sign_in import SignInPage
from tests.journeys.live import LiveBase
from tests.support import ADMIN_EMAIL, REDIRECT_URI, SUPPORT_EMAIL, password
from tests.ui.desktop import Desktop, desktop
from tests.ui.keyboard import CTRL, SHIFT, focused, press_button, press_until, tab_to, typed

GOOD = "four words that nobody says"


def in_panel(desk: Desktop, text: str) -> None:
    """Press a button of the panel: F6 leads into it, Tab to the button."""
    button = next(
        one for one in desk.page.panel.findChildren(QAbstractButton) if one.isVisible() and one.text() == text
    )
    for _ in range(4):
        if desk.page.panel.isAncestorOf(focused()):
            break
        desk.press(Qt.Key.Key_F6)
    press_button(desk, button)


def first_row(desk: Desktop, key: str, matching: int = 1) -> None:
    """Go to a page, and down from its filter to the first row."""
    desk.open(key)
    desk.until(lambda: desk.page.model.matching == matching)
    desk.press(Qt.Key.Key_F, CTRL)
    desk.press(Qt.Key.Key_Down)
    desk.until(lambda: desk.page.table.number_chosen() == 1)
    desk.settled()


def store_secret(desk: Desktop) -> None:
    """Copy what is shown once, say that it is stored, and close."""
    shown = desk.dialog(SecretDialog)
    desk.until(shown._line._button.hasFocus)
    desk.press(Qt.Key.Key_Space)
    tab_to(desk, shown.tick)
    desk.press(Qt.Key.Key_Space)
    press_button(desk, shown.done_button)
    desk.no_dialog()


def give_dormant_rights(live: LiveBase, *names: str) -> list[str]:
    """Make authorizations that nobody uses, and return their ids, oldest first."""
    for name in names:
        ref = live.job(name).consumer.client_id
        live.console.consumers.disable(live.admin, ref)
        live.console.consumers.enable(live.admin, ref)
    return [str(view.authorization.id) for view in reversed(live.console.authorizations.all(live.admin))]


def test_a_consumer_is_registered(desk: Desktop, live: LiveBase) -> None:
    desk.open("oauth_consumers")
    desk.press(Qt.Key.Key_N, CTRL)
    dialog = desk.dialog(ConsumerDialog)
    desk.until(lambda: dialog.group.choice.count() == 1)
    assert focused() is dialog.name
    typed("Portal")
    tab_to(desk, dialog.group.choice)
    desk.press(Qt.Key.Key_Down)
    tab_to(desk, dialog.uris)
    typed(REDIRECT_URI)
    press_button(desk, dialog.action)
    store_secret(desk)
    desk.until(lambda: desk.row_texts() == ["Portal"])
    (view,) = live.console.consumers.all(live.admin)
    assert view.consumer.redirect_uris == (REDIRECT_URI,)


def test_a_secret_is_rotated_and_its_file_saved(desk: Desktop, live: LiveBase, tmp_path: Path) -> None:
    live.job("Batch")
    first_row(desk, "oauth_consumers")
    in_panel(desk, "Rotate…")
    form = desk.dialog(RotateForm)
    press_button(desk, form.action)
    shown = desk.dialog(SecretDialog)
    press_button(desk, shown.save_button)
    file = desk.dialog(CredentialFileDialog)
    tab_to(desk, file.path)
    desk.press(Qt.Key.Key_A, CTRL)
    typed(str(tmp_path / "batch.json"))
    press_button(desk, file.action)
    desk.until(lambda: not file.isVisible())
    assert json.loads((tmp_path / "batch.json").read_text("utf-8"))["secret"].startswith("fcs_")
    shown = desk.dialog(SecretDialog)
    tab_to(desk, shown.tick)
    desk.press(Qt.Key.Key_Space)
    press_button(desk, shown.done_button)
    desk.no_dialog()
    desk.until(lambda: len(live.console.consumers.all(live.admin)[0].secrets) == 2)


def test_the_secret_of_an_api_key_is_rotated_at_once(desk: Desktop, live: LiveBase) -> None:
    live.console.api_keys.create(live.admin, name="Batch", permission_group="Field work")
    (before,) = live.console.api_keys.all(live.admin)[0].secrets
    first_row(desk, "api_keys")
    in_panel(desk, "Rotate…")
    form = desk.dialog(RotateForm)
    assert focused() is form.way.button(0)
    desk.press(Qt.Key.Key_Right)
    press_button(desk, form.action)
    store_secret(desk)
    (after,) = live_secrets(live.console.api_keys.all(live.admin)[0].secrets, datetime.now(UTC))
    assert after.id != before.id


def test_a_key_is_made_and_handed_over_in_a_sealed_file(desk: Desktop, live: LiveBase, tmp_path: Path) -> None:
    desk.open("api_keys")
    desk.press(Qt.Key.Key_N, CTRL)
    dialog = desk.dialog(ApiKeyDialog)
    desk.until(lambda: dialog.group.choice.count() == 1)
    typed("Batch")
    tab_to(desk, dialog.group.choice)
    desk.press(Qt.Key.Key_Down)
    press_button(desk, dialog.action)
    shown = desk.dialog(SecretDialog)
    press_button(desk, shown.save_button)
    file = desk.dialog(CredentialFileDialog)
    assert focused() is file.form.button(0)
    desk.press(Qt.Key.Key_Right)
    tab_to(desk, file.path)
    desk.press(Qt.Key.Key_A, CTRL)
    typed(str(tmp_path / "batch.env"))
    for edit in (file.passphrase, file.again):
        tab_to(desk, edit)
        typed(GOOD)
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: not file.isVisible())
    shown = desk.dialog(SecretDialog)
    tab_to(desk, shown.tick)
    desk.press(Qt.Key.Key_Space)
    press_button(desk, shown.done_button)
    desk.no_dialog()
    desk.until(lambda: desk.row_texts() == ["Batch"])
    (view,) = live.console.api_keys.all(live.admin)
    with pyzipper.AESZipFile(tmp_path / "batch.env.zip") as sealed:
        sealed.setpassword(GOOD.encode())
        text = sealed.read("batch.env").decode()
    assert view.api_key.key_id in text
    assert "fch_" in text


@pytest.mark.gateway
def test_settings_are_changed(desk: Desktop, live: LiveBase) -> None:
    desk.press(Qt.Key.Key_Comma, CTRL)
    dialog = desk.dialog(SettingsDialog)
    desk.settled()
    assert focused() is dialog._controls["language"]
    tab_to(desk, dialog._controls["theme"])
    press_until(desk, Qt.Key.Key_Down, lambda: dialog.changes().get("theme") == "dark")
    tab_to(desk, dialog._controls["clipboard_seconds"])
    desk.press(Qt.Key.Key_A, CTRL)
    typed("20")
    tab_to(desk, dialog._controls["gateway_start"])
    desk.press(Qt.Key.Key_Space)
    press_button(desk, dialog.account.password)
    own = desk.dialog(PasswordDialog)
    assert focused() is own.password
    desk.press(Qt.Key.Key_Escape)
    desk.until(lambda: not own.isVisible())
    desk.dialog(SettingsDialog)
    tab_to(desk, dialog._controls["zoom"], back=True)
    desk.press(Qt.Key.Key_Return)
    desk.no_dialog()
    desk.until(lambda: desk.application.theme.wanted == "dark")
    desk.settled()
    kept = load_settings({"FRACTTAL_CONSOLE_DATA_DIR": str(live.settings.data_dir)})
    assert (kept.theme, kept.clipboard_seconds, kept.gateway_start) == ("dark", 20, "no")


def test_an_authorization_is_suspended_revoked_and_had_back(desk: Desktop, live: LiveBase) -> None:
    give_dormant_rights(live, "Batch")
    first_row(desk, "authorizations")
    in_panel(desk, "Suspend")
    desk.until(lambda: desk.row_texts(3) == ["Suspended"])
    desk.settled()
    desk.page.table.setFocus()
    desk.press(Qt.Key.Key_Delete)
    desk.until(lambda: desk.row_texts(3) == ["Revoked"])
    desk.settled()
    desk.press(Qt.Key.Key_Z, CTRL)
    desk.until(lambda: desk.row_texts(3) == ["Suspended"])
    desk.settled()


def test_what_happened_is_found_and_exported(desk: Desktop, tmp_path: Path) -> None:
    desk.open("audit")
    desk.press(Qt.Key.Key_F, CTRL)
    typed("group")
    desk.until(lambda: desk.page.model.matching == 1)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_E, CTRL)
    dialog = desk.dialog(QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    tab_to(desk, name)
    desk.press(Qt.Key.Key_A, CTRL)
    typed(str(tmp_path / "evidence.csv"))
    desk.press(Qt.Key.Key_Return)
    desk.no_dialog()
    desk.until(desk.bench.toast.isVisible)
    assert desk.bench.toast.accessibleName().startswith("1 event was written")
    assert (tmp_path / "evidence.csv").exists()
    desk.settled()


def test_a_request_is_explained(desk: Desktop) -> None:
    desk.open("request_doctor")
    desk.press(Qt.Key.Key_N, CTRL)
    dialog = desk.dialog(PasteDialog)
    assert focused() is dialog.pasted
    typed("Bearer fca_x")
    press_button(desk, dialog.explain)
    desk.until(lambda: dialog.findings.count() > 0)
    desk.settled()
    desk.press(Qt.Key.Key_Escape)
    desk.no_dialog()


def test_proposals_are_skipped_declined_and_approved_by_letters(qtbot: QtBot, live: LiveBase) -> None:
    live.console.people.create(live.admin, email=SUPPORT_EMAIL, name="Renata", role=Role.SUPPORT, password=password())
    support = live.console.sign_in.operator(SUPPORT_EMAIL, password())
    for ref in give_dormant_rights(live, "First", "Second", "Third"):
        live.console.proposals.create(support, ref, reason="Dormant")
    with desktop(qtbot, live.settings) as desk:
        first_row(desk, "reviews", 3)
        assert desk.page.about() == "Third"
        desk.press(Qt.Key.Key_S)
        assert desk.page.about() == "Second"
        desk.press(Qt.Key.Key_K)
        answer = desk.dialog(AnswerDialog)
        assert focused() is answer.answer
        typed("Needed in winter")
        desk.press(Qt.Key.Key_Return)
        desk.no_dialog()
        desk.until(lambda: "Declined" in desk.row_texts(3))
        desk.settled()
        desk.press(Qt.Key.Key_F6)
        assert desk.page.panel.isAncestorOf(focused()) or desk.page.table.hasFocus()
        desk.page.table.setFocus()
        # a decided one is no longer decided: the letter narrows the rows instead
        desk.press(Qt.Key.Key_K)
        assert (focused(), desk.page.filter.text) == (desk.page.filter.field, "k")
        desk.press(Qt.Key.Key_Backspace)
        desk.press(Qt.Key.Key_Down)
        desk.until(lambda: desk.page.model.matching == 3)
        desk.settled()
        while desk.page.about() != "First":
            desk.press(Qt.Key.Key_Down)
        desk.press(Qt.Key.Key_R)
        asked = desk.dialog(ImpactDialog)
        press_button(desk, asked.go)
        desk.no_dialog()
        desk.until(lambda: "Approved" in desk.row_texts(3))
        desk.settled()


def test_support_finds_by_the_letters_that_decide_nothing_there(qtbot: QtBot, live: LiveBase) -> None:
    live.console.people.create(live.admin, email=SUPPORT_EMAIL, name="Renata", role=Role.SUPPORT, password=password())
    support = live.console.sign_in.operator(SUPPORT_EMAIL, password())
    (ref,) = give_dormant_rights(live, "Batch")
    live.console.proposals.create(support, ref, reason="Dormant")
    with desktop(qtbot, live.settings, email=SUPPORT_EMAIL) as desk:
        first_row(desk, "reviews")
        desk.press(Qt.Key.Key_R)
        assert desk.page.filter.text == "r"
        desk.settled()


def test_a_person_is_invited(desk: Desktop, live: LiveBase) -> None:
    desk.open("people")
    desk.press(Qt.Key.Key_N, CTRL)
    dialog = desk.dialog(PersonDialog)
    desk.settled()
    typed("Ana")
    tab_to(desk, dialog.email)
    typed("ana@quillahue.example")
    tab_to(desk, dialog.role)
    desk.press(Qt.Key.Key_Down)
    press_button(desk, dialog.action)
    store_secret(desk)
    desk.until(lambda: "Ana" in desk.row_texts())
    ana = next(person for person, _ in live.console.people.all(live.admin) if person.name == "Ana")
    assert ana.role is Role.SUPPORT


def test_a_permission_group_is_made(desk: Desktop, live: LiveBase) -> None:
    desk.open("permission_groups")
    desk.press(Qt.Key.Key_N, CTRL)
    dialog = desk.dialog(GroupDialog)
    typed("Watching")
    tab_to(desk, dialog.matrix.box("items:view"))
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_End)
    last = focused()
    assert last.accessibleName() == "Assets: report"
    # the whole matrix is one stop, and keeps its place
    desk.press(Qt.Key.Key_Tab)
    assert focused() is dialog.read_only
    tab_to(desk, last, back=True)
    desk.press(Qt.Key.Key_Right)
    assert focused() is last
    desk.press(Qt.Key.Key_Backtab, SHIFT)
    assert focused() is dialog.name
    desk.press(Qt.Key.Key_Return)
    desk.no_dialog()
    desk.until(lambda: "Watching" in desk.row_texts())
    made = live.console.permission_groups.show(live.admin, "Watching")
    assert made.permissions == {"items:view"}


def test_a_figure_of_the_first_page_leads_to_its_rows_and_back(desk: Desktop) -> None:
    page = desk.go("overview")
    page.focus_first()
    desk.press(Qt.Key.Key_Space)
    # authorizations and API keys made today's requests: a menu asks which are meant
    menu = page.findChild(QMenu)
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    desk.until(lambda: desk.bench.key == "authorizations")
    desk.settled()
    # where there is a desktop, it does this once the menu is closed
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    desk.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.bench.key == "overview"
    desk.settled()


def test_the_numbers_of_a_chart_are_read_and_copied_as_a_table(desk: Desktop) -> None:
    page = desk.go("overview")
    page.focus_first()
    desk.press(Qt.Key.Key_T, CTRL | SHIFT)
    dialog = desk.dialog(NumbersDialog)
    desk.until(dialog.table.hasFocus)
    model = dialog.table.model()
    sentence = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert "; 0; 0" in sentence
    desk.press(Qt.Key.Key_C, CTRL)
    assert len(QGuiApplication.clipboard().text().split("\t")) == 3
    press_button(desk, dialog.copy)
    heads, *rows = QGuiApplication.clipboard().text().split("\n")
    assert heads == "Day\tAccepted\tRefused"
    assert len(rows) == model.rowCount()
    desk.press(Qt.Key.Key_Escape)
    desk.no_dialog()


def test_the_window_is_locked_and_unlocked(desk: Desktop) -> None:
    desk.press(Qt.Key.Key_L, CTRL)
    desk.until(lambda: isinstance(desk.window.face, SignInPage))
    desk.settled()
    assert focused() is desk.sign_in_page.password
    typed(password().reveal())
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: desk.window.face is desk.bench)
    desk.settled()


def test_what_was_deleted_comes_out_of_the_bin(desk: Desktop, live: LiveBase) -> None:
    live.job("Stays")
    ref = live.job("Batch").consumer.client_id
    live.console.consumers.delete(live.admin, ref)
    page = desk.open("oauth_consumers")
    tab_to(desk, desk.button("1 in the bin"))
    desk.press(Qt.Key.Key_Space)
    desk.until(lambda: desk.row_texts() == ["Batch"])
    desk.press(Qt.Key.Key_F, CTRL)
    desk.press(Qt.Key.Key_Down)
    desk.until(lambda: page.table.number_chosen() == 1)
    desk.settled()
    in_panel(desk, "Restore")
    desk.until(lambda: str(live.console.consumers.show(live.admin, ref).consumer.status) == "disabled")
    desk.settled()


def test_the_only_one_that_was_deleted_is_reached_from_the_empty_page(desk: Desktop, live: LiveBase) -> None:
    ref = live.job("Batch").consumer.client_id
    first_row(desk, "oauth_consumers")
    desk.press(Qt.Key.Key_Delete)
    asked = desk.dialog(Confirm)
    press_button(desk, asked.go)
    desk.no_dialog()
    desk.until(desk.page.empty.isVisible)
    bin_ = desk.button("1 in the bin")
    assert desk.page.empty.isAncestorOf(bin_)
    desk.page.focus_first()
    press_button(desk, bin_)
    desk.until(lambda: desk.row_texts() == ["Batch"])
    desk.until(desk.page.table.hasFocus)
    desk.press(Qt.Key.Key_F, CTRL)
    desk.press(Qt.Key.Key_Down)
    desk.until(lambda: desk.page.table.number_chosen() == 1)
    desk.settled()
    in_panel(desk, "Restore")
    desk.until(lambda: str(live.console.consumers.show(live.admin, ref).consumer.status) == "disabled")
    # nothing is left in the bin: without its filter the list is back
    desk.settled()
    desk.page.filter.clear()
    desk.until(lambda: desk.row_texts() == ["Batch"])
    desk.settled()


@pytest.fixture
def nothing(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    """Give the window where there is no base yet, and no keyring."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    with desktop(qtbot, Settings(data_dir=tmp_path / "base"), signed_in=False, home=tmp_path, gateway=True) as opened:
        opened.until(lambda: isinstance(opened.window.face, FirstStartPage))
        yield opened


def test_a_base_is_made_on_the_first_start(nothing: Desktop) -> None:
    page = nothing.window.face
    assert isinstance(page, FirstStartPage)
    nothing.until(lambda: bool(page.choices))
    for edit, text in (
        (page.company, "Quillahue"), (page.name, "Lucia"), (page.email, ADMIN_EMAIL), (page.password, GOOD),
        (page.again, GOOD),
    ):  # fmt: skip
        tab_to(nothing, edit)
        typed(text)
    nothing.settled()
    press_button(nothing, page.button)
    nothing.until(lambda: isinstance(nothing.window.face, RecoveryPage))
    code = nothing.window.face
    assert isinstance(code, RecoveryPage)
    tick: QCheckBox = code.tick
    tab_to(nothing, tick)
    nothing.press(Qt.Key.Key_Space)
    press_button(nothing, code.button)
    nothing.until(lambda: isinstance(nothing.window.face, SignInPage))
    tab_to(nothing, nothing.sign_in_page.email)
    typed(ADMIN_EMAIL)
    tab_to(nothing, nothing.sign_in_page.password)
    typed(GOOD)
    nothing.press(Qt.Key.Key_Return)
    nothing.until(lambda: nothing.application.flow.workbench is not None)
    nothing.until(lambda: bool(nothing.bench.desk.base.gateway.url))
    nothing.settled()
