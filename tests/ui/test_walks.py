"""The three walks of the main job, by real clicks and keys, with the gateway on a real socket."""

import httpx
import pytest
from mohawk import Sender
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from requests_oauthlib import OAuth2Session

from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.ui.api_keys.dialog import ApiKeyDialog
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.oauth_consumers.dialog import ConsumerDialog
from fracttal_console.ui.permission_groups.dialog import GroupDialog
from fracttal_console.ui.secret_dialog import SecretDialog
from tests.browsing import return_uri
from tests.journeys.live import LiveBase
from tests.support import MEMBER_EMAIL, REDIRECT_URI
from tests.ui.desktop import Desktop


@pytest.fixture(autouse=True)
def _loopback_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def store(desk: Desktop) -> str:
    """Copy the secret that is shown, say that it is stored, and return it."""
    dialog = desk.dialog(SecretDialog)
    assert not dialog.done_button.isEnabled()
    desk.click(dialog._line._button)
    secret = clipboard()
    desk.click(dialog.tick)
    desk.click(dialog.done_button)
    desk.no_dialog()
    return secret


def hawk_status(url: str, key: str, secret: str) -> int:
    """Ask who we are with a client that nobody here wrote."""
    address = f"{url}/api/user/"
    sender = Sender({"id": key, "key": secret, "algorithm": "sha256"}, address, "GET", content="", content_type="")
    return httpx.get(address, headers={"Authorization": sender.request_header}).status_code


def consent(url: str, client_id: str, secret: str) -> OAuth2Session:
    """Consent in a browser and return the application's session with its tokens."""
    session = OAuth2Session(client_id, redirect_uri=REDIRECT_URI, pkce="S256")
    address, _ = session.authorization_url(f"{url}/oauth/authorize")
    came_back = return_uri(url, address, MEMBER_EMAIL)
    session.fetch_token(f"{url}/oauth/token", authorization_response=came_back, client_secret=secret)
    return session


@pytest.mark.gateway
def test_walk_1_create_an_api_key_and_copy_its_secret(desk: Desktop) -> None:
    desk.click(desk.button("Create API key"))
    dialog = desk.dialog(ApiKeyDialog)
    QTest.keyClicks(dialog.name, "Bodega central")
    desk.until(lambda: dialog.group.choice.count() == 1)
    dialog.group.choice.setFocus()
    desk.press(Qt.Key.Key_Down)
    desk.click(dialog.action)
    shown = desk.dialog(SecretDialog)
    secret = shown._secret
    assert secret is not None
    assert store(desk) == secret.reveal()
    assert desk.bench.desk.clipboard.seconds_left > 0
    desk.until(lambda: desk.row_texts() == ["Bodega central"])
    key = desk.row_texts(1)[0]
    url = desk.bench.desk.base.gateway.url
    assert hawk_status(url, key, clipboard()) == 200
    desk.until(lambda: desk.page.model.cell(0, 5).text != "Never")  # type: ignore[union-attr]
    desk.click(desk.bench.status._clear)
    assert clipboard() == ""


@pytest.mark.gateway
def test_walk_1_by_keys_alone(desk: Desktop) -> None:
    desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.dialog(ApiKeyDialog)
    desk.until(lambda: dialog.group.choice.count() == 1)
    QTest.keyClicks(dialog.name, "Puente")
    desk.press(Qt.Key.Key_Tab)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    shown = desk.dialog(SecretDialog)
    desk.until(shown._line._button.hasFocus)
    desk.press(Qt.Key.Key_Space)
    assert clipboard().startswith("fch_")
    shown.tick.setFocus()
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Return)
    desk.no_dialog()
    desk.until(lambda: desk.row_texts() == ["Puente"])


@pytest.mark.gateway
def test_walk_2_an_application_gets_consent_and_the_page_gains_a_row_live(desk: Desktop, live: LiveBase) -> None:
    desk.open("oauth_consumers")
    desk.click(desk.button("Register consumer", desk.page.empty))
    dialog = desk.dialog(ConsumerDialog)
    QTest.keyClicks(dialog.name, "Portal de Contratistas")
    QTest.keyClicks(dialog.uris, REDIRECT_URI)
    desk.until(lambda: dialog.group.choice.count() == 1)
    dialog.group.choice.setCurrentIndex(0)
    desk.click(dialog.action)
    secret = store(desk)
    desk.until(lambda: desk.row_texts() == ["Portal de Contratistas"])
    client_id = live.console.consumers.all(live.admin)[0].consumer.client_id
    desk.open("authorizations")
    assert desk.row_texts() == []
    url = desk.bench.desk.base.gateway.url
    session = consent(url, client_id, secret)
    assert session.get(f"{url}/api/user/").status_code == 200
    desk.until(lambda: desk.row_texts() == ["Portal de Contratistas"])
    assert desk.row_texts(1) == ["Joaquín Olavarría Sepúlveda"]
    assert desk.row_texts(3) == ["Active"]


@pytest.mark.gateway
def test_walk_3_revoke_with_a_click_and_the_next_request_is_refused(desk: Desktop, live: LiveBase) -> None:
    created = live.consumer()
    assert created.secret is not None
    url = desk.bench.desk.base.gateway.url
    session = consent(url, created.consumer.client_id, created.secret.reveal())
    assert session.get(f"{url}/api/user/").status_code == 200
    desk.open("authorizations")
    desk.until(lambda: desk.row_texts(5) != ["Never"])
    desk.choose(0)
    row = desk.page.model.key_at(0)
    desk.click(desk.button("Revoke…"))
    asked = desk.dialog(ImpactDialog)
    QTest.keyClicks(asked.typed, created.consumer.name)
    desk.click(asked.go)
    desk.until(lambda: desk.row_texts(3) == ["Revoked"])
    assert session.get(f"{url}/api/user/").status_code == 401
    assert desk.page.model.key_at(0) == row
    assert desk.page.table.number_chosen() == 1
    desk.click(desk.button("Undo", desk.page.panel))
    desk.until(lambda: desk.row_texts(3) == ["Active"])
    assert session.get(f"{url}/api/user/").status_code == 200


@pytest.mark.gateway
def test_suspending_and_resuming_by_click_stops_and_lets_go_on(desk: Desktop, live: LiveBase) -> None:
    created = live.consumer()
    assert created.secret is not None
    url = desk.bench.desk.base.gateway.url
    session = consent(url, created.consumer.client_id, created.secret.reveal())
    desk.open("authorizations")
    desk.choose(0)
    desk.click(desk.button("Suspend"))
    desk.until(lambda: desk.row_texts(3) == ["Suspended"])
    assert session.get(f"{url}/api/user/").status_code == 401
    desk.click(desk.button("Resume"))
    desk.until(lambda: desk.row_texts(3) == ["Active"])
    assert session.get(f"{url}/api/user/").status_code == 200


def test_several_are_asked_about_once_with_their_number(desk: Desktop, live: LiveBase) -> None:
    for number in range(3):
        job = live.job(f"Job {number}")
        live.console.consumers.disable(live.admin, job.consumer.client_id)
        live.console.consumers.enable(live.admin, job.consumer.client_id)
    desk.open("authorizations")
    desk.until(lambda: desk.page.model.matching == 3)
    desk.choose(0, 1)
    desk.click(desk.button("Revoke 2…"))
    asked = desk.dialog(ImpactDialog)
    assert asked.windowTitle() == "Revoke 2 authorizations?"
    assert asked.keep.isDefault()
    assert not asked.go.isDefault()
    desk.click(asked.keep)
    desk.no_dialog()
    assert desk.row_texts(3) == ["Active"] * 3
    desk.press(Qt.Key.Key_Delete)
    asked = desk.dialog(ImpactDialog)
    QTest.keyClicks(asked.reason, "Left the company")
    desk.click(asked.go)
    desk.until(lambda: sorted(desk.row_texts(3)) == ["Active", "Revoked", "Revoked"])
    reasons = [event.reason for event in live.console.audit.newest(live.admin, most=3)]
    assert reasons == ["Left the company"] * 3


def test_a_group_can_be_made_while_a_consumer_is_registered(desk: Desktop, live: LiveBase) -> None:
    desk.open("oauth_consumers")
    desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.dialog(ConsumerDialog)
    desk.click(dialog.group.new)
    made = desk.dialog(GroupDialog)
    QTest.keyClicks(made.name, "Only reading")
    desk.click(made.matrix.box("items:view"))
    desk.click(made.action)
    desk.until(lambda: dialog.group.choice.currentText() == "Only reading")
    QTest.keyClicks(dialog.name, "Respaldo")
    desk.click(dialog.grant.button(1))
    assert not dialog.uris.isVisible()
    desk.click(dialog.action)
    store(desk)
    view = live.console.consumers.all(live.admin)[0]
    assert (view.group.name, view.consumer.grant) == ("Only reading", GrantType.CLIENT_CREDENTIALS)
