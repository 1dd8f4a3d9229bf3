"""The overview and the request doctor, by real clicks and keys."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from fracttal_console.domain.actors import Role
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.services.oauth_consumers import CreatedConsumer
from fracttal_console.services.refusal_recorder import RefusedRequest
from fracttal_console.services.refused_requests import REPAIRS as SERVICE_REPAIRS
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.credentials.rotate_form import RotateForm
from fracttal_console.ui.oauth_consumers.dialog import ConsumerDialog
from fracttal_console.ui.oauth_consumers.public_keys_dialog import PublicKeysDialog
from fracttal_console.ui.overview.page import OverviewPage
from fracttal_console.ui.permission_groups.dialog import GroupDialog
from fracttal_console.ui.request_doctor.details import repair_action
from fracttal_console.ui.request_doctor.paste_dialog import PasteDialog
from fracttal_console.ui.widgets.bar_chart import Bar, BarChart, nice_step
from fracttal_console.ui.widgets.buttons import Button
from fracttal_console.ui.widgets.labels import Label
from tests.journeys.live import LiveBase
from tests.support import REDIRECT_URI, SUPPORT_EMAIL, password
from tests.ui.desktop import Desktop, desktop

WRONG_URI = REDIRECT_URI + "/"


def refuse(live: LiveBase, cause: str, public_id: str, kind: RefusalKind = RefusalKind.AUTHORIZATION, times: int = 1,
           **facts: str | int) -> None:  # fmt: skip
    for _ in range(times):
        live.console.refusals.note(
            RefusedRequest(kind=kind, cause=cause, public_id=public_id, address="45.71.8.3", method="GET",
                           path="/oauth/authorize", facts=facts)
        )  # fmt: skip
    live.console.refusals.flush()


@pytest.fixture
def portal(live: LiveBase) -> CreatedConsumer:
    """Register a consumer."""
    return live.consumer()


@pytest.fixture
def shown(qtbot: QtBot, live: LiveBase, portal: CreatedConsumer) -> Iterator[Desktop]:
    """Open the window on a base in which some requests were refused."""
    refuse(live, "redirect_unregistered", portal.consumer.client_id, redirect_uri=WRONG_URI)
    with desktop(qtbot, live.settings) as opened:
        yield opened


def overview(shown: Desktop) -> OverviewPage:
    page = shown.bench.page
    assert isinstance(page, OverviewPage)
    return page


def words_of(shown: Desktop) -> str:
    return " | ".join(label.text() for label in shown.window.findChildren(Label) if label.isVisible())


def test_the_overview_is_the_first_page_and_its_figures_lead_to_their_rows(shown: Desktop) -> None:
    page = overview(shown)
    shown.until(lambda: len(page.figures.buttons) == 5)
    names = [button.figure.name for button in page.figures.buttons]
    assert names == ["Requests today", "Refused today", "Active authorizations", "Expire within 14 days",
                     "Events in the chain"]  # fmt: skip
    assert page.figures.buttons[1].figure.number == "1"
    shown.click(page.figures.buttons[1])
    shown.until(lambda: shown.bench.key == "request_doctor" and shown.page.model.ready)
    shown.until(lambda: shown.page.filter.only == "day-0" and shown.page.model.matching == 1)


def test_figures_follow_what_the_gateway_refuses_and_the_focus_stays(shown: Desktop, live: LiveBase) -> None:
    page = overview(shown)
    shown.until(lambda: len(page.figures.buttons) == 5)
    page.figures.buttons[1].setFocus()
    refuse(live, "token_unknown", "", RefusalKind.BEARER, times=30)
    shown.until(lambda: page.figures.buttons[1].figure.number == "31")
    assert page.figures.buttons[1].figure.tone == "bad"
    assert QApplication.focusWidget() is page.figures.buttons[1]
    shown.until(lambda: "30 requests refused from 45.71.8.3" in [b.accessibleName().partition(": ")[2]
                                                                for b in page.attention.buttons]
                or "31 requests refused from 45.71.8.3" in [b.accessibleName().partition(": ")[2]
                                                            for b in page.attention.buttons])  # fmt: skip


def test_what_needs_attention_has_a_button_that_does_it(shown: Desktop) -> None:
    page = overview(shown)
    shown.until(lambda: bool(page.attention.buttons))
    (verify,) = [button for button in page.attention.buttons if button.text() == "Verify chain"]
    shown.click(verify)
    shown.until(lambda: shown.bench.key == "audit")
    shown.until(lambda: "Audit chain checked" in shown.row_texts(1))
    shown.go("overview")
    shown.until(lambda: page.figures.buttons[4].figure.note.startswith("verified at"))
    assert not [button for button in page.attention.buttons if button.text() == "Verify chain"]


def test_events_appear_live_and_lead_to_their_row(shown: Desktop, live: LiveBase) -> None:
    page = overview(shown)
    live.console.api_keys.create(live.admin, name="Bodega central", permission_group="Field work")
    line = shown.button("Bodega central: API key created", page)
    shown.click(line)
    shown.until(lambda: shown.bench.key == "audit" and shown.page.table.number_chosen() == 1)


def test_bars_are_walked_by_keys_and_lead_to_the_day(shown: Desktop) -> None:
    page = overview(shown)
    shown.until(lambda: len(page.chart.bars) == 30)
    page.chart.setFocus()
    shown.press(Qt.Key.Key_Left)
    assert page.chart.here == 29
    shown.press(Qt.Key.Key_Left)
    shown.press(Qt.Key.Key_Right)
    assert page.chart.bars[page.chart.here].refused == 1
    assert "Refused 1" in page.chart.accessibleDescription()
    shown.press(Qt.Key.Key_Return)
    shown.until(lambda: shown.bench.key == "request_doctor")
    shown.until(lambda: shown.page.filter.only == "day-0")


def test_support_sees_the_same_without_a_button_that_changes(qtbot: QtBot, live: LiveBase) -> None:
    refuse(live, "redirect_unregistered", live.consumer().consumer.client_id, redirect_uri=WRONG_URI)
    live.console.people.create(
        live.admin, email=SUPPORT_EMAIL, name="Renata Coutinho", role=Role.SUPPORT, password=password()
    )
    with desktop(qtbot, live.settings, email=SUPPORT_EMAIL) as shown:
        assert [action.key for action in overview(shown).offered()] == ["numbers"]
        shown.open("request_doctor")
        shown.choose(0)
        shown.settled()
        assert [action.key for action in shown.page.offered()] == ["create", "copy_row"]


def test_the_exact_redirect_uri_is_added_after_a_question(
    shown: Desktop, live: LiveBase, portal: CreatedConsumer
) -> None:
    shown.open("request_doctor")
    shown.choose(0)
    assert "The redirect URI differs at sign" in words_of(shown)
    shown.click(shown.button("Add this exact redirect URI…", shown.page.panel))
    question = shown.dialog(Confirm)
    assert question.keep.isDefault()
    shown.click(question.go)
    shown.no_dialog()
    uris = (REDIRECT_URI, WRONG_URI)
    shown.until(
        lambda: live.console.consumers.show(live.admin, portal.consumer.client_id).consumer.redirect_uris == uris
    )
    # the row offers it no longer: there is nothing left to repair
    shown.until(lambda: "add_redirect_uri" not in {action.key for action in shown.page.offered()})


def test_a_missing_permission_opens_its_group_with_the_box_ticked(shown: Desktop, live: LiveBase) -> None:
    live.console.permission_groups.create(live.admin, name="Reading", permissions=["work_orders:view"])
    job = live.job(permission_group="Reading")
    refuse(live, "scope_nothing", job.consumer.client_id, RefusalKind.TOKEN, scope="work_orders:add")
    shown.open("request_doctor")
    shown.until(lambda: shown.page.model.matching == 2)
    shown.choose(shown.place_of("Nothing of the scope is in the group"))
    assert "Needs work_orders:add; group Reading has work_orders:view" in words_of(shown)
    shown.click(shown.button("Add permission to group…", shown.page.panel))
    dialog = shown.dialog(GroupDialog)
    assert dialog.matrix.box("work_orders:add").isChecked()
    dialog.reject()


def test_a_wrong_secret_leads_to_another_one(shown: Desktop, live: LiveBase) -> None:
    refuse(live, "secret_wrong", live.job().consumer.client_id, RefusalKind.TOKEN)
    shown.open("request_doctor")
    shown.until(lambda: "Client secret wrong" in shown.row_texts())
    shown.choose(shown.place_of("Client secret wrong"))
    shown.click(shown.button("Make a new secret…", shown.page.panel))
    form = shown.dialog(RotateForm)
    assert shown.bench.key == "oauth_consumers"
    assert shown.page.about() == "Sincronizador"
    form.reject()
    shown.settled()


@pytest.mark.parametrize(("cause", "title"), [
    ("method_not_chosen", "Another way of authentication is chosen"),
    ("assertion_signature", "Signature of no registered key"),
])  # fmt: skip
def test_what_is_wrong_with_a_key_leads_to_the_public_keys(
    shown: Desktop, live: LiveBase, cause: str, title: str
) -> None:
    refuse(live, cause, live.job().consumer.client_id, RefusalKind.TOKEN)
    shown.open("request_doctor")
    shown.until(lambda: title in shown.row_texts())
    shown.choose(shown.place_of(title))
    shown.click(shown.button("Public keys…", shown.page.panel))
    dialog = shown.dialog(PublicKeysDialog)
    assert (shown.bench.key, dialog.view.consumer.name) == ("oauth_consumers", "Sincronizador")
    dialog.reject()
    shown.settled()


def test_a_switch_that_is_off_leads_to_the_form_that_turns_it_on(shown: Desktop, live: LiveBase) -> None:
    refuse(live, "device_off", live.job().consumer.client_id, RefusalKind.TOKEN)
    shown.open("request_doctor")
    shown.until(lambda: shown.page.model.matching == 2)
    shown.choose(1 if "redirect" in shown.row_texts()[0].lower() else 0)
    shown.click(shown.button("Edit consumer…", shown.page.panel))
    form = shown.dialog(ConsumerDialog)
    assert form.name.text() == "Sincronizador"
    form.reject()
    shown.settled()


def test_refusals_are_searched_by_cause_in_the_persons_language(shown: Desktop, live: LiveBase) -> None:
    refuse(live, "token_expired", "", RefusalKind.BEARER)
    page = shown.open("request_doctor")
    shown.until(lambda: page.model.matching == 2)
    shown.type(page.filter.field, "token expired")
    shown.until(lambda: page.model.matching == 1)
    assert shown.row_texts(0) == ["Access token expired"]
    shown.press(Qt.Key.Key_Escape)


def test_a_pasted_request_is_explained_and_forgotten(shown: Desktop, portal: CreatedConsumer) -> None:
    shown.open("request_doctor")
    QTest.keyClick(shown.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = shown.dialog(PasteDialog)
    client_id = portal.consumer.client_id
    dialog.pasted.setPlainText(
        f"https://x.example/oauth/authorize?response_type=code&client_id={client_id}&redirect_uri={WRONG_URI}"
    )
    shown.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shown.until(dialog.repair.isVisible)
    assert "PKCE challenge missing" in words_of(shown)
    assert dialog.repair.text() == "Add this exact redirect URI…"
    shown.application.flow.lock("asked")
    shown.until(lambda: not dialog.isVisible())
    assert not dialog.pasted.toPlainText()
    shown.settled()


def test_a_chart_draws_to_scale_and_says_one_day_at_a_time(qtbot: QtBot, shown: Desktop) -> None:
    chart = BarChart(shown.application.theme, "Requests", ("Accepted", "Refused"), height=120)
    qtbot.addWidget(chart)
    chart.resize(400, 120)
    chart.show_bars([Bar("", f"Day {n}", n, 0, (str(n), "0")) for n in range(10)], [(0, "0"), (9, "9")])
    chart.show()
    place = QPointF(380, 60)
    none, nowhere = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(chart, QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, nowhere))
    assert chart.here == 9
    image = chart.grab().toImage()
    assert image.pixelColor(378, 80).name() == shown.application.theme.colour("accent_text").name()


@pytest.mark.parametrize(("most", "step"), [(0, 1), (3, 1), (4, 2), (17_000, 8000), (24_000, 8000), (24_001, 10_000)])
def test_grid_lines_stand_at_round_numbers(most: int, step: int) -> None:
    assert nice_step(most) == step
    assert 3 * step >= most


@pytest.mark.parametrize("kind", ["consumer", "api_key"])
@pytest.mark.parametrize("repair", SERVICE_REPAIRS)
def test_every_repair_that_the_services_name_has_a_button(shown: Desktop, repair: str, kind: str) -> None:
    (action,) = repair_action(shown.bench.desk, repair, kind)
    assert action.text


def test_a_figure_of_several_kinds_asks_which_rows_are_meant(shown: Desktop, live: LiveBase) -> None:
    page = overview(shown)
    now = live.console.use_cases.now()
    group = "Field work"
    live.console.api_keys.create(
        live.admin, name="Soon", permission_group=group, expires_at=now + timedelta(days=5, hours=1)
    )
    live.console.api_keys.create(live.admin, name="Stays", permission_group=group)
    live.job("Job", expires_at=now + timedelta(days=3))
    shown.until(lambda: len(page.figures.buttons) == 5 and page.figures.buttons[3].figure.number == "2")
    shown.click(page.figures.buttons[3])
    menu = opened_menu(page.figures)
    assert [action.text() for action in menu.actions()] == ["1 API key", "1 consumer"]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    shown.until(lambda: shown.bench.key == "api_keys" and shown.page.model.ready)
    shown.until(lambda: shown.row_texts(0) == ["Soon"])
    # where there is a desktop, it does this once the menu is closed
    shown.window.activateWindow()
    shown.until(shown.window.isActiveWindow)
    shown.go("overview")
    shown.click(page.figures.buttons[3])
    menu = opened_menu(page.figures)
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    shown.until(lambda: shown.bench.key == "oauth_consumers" and shown.page.model.ready)
    shown.until(lambda: shown.row_texts(0) == ["Job"])


def test_what_uses_a_weaker_profile_is_listed_and_nothing_else(shown: Desktop, live: LiveBase) -> None:
    page = overview(shown)
    live.job("Weak", profile=Profile.FRACTTAL)
    title = "1 consumer uses the weaker Fracttal profile"

    def listed() -> list[Button]:
        return [one for one in page.attention.buttons if one.isVisible() and title in one.accessibleName()]

    shown.until(listed)
    (button,) = listed()
    shown.click(button)
    shown.until(lambda: shown.bench.key == "oauth_consumers" and shown.page.model.ready)
    shown.until(lambda: shown.row_texts(0) == ["Weak"])


def test_a_bar_of_more_than_a_week_ago_leads_to_what_was_done_that_day(shown: Desktop) -> None:
    page = overview(shown)
    shown.until(lambda: len(page.chart.bars) == 30)
    page.chart.setFocus()
    for _ in range(10):
        shown.press(Qt.Key.Key_Left)
    shown.press(Qt.Key.Key_Return)
    shown.until(lambda: shown.bench.key == "audit" and shown.page.model.ready)
    assert list(shown.page.filter.chosen) == ["date"]
    shown.until(lambda: shown.page.model.matching == 0)


def opened_menu(owner: QWidget) -> QMenu:
    """Return the menu that a widget shows."""
    (menu,) = [menu for menu in owner.findChildren(QMenu) if menu.isVisible()]
    return menu
