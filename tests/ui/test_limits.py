"""Profile, networks, owner, contact and lifetimes in the dialogs of API keys and consumers."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from fracttal_console.domain.consumer_switches import ConsumerSwitches, Demand
from fracttal_console.domain.credentials import Profile
from fracttal_console.ui.api_keys.dialog import ApiKeyDialog
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.oauth_consumers.dialog import ConsumerDialog
from fracttal_console.ui.secret_dialog import SecretDialog
from tests.journeys.live import LiveBase
from tests.support import REDIRECT_URI
from tests.ui.desktop import Desktop

SECOND_URI = "https://portal.example/second"


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def use(live: LiveBase, secret_id: int) -> None:
    live.console.usage.secret(secret_id, datetime.now(UTC), "45.71.8.3", "GET /api/items/")
    live.console.usage.flush()


def edit_form(desk: Desktop, key: str) -> QWidget:
    page = desk.open(key)
    desk.until(lambda: page.model.matching == 1)
    desk.choose(0)
    desk.settled()
    desk.click(desk.button("Edit…", page.panel))
    return desk.dialog(ConsumerDialog if key == "oauth_consumers" else ApiKeyDialog)


def put_away(desk: Desktop) -> None:
    shown = desk.dialog(SecretDialog)
    desk.click(shown.tick)
    desk.click(shown.done_button)
    desk.no_dialog()


def test_a_key_is_made_with_its_limits_and_loses_them_again(desk: Desktop, live: LiveBase) -> None:
    page = desk.open("api_keys")
    desk.click(desk.button("Create API key"))
    form = desk.dialog(ApiKeyDialog)
    desk.until(form.group.choice.count)
    desk.type(form.name, "Sensor")
    form.group.choice.setCurrentIndex(0)
    desk.click(form.limits.profile.button(1))
    form.limits.networks.setFocus()
    QTest.keyClicks(form.limits.networks, "10.0.0.0/8")
    desk.press(Qt.Key.Key_Return)
    QTest.keyClicks(form.limits.networks, "nowhere")
    desk.type(form.limits.owner, "Ana")
    desk.type(form.limits.contact, "ana@example.com")
    desk.click(form.action)
    assert form.isVisible(), "a line is no network"
    form.limits.networks.setPlainText("10.0.0.0/8\n203.0.113.0/24")
    desk.click(form.action)
    put_away(desk)
    key = live.console.api_keys.show(live.admin, "Sensor").api_key
    assert (key.profile, key.networks, key.owner, key.contact) == (
        Profile.FRACTTAL, ("10.0.0.0/8", "203.0.113.0/24"), "Ana", "ana@example.com",
    )  # fmt: skip
    desk.until(lambda: page.model.matching == 1)
    desk.choose(0)
    desk.click(desk.button("Edit…", page.panel))
    form = desk.dialog(ApiKeyDialog)
    assert form.limits.networks.lines() == ["10.0.0.0/8", "203.0.113.0/24"]
    form.limits.networks.setPlainText("")
    desk.click(form.limits.profile.button(0))
    desk.click(form.action)
    desk.no_dialog()
    key = live.console.api_keys.show(live.admin, "Sensor").api_key
    assert (key.profile, key.networks, key.owner) == (Profile.STANDARD, (), "Ana")


def test_the_lifetimes_of_a_consumer_are_kept_as_they_were_written(desk: Desktop, live: LiveBase) -> None:
    live.consumer()
    page = desk.open("oauth_consumers")
    desk.until(lambda: page.model.matching == 1)
    desk.choose(0)
    desk.click(desk.button("Edit…", page.panel))
    form = desk.dialog(ConsumerDialog)
    edits = form.lifetimes.edits
    assert {name: edit.text() for name, edit in edits.items()} == {
        "access_token": "15m", "authorization": "180d", "refresh_idle": "30d", "refresh": "90d",
    }  # fmt: skip
    desk.type(edits["refresh"], "1d")
    desk.click(form.action)
    assert "shorter" in form._fields["lifetimes"][0].problem
    desk.type(edits["refresh"], "45d")
    desk.type(edits["access_token"], "10m")
    edits["authorization"].clear()
    form.uris.setPlainText("https://a.example/cb\nhttps://b.example/cb")
    desk.click(form.action)
    desk.no_dialog()
    consumer = live.console.consumers.all(live.admin)[0].consumer
    assert consumer.lifetimes.access_token == timedelta(minutes=10)
    assert (consumer.lifetimes.refresh, consumer.lifetimes.authorization) == (timedelta(days=45), None)
    assert consumer.redirect_uris == ("https://a.example/cb", "https://b.example/cb")


def test_a_consumer_that_acts_for_itself_is_asked_for_the_access_token_alone(desk: Desktop) -> None:
    desk.open("oauth_consumers")
    desk.click(desk.button("Register consumer"))
    form = desk.dialog(ConsumerDialog)
    assert form.lifetimes.edits["refresh"].isVisible()
    desk.click(form.grant.button(1))
    assert not form.lifetimes.edits["refresh"].isVisible()
    assert form.lifetimes.edits["access_token"].isVisible()
    form.done(0)
    desk.no_dialog()


def test_legacy_basic_is_off_until_ticked_and_is_marked_in_the_console(desk: Desktop, live: LiveBase) -> None:
    live.console.api_keys.create(live.admin, name="Old program", permission_group="Field work")
    page = desk.open("api_keys")
    desk.until(lambda: page.model.matching == 1)
    desk.choose(0)
    assert "Legacy Basic" not in str(page.panel._content)
    desk.click(desk.button("Edit…", page.panel))
    form = desk.dialog(ApiKeyDialog)
    assert not form.legacy_basic.isChecked()
    form.legacy_basic.setFocus()
    desk.press(Qt.Key.Key_Space)
    desk.click(form.action)
    desk.no_dialog()
    assert live.console.api_keys.show(live.admin, "Old program").options.legacy_basic
    desk.until(lambda: "Legacy Basic" in str(page.panel._content))
    assert "The secret may be sent as it is, by HTTP Basic." in str(page.panel._content)


def test_a_consumer_is_given_more_than_usual_and_loses_it_again(desk: Desktop, live: LiveBase) -> None:
    page = desk.open("oauth_consumers")
    desk.click(desk.button("Register consumer"))
    form = desk.dialog(ConsumerDialog)
    desk.until(form.group.choice.count)
    desk.type(form.name, "Pantalla de planta")
    form.group.choice.setCurrentIndex(0)
    desk.click(form.action)
    assert form.isVisible(), "a redirect URI is missing"
    form.switches.device.setCurrentIndex(1)
    form.switches.par.setCurrentIndex(2)
    form.switches.dpop.setCurrentIndex(1)
    desk.click(form.action)
    put_away(desk)
    on = live.console.consumers.show(live.admin, "Pantalla de planta").switches
    assert on == ConsumerSwitches(device=True, par=Demand.REQUIRED, dpop=Demand.ALLOWED)
    desk.until(lambda: page.model.matching == 1)
    desk.choose(0)
    desk.until(lambda: "Pushed requests" in str(page.panel._content))
    desk.click(desk.button("Edit…", page.panel))
    form = desk.dialog(ConsumerDialog)
    assert [form.switches.device.currentIndex(), form.switches.par.currentIndex()] == [1, 2]
    form.switches.par.setCurrentIndex(0)
    form.switches.dpop.setCurrentIndex(0)
    desk.click(form.action)
    desk.no_dialog()
    on = live.console.consumers.show(live.admin, "Pantalla de planta").switches
    assert on == ConsumerSwitches(device=True)


def test_a_consumer_that_acts_for_itself_has_one_switch(desk: Desktop, live: LiveBase) -> None:
    desk.open("oauth_consumers")
    desk.click(desk.button("Register consumer"))
    form = desk.dialog(ConsumerDialog)
    desk.until(form.group.choice.count)
    form.switches.par.setCurrentIndex(1)
    desk.click(form.grant.button(1))
    assert (form.switches.par.isVisible(), form.switches.dpop.isVisible()) == (False, True)
    desk.type(form.name, "Respaldo")
    form.group.choice.setCurrentIndex(0)
    form.switches.dpop.setCurrentIndex(2)
    desk.click(form.action)
    put_away(desk)
    assert live.console.consumers.show(live.admin, "Respaldo").switches == ConsumerSwitches(dpop=Demand.REQUIRED)


def test_what_an_edit_takes_from_a_consumer_in_use_is_shown_before_it_is_saved(desk: Desktop, live: LiveBase) -> None:
    made = live.consumer(redirect_uris=[REDIRECT_URI, SECOND_URI]).consumer
    shown = live.console.consumers.show(live.admin, made.client_id)
    use(live, shown.secrets[0].id)
    form = edit_form(desk, "oauth_consumers")
    assert isinstance(form, ConsumerDialog)
    form.uris.setPlainText(REDIRECT_URI)
    form.limits.networks.setPlainText("10.0.0.0/8")
    desk.click(form.action)
    asked = desk.dialog(ImpactDialog)
    said = words(asked)
    for part in ("Redirect URIs", SECOND_URI, "Allowed networks", "everywhere else", "45.71.8.3", "In use"):
        assert part in said
    assert asked.keep.isDefault()
    assert not asked.go.isEnabled()
    desk.click(asked.keep)
    desk.until(lambda: form.action.isEnabled() and form.uris.isEnabled())
    assert form.isVisible()
    assert live.console.consumers.show(live.admin, made.client_id).consumer.redirect_uris == (REDIRECT_URI, SECOND_URI)
    desk.click(form.action)
    asked = desk.dialog(ImpactDialog)
    desk.type(asked.typed, made.name)
    desk.click(asked.go)
    desk.no_dialog()
    saved = live.console.consumers.show(live.admin, made.client_id).consumer
    assert (saved.redirect_uris, saved.networks) == ((REDIRECT_URI,), ("10.0.0.0/8",))


def test_what_an_edit_takes_from_a_key_in_use_is_shown_and_what_it_adds_is_not(desk: Desktop, live: LiveBase) -> None:
    made = live.console.api_keys.create(
        live.admin, name="Bodega", permission_group="Field work", legacy_basic=True, networks=["10.0.0.0/8"]
    ).api_key
    use(live, live.console.api_keys.show(live.admin, made.key_id).secrets[0].id)
    form = edit_form(desk, "api_keys")
    assert isinstance(form, ApiKeyDialog)
    form.limits.networks.setPlainText("10.0.0.0/8\n45.71.8.0/24")
    desk.click(form.action)
    desk.no_dialog()
    form = edit_form(desk, "api_keys")
    assert isinstance(form, ApiKeyDialog)
    desk.click(form.legacy_basic)
    desk.click(form.action)
    asked = desk.dialog(ImpactDialog)
    assert "requests with the secret itself are refused" in words(asked)
    desk.type(asked.typed, "bodega")
    desk.click(asked.go)
    desk.no_dialog()
    assert not live.console.api_keys.show(live.admin, made.key_id).options.legacy_basic


def test_what_nobody_uses_is_edited_without_a_question(desk: Desktop, live: LiveBase) -> None:
    made = live.consumer(redirect_uris=[REDIRECT_URI, SECOND_URI]).consumer
    form = edit_form(desk, "oauth_consumers")
    assert isinstance(form, ConsumerDialog)
    form.uris.setPlainText(REDIRECT_URI)
    desk.click(form.action)
    desk.no_dialog()
    assert live.console.consumers.show(live.admin, made.client_id).consumer.redirect_uris == (REDIRECT_URI,)
