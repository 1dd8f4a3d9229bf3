"""The pages: what each role is offered, search, facts, menus, and events of other processes."""

import os
import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from fracttal_console.bootstrap import GatewayProcess
from fracttal_console.domain.actors import Role
from fracttal_console.domain.errors import ChangedMeanwhile
from fracttal_console.texts.events import EVENT_TITLES
from fracttal_console.ui.api_keys.dialog import ApiKeyDialog
from fracttal_console.ui.authorizations.acts import Places
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.oauth_consumers.dialog import ConsumerDialog
from fracttal_console.ui.secret_dialog import SecretDialog
from fracttal_console.ui.widgets.buttons import Button
from tests.journeys.live import PROJECT, LiveBase, environment, program
from tests.support import ADMIN_EMAIL, SUPPORT_EMAIL, password
from tests.ui.desktop import Desktop, desktop


@pytest.fixture
def full(live: LiveBase) -> LiveBase:
    """Give a base with rows on every page, and a person of support."""
    for name in ("Bodega central", "Ñandú", "Puente SCADA"):
        live.console.api_keys.create(live.admin, name=name, permission_group="Field work")
    for number in range(3):
        job = live.job(f"Tarea {number}").consumer.client_id
        live.console.consumers.disable(live.admin, job)
        live.console.consumers.enable(live.admin, job)
    live.consumer()
    live.console.people.create(
        live.admin, email=SUPPORT_EMAIL, name="Renata Coutinho", role=Role.SUPPORT, password=password()
    )
    return live


@pytest.fixture
def shown(qtbot: QtBot, full: LiveBase, *, gateway: bool) -> Iterator[Desktop]:
    with desktop(qtbot, full.settings, gateway=gateway) as opened:
        yield opened


@pytest.fixture
def support(qtbot: QtBot, full: LiveBase, *, gateway: bool) -> Iterator[Desktop]:
    with desktop(qtbot, full.settings, email=SUPPORT_EMAIL, gateway=gateway) as opened:
        yield opened


def words_of(desk: Desktop) -> set[str]:
    return {button.text() for button in desk.page.findChildren(Button) if button.isVisible() and button.text()}


def test_support_reaches_the_bin_of_a_list_that_has_nothing_else(qtbot: QtBot, live: LiveBase) -> None:
    console, admin = live.console, live.admin
    console.people.create(admin, email=SUPPORT_EMAIL, name="Renata", role=Role.SUPPORT, password=password())
    console.consumers.delete(admin, live.job("Batch").consumer.client_id)
    with desktop(qtbot, live.settings, email=SUPPORT_EMAIL) as opened:
        page = opened.open("oauth_consumers")
        opened.until(page.empty.isVisible)
        link = opened.button("1 in the bin")
        page.focus_first()
        assert link.hasFocus()
        opened.click(link)
        opened.until(lambda: opened.row_texts() == ["Batch"])
        opened.settled()


def clear_text(dialog: SecretDialog) -> str:
    """Return the secret that a dialog still holds; "" where it has let it go."""
    return "" if dialog._secret is None else dialog._secret.reveal()


@pytest.mark.parametrize("key", ["api_keys", "oauth_consumers", "authorizations"])
def test_support_sees_the_rows_and_none_of_the_buttons_that_change_something(support: Desktop, key: str) -> None:
    page = support.open(key)
    assert page.model.matching >= 3
    support.choose(0)
    support.settled()
    assert not words_of(support) & {
        "Create API key", "Register consumer", "Edit…", "Disable", "Enable", "Revoke", "Revoke…", "Delete…", "Suspend",
    }  # fmt: skip
    assert {action.key for action in page._presenter.menu(page.chosen())} <= {"propose", "snippets", "follow"}
    for keys in (Qt.Key.Key_Delete, Qt.Key.Key_F2):
        support.press(keys)
    support.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    support.settled()
    support.no_dialog()


def test_support_can_verify_the_chain(support: Desktop) -> None:
    support.open("audit")
    support.click(support.button("Verify chain"))
    support.until(support.bench.toast.isVisible)
    assert support.bench.toast._text.text().startswith("The chain is whole: ")


def test_typing_anywhere_in_the_table_filters_and_escape_walks_back(shown: Desktop) -> None:
    page = shown.open("api_keys")
    page.table.go_to(0)
    page.table.setFocus()
    QTest.keyClicks(page.table, "nan")
    shown.until(lambda: shown.row_texts() == ["Ñandú"])
    assert page.filter.field.text() == "nan"
    assert "1 of 3 shown" in shown.bench.status._shown.text()
    QTest.keyClicks(page.filter.field, "xyz")
    shown.until(lambda: page._rows.currentWidget() is page._nothing)
    shown.press(Qt.Key.Key_Escape)
    shown.until(lambda: page.model.matching == 3)
    assert page.filter.field.text() == ""


def test_down_goes_from_the_filter_to_the_first_row_and_enter_into_the_panel(shown: Desktop) -> None:
    page = shown.open("api_keys")
    shown.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.filter.field.hasFocus()
    shown.press(Qt.Key.Key_Down)
    assert page.table.chosen_places() == [0]
    shown.press(Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.panel.isAncestorOf(focused)
    shown.press(Qt.Key.Key_Escape)
    assert not page._split.panel_shown
    assert page.table.hasFocus()


def test_a_fact_leads_to_its_rows_and_the_chip_takes_it_back(shown: Desktop, full: LiveBase) -> None:
    full.console.api_keys.disable(full.admin, "Ñandú")
    page = shown.open("api_keys")
    shown.click(shown.button("2 active keys"))
    shown.until(lambda: sorted(shown.row_texts()) == ["Bodega central", "Puente SCADA"])
    (chip,) = page.filter.chips.chips
    assert (chip.words.name, chip.words.value) == ("State", "active")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, 14))
    shown.until(lambda: page.model.matching == 3)


def test_the_menu_of_a_row_offers_what_the_panel_offers(shown: Desktop) -> None:
    page = shown.open("api_keys")
    page.table.go_to(1)
    page.table.customContextMenuRequested.emit(QPoint(40, 50))
    menus = [menu for menu in page.findChildren(QMenu) if menu.isVisible()]
    assert [action.text() for action in menus[0].actions()] == [
        "Edit…", "Rotate…", "Snippets…", "Try it…", "Disable", "Revoke…", "Copy link",
    ]  # fmt: skip
    menus[0].close()


def test_an_api_key_is_edited_disabled_enabled_and_revoked(shown: Desktop, full: LiveBase) -> None:
    shown.open("api_keys")
    shown.choose(shown.place_of("Ñandú"))
    shown.press(Qt.Key.Key_F2)
    dialog = shown.dialog(ApiKeyDialog)
    assert dialog.name.text() == "Ñandú"
    shown.until(lambda: dialog.group.choice.currentText() == "Field work")
    shown.type(dialog.name, "Kiosco")
    dialog.expiry.choice.setCurrentIndex(dialog.expiry.choice.count() - 1)
    shown.type(dialog.expiry.date, "2001-01-01")
    shown.click(dialog.action)
    assert "passed already" in dialog._fields["expires"][0].problem
    shown.type(dialog.expiry.date, "2101-01-01")
    shown.click(dialog.action)
    shown.until(lambda: "Kiosco" in shown.row_texts())
    shown.no_dialog()
    shown.click(shown.button("Disable"))
    shown.until(lambda: "Disabled" in shown.row_texts(3))
    shown.click(shown.button("Enable"))
    shown.until(lambda: "Disabled" not in shown.row_texts(3))
    shown.press(Qt.Key.Key_Delete)
    asked = shown.dialog(Confirm)
    assert asked.windowTitle() == "Revoke Kiosco?"
    shown.press(Qt.Key.Key_Escape)
    shown.no_dialog()
    assert "Revoked" not in shown.row_texts(3)
    shown.click(shown.button("Revoke…"))
    shown.click(shown.dialog(Confirm).go)
    shown.until(lambda: "Revoked" in shown.row_texts(3))
    key = next(view.api_key for view in full.console.api_keys.all(full.admin) if view.api_key.name == "Kiosco")
    assert (str(key.status), key.expires_at is not None) == ("revoked", True)


def test_a_name_that_is_taken_is_said_beside_its_field_and_nothing_is_lost(shown: Desktop) -> None:
    shown.open("api_keys")
    shown.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = shown.dialog(ApiKeyDialog)
    shown.until(lambda: dialog.group.choice.count() == 1)
    dialog.group.choice.setCurrentIndex(0)
    QTest.keyClicks(dialog.name, "bodega CENTRAL")
    shown.click(dialog.action)
    shown.until(lambda: "in use already" in dialog._fields["name"][0].problem)
    assert dialog.name.text() == "bodega CENTRAL"
    assert dialog.action.isEnabled()
    dialog.reject()


def test_a_redirect_uri_is_checked_as_it_is_typed(shown: Desktop) -> None:
    shown.open("oauth_consumers")
    shown.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = shown.dialog(ConsumerDialog)
    field = dialog._fields["redirect_uri"][0]
    QTest.keyClicks(dialog.uris, "https://portal.example/back#inicio")
    assert "has a fragment (#inicio)" in field.problem
    dialog.uris.setPlainText("https://portal.example/back")
    assert field.problem == ""
    dialog.uris.setPlainText("https://portal.example/back\nhttp://portal.example/back")
    assert "unencrypted" in field.problem
    dialog.reject()
    shown.settled()


def test_a_consumer_is_edited_and_deleted_with_its_authorizations(shown: Desktop, full: LiveBase) -> None:
    shown.open("oauth_consumers")
    shown.choose(shown.place_of("Tarea 1"))
    shown.press(Qt.Key.Key_F2)
    dialog = shown.dialog(ConsumerDialog)
    assert not dialog._grant_field.isVisible()
    shown.until(lambda: dialog.group.choice.currentText() == "Field work")
    shown.type(dialog.description, "Nightly copy")
    shown.click(dialog.action)
    shown.no_dialog()
    shown.settled()
    shown.press(Qt.Key.Key_Delete)
    asked = shown.dialog(Confirm)
    shown.click(asked.go)
    shown.no_dialog()
    shown.until(lambda: "Tarea 1" not in shown.row_texts())
    shown.open("authorizations")
    shown.until(lambda: "Revoked" in shown.row_texts(3))
    deleted = full.console.consumers.show(full.admin, "2").consumer
    assert (deleted.description, str(deleted.status)) == ("Nightly copy", "deleted")


def test_a_public_consumer_has_no_secret_to_show(shown: Desktop) -> None:
    shown.open("oauth_consumers")
    shown.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = shown.dialog(ConsumerDialog)
    shown.until(lambda: dialog.group.choice.count() == 1)
    dialog.group.choice.setCurrentIndex(0)
    QTest.keyClicks(dialog.name, "Telefono")
    QTest.keyClicks(dialog.uris, "com.example.app:/back")
    shown.click(dialog.secrecy.button(1))
    shown.click(dialog.action)
    shown.until(shown.bench.toast.isVisible)
    assert "has no secret" in shown.bench.toast._text.text()
    assert not [d for d in shown.window.findChildren(SecretDialog) if d.isVisible()]


def test_closing_a_secret_that_was_not_stored_asks_once_and_a_paste_stands_for_the_tick(shown: Desktop) -> None:
    shown.open("api_keys")
    shown.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = shown.dialog(ApiKeyDialog)
    shown.until(lambda: dialog.group.choice.count() == 1)
    dialog.group.choice.setCurrentIndex(0)
    QTest.keyClicks(dialog.name, "Otra")
    shown.click(dialog.action)
    secret = shown.dialog(SecretDialog)
    shown.press(Qt.Key.Key_Escape)
    assert secret.isVisible()
    assert secret._warning.isVisible()
    shown.type(secret.check, "something else")
    assert "not the secret" in secret._check_field.problem
    secret.check.setText(clear_text(secret))
    assert secret.tick.isChecked()
    assert secret.done_button.isEnabled()
    shown.click(secret.done_button)
    shown.no_dialog()
    assert clear_text(secret) == ""


def test_what_a_command_does_appears_by_itself(shown: Desktop, full: LiveBase, tmp_path: Path) -> None:
    shown.open("api_keys")
    secret = tmp_path / "password"
    secret.write_text(password().reveal(), "utf-8")
    secret.chmod(0o600)
    done = subprocess.run(
        program("api-keys", "disable", "Puente SCADA", "--operator", ADMIN_EMAIL, "--password-file", str(secret)),
        cwd=PROJECT, env=environment(full.settings), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shown.until(lambda: "Disabled" in shown.row_texts(3))


def test_a_page_that_was_not_shown_catches_up_when_it_is_opened(shown: Desktop, full: LiveBase) -> None:
    shown.open("api_keys")
    shown.open("audit")
    full.console.api_keys.disable(full.admin, "Puente SCADA")
    shown.until(lambda: shown.row_texts(1)[0] == "API key disabled")
    shown.open("api_keys")
    shown.until(lambda: "Disabled" in shown.row_texts(3))


def test_the_audit_log_is_searched_by_the_words_of_the_screen(qtbot: QtBot, full: LiveBase) -> None:
    with desktop(qtbot, full.settings, language="es") as shown:
        page = shown.open("audit")
        page.filter.field.setText("consumidor desactivado")
        shown.until(lambda: page.model.matching == 3)
        assert set(shown.row_texts(1)) == {"Consumidor desactivado"}
        page.filter.field.setText("renata")
        shown.until(lambda: page.model.matching == 1)
        assert shown.row_texts(2) == ["Renata Coutinho"]


def test_an_edit_is_shown_with_its_values_before_and_after(shown: Desktop, full: LiveBase) -> None:
    full.console.api_keys.edit(full.admin, "Puente SCADA", owner="Planta Norte")
    shown.open("audit")
    shown.until(lambda: shown.row_texts(1)[0] == "API key edited")
    shown.choose(0)
    shown.settled()
    content = shown.page._presenter.describe(shown.page.model.row_at(0))
    changed = next(section for section in content.sections if section.title == "What changed")
    assert [(row.field, row.before, row.after) for row in changed.rows] == [("Owner", None, "Planta Norte")]  # type: ignore[union-attr]


def test_every_title_of_an_event_is_found_in_the_page(shown: Desktop) -> None:
    presenter = shown.open("audit")._presenter
    for tag, title in EVENT_TITLES.items():
        assert tag in presenter.query(title, "", "", descending=True).tags


def test_copying_a_cell_and_a_row_goes_through_the_one_clipboard(shown: Desktop) -> None:
    page = shown.open("api_keys")
    page.table.go_to(0)
    page.table.setFocus()
    name = shown.row_texts()[0]
    shown.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == name
    shown.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text().startswith(f"{name}; fck_")
    assert shown.application.flow.clipboard.seconds_left == 0


@pytest.mark.gateway
def test_the_gateway_stops_and_starts_by_click(shown: Desktop) -> None:
    gateway = shown.bench.desk.base.gateway
    shown.click(shown.button("Stop gateway"))
    shown.until(lambda: gateway.url == "")
    shown.until(lambda: shown.bench.header.gateway._word.text() == "Gateway stopped")
    shown.click(shown.button("Start gateway"))
    shown.until(lambda: shown.bench.header.gateway._word.text() == "Gateway running")
    assert gateway.url.startswith("http://127.0.0.1:")


@pytest.mark.gateway
def test_a_gateway_that_ends_unasked_is_told_and_started_again_by_click(
    shown: Desktop, caplog: pytest.LogCaptureFixture
) -> None:
    gateway, box = shown.bench.desk.base.gateway, shown.bench.header.gateway
    assert isinstance(gateway, GatewayProcess)
    assert gateway.pid is not None
    os.kill(gateway.pid, signal.SIGKILL)
    shown.until(lambda: box._word.text() == "Gateway stopped")
    shown.until(shown.bench.toast.isVisible)
    assert "ended by itself" in shown.bench.toast._text.text()
    shown.click(shown.button("Start gateway"))
    shown.until(lambda: box._word.text() == "Gateway running")
    assert [record.getMessage() for record in caplog.records] == ["the gateway ended unasked, with exit code -9"]
    caplog.clear()


@pytest.mark.gateway
def test_support_is_told_of_a_gateway_that_ended_and_who_can_start_it(
    support: Desktop, caplog: pytest.LogCaptureFixture
) -> None:
    gateway, box = support.bench.desk.base.gateway, support.bench.header.gateway
    assert isinstance(gateway, GatewayProcess)
    assert gateway.pid is not None
    os.kill(gateway.pid, signal.SIGKILL)
    support.until(lambda: box._word.text() == "Gateway stopped")
    support.until(support.bench.toast.isVisible)
    assert "Tell a super administrator" in support.bench.toast._text.text()
    caplog.clear()


def test_what_nobody_foresaw_is_said_with_an_incident_and_stops_nothing(
    shown: Desktop, full: LiveBase, caplog: pytest.LogCaptureFixture
) -> None:
    shown.application.operations.run(shown.window, lambda: 1 // 0, lambda _none: None)
    shown.until(shown.bench.toast.isVisible)
    said = shown.bench.toast._text.text()
    assert "did not foresee (incident " in said
    log = (full.settings.data_dir / "incidents.log").read_text("utf-8")
    assert "ZeroDivisionError" in log
    assert shown.open("audit").model.matching > 0
    assert [record.getMessage()[:9] for record in caplog.records] == ["incident "]
    caplog.clear()


def test_all_that_match_can_be_revoked_though_only_some_were_looked_at(qtbot: QtBot, live: LiveBase) -> None:
    for number in range(130):
        job = live.job(f"Tarea {number}").consumer.client_id
        live.console.consumers.disable(live.admin, job)
        live.console.consumers.enable(live.admin, job)
    with desktop(qtbot, live.settings) as shown:
        page = shown.open("authorizations")
        assert page.model.matching == 130
        page.table.setFocus()
        shown.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert "130 chosen" in shown.bench.status._shown.text()
        shown.press(Qt.Key.Key_Delete)
        shown.click(shown.dialog(ImpactDialog).go)
        shown.until(shown.bench.toast.isVisible)
        assert shown.bench.toast._text.text() == "130 authorizations revoked"
        assert live.console.authorizations.figures(live.admin).active == 0


def test_rows_that_moved_between_choice_and_click_are_not_revoked(shown: Desktop) -> None:
    page = shown.open("authorizations")
    acts = page._acts  # type: ignore[attr-defined]
    ids = acts._desk.base.authorizations.ids(acts._desk.actor, page.model.query)
    for places, known in (((0, 1), {0: ids[1]}), ((0, 99), {})):
        with pytest.raises(ChangedMeanwhile):
            acts.standing_at(Places(page.model.query, places, known))
    assert set(shown.row_texts(3)) == {"Active"}


def test_an_expiry_that_is_not_touched_stays_to_the_millisecond(shown: Desktop, full: LiveBase) -> None:
    until = datetime.now(UTC).replace(microsecond=123_000) + timedelta(days=40)
    full.console.api_keys.edit(full.admin, "Ñandú", expires_at=until)
    page = shown.open("api_keys")
    shown.until(lambda: until in {row.api_key.expires_at for row in map(page.model.row_at, range(3)) if row})
    shown.choose(shown.place_of("Ñandú"))
    shown.press(Qt.Key.Key_F2)
    dialog = shown.dialog(ApiKeyDialog)
    shown.until(lambda: dialog.group.choice.currentText() == "Field work")
    assert dialog.expiry.date.text() == until.date().isoformat()
    shown.type(dialog.name, "Nandu dos")
    shown.click(dialog.action)
    shown.no_dialog()
    (key,) = (v.api_key for v in full.console.api_keys.all(full.admin) if v.api_key.name == "Nandu dos")
    assert key.expires_at == until
    shown.settled()


def test_the_panel_keeps_the_focus_where_it_is_while_rows_change(shown: Desktop, full: LiveBase) -> None:
    page = shown.open("api_keys")
    shown.choose(shown.place_of("Ñandú"))
    shown.press(Qt.Key.Key_Return)
    button = shown.button("Disable", page.panel)
    button.setFocus()
    full.console.api_keys.edit(full.admin, "Ñandú", owner="Planta")
    shown.until(lambda: "Planta" in str(page.panel._content))
    focused = QApplication.focusWidget()
    assert isinstance(focused, Button)
    assert focused.text() == "Disable"


def test_what_happens_while_the_first_rows_are_on_their_way_is_shown(shown: Desktop) -> None:
    reads: list[bool] = []
    shown.bench.open("permission_groups")
    page = shown.page
    page.model.loaded.connect(lambda: reads.append(True))
    assert not page.model.ready
    page.refresh()
    shown.until(lambda: len(reads) == 2)
