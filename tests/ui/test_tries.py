"""Try it in the window, by clicks and keys: the real flow against the window's own gateway."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from fracttal_console.domain.actors import Role
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.listing import ListQuery
from fracttal_console.services.oauth_consumers import CreatedConsumer
from fracttal_console.trial.steps import Outcome
from fracttal_console.ui.credentials import try_dialog
from fracttal_console.ui.credentials.try_dialog import TryDialog
from fracttal_console.ui.widgets.buttons import Button
from tests.journeys.live import LiveBase
from tests.support import SUPPORT_EMAIL, password
from tests.trial.trying import consenting
from tests.ui.desktop import Desktop, desktop


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the pages that were opened in the browser."""
    pages: list[str] = []
    monkeypatch.setattr(try_dialog, "open_in_browser", pages.append)
    return pages


def asked(desk: Desktop, page: str) -> TryDialog:
    desk.open(page)
    desk.until(lambda: desk.page.model.matching == 1)
    desk.choose(0)
    desk.settled()
    desk.click(desk.button("Try it…", desk.page.panel))
    return desk.dialog(TryDialog)


def walked(desk: Desktop, dialog: TryDialog, secret: SecretText | None) -> list[tuple[str, Outcome]]:
    if secret is not None:
        desk.type(dialog.secret, f"  {secret.reveal()} ")
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: dialog.stop.isHidden() and dialog.steps.isVisible())
    return [(card.step.code, card.step.outcome) for card in dialog.steps.cards]


def nothing_cut_off(dialog: TryDialog) -> bool:
    """Tell whether every line of every step has its height, and nothing below the last one is empty."""
    cards = dialog.steps.cards
    inside, layouts = dialog.steps.widget(), [card.layout() for card in cards]
    if inside is None or not cards or None in layouts:
        return False
    needed = [
        0 if one is None else one.totalHeightForWidth(card.width()) for card, one in zip(cards, layouts, strict=True)
    ]
    return [card.height() for card in cards] == needed and inside.height() - cards[-1].geometry().bottom() <= 2


def words(dialog: TryDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def stopped_gateway(desk: Desktop) -> None:
    desk.click(desk.button("Stop gateway"))
    desk.until(lambda: not desk.bench.desk.base.gateway.url)
    desk.settled()


@pytest.mark.gateway
def test_an_api_key_is_tried_with_the_secret_that_was_pasted(desk: Desktop, live: LiveBase) -> None:
    made = live.console.api_keys.create(live.admin, name="Sensor", permission_group="Field work")
    dialog = asked(desk, "api_keys")
    assert dialog.secret.echoMode() is dialog.secret.EchoMode.Password
    assert QApplication.focusWidget() is dialog.secret
    steps = walked(desk, dialog, made.secret)
    assert steps == [("hawk_read", Outcome.HELD), ("hawk_write", Outcome.HELD)]
    assert dialog.state.text() == "Every step held."
    assert dialog.secret.text() == ""
    assert made.secret.reveal() not in words(dialog)
    assert live.console.audit.page(live.admin, ListQuery(), 0, 1).rows
    tags = [event.tag for event in live.console.audit.page(live.admin, ListQuery(), 0, 50).rows]
    assert "api_keys:try" in tags
    # and once more
    desk.click(dialog.go)
    assert dialog.secret.isVisible()
    assert dialog.steps.cards == ()
    desk.press(Qt.Key.Key_Escape)
    desk.no_dialog()


@pytest.mark.gateway
def test_a_wrong_secret_is_named_with_what_to_do(desk: Desktop, live: LiveBase) -> None:
    live.job()
    dialog = asked(desk, "oauth_consumers")
    desk.click(dialog.go)
    assert "Paste the secret that the program uses." in words(dialog)
    steps = walked(desk, dialog, SecretText("fcs_wrong"))
    assert steps == [("metadata", Outcome.HELD), ("token", Outcome.FAILED)]
    desk.until(lambda: nothing_cut_off(dialog))
    assert "Client secret wrong" in words(dialog)
    assert "Store the current one there, or make a new one." in words(dialog)
    assert dialog.state.text() == "Not every step held."
    desk.click(dialog.leave)
    desk.no_dialog()


def an_app(live: LiveBase) -> CreatedConsumer:
    return live.consumer(public=True, redirect_uris=["http://127.0.0.1/callback"])


@pytest.mark.gateway
def test_a_public_consumer_goes_through_the_browser(desk: Desktop, live: LiveBase, opened: list[str]) -> None:
    an_app(live)
    dialog = asked(desk, "oauth_consumers")
    assert not dialog.secret.isVisible()
    desk.click(dialog.go)
    desk.until(lambda: opened)
    desk.until(lambda: "Waiting for somebody to sign in and decide in the browser…" in words(dialog))
    desk.click(desk.button("Copy the page's address", dialog))
    assert QApplication.clipboard().text() == opened[0]
    consenting(live)(opened[0])
    desk.until(dialog.stop.isHidden)
    assert [card.step.code for card in dialog.steps.cards] == [
        "metadata", "authorize", "consent", "token", "call", "refresh", "revoke",
    ]  # fmt: skip
    assert dialog.state.text() == "Every step held."
    desk.click(dialog.leave)
    desk.no_dialog()


@pytest.mark.gateway
def test_waiting_for_the_browser_is_stopped(desk: Desktop, live: LiveBase, opened: list[str]) -> None:
    an_app(live)
    dialog = asked(desk, "oauth_consumers")
    desk.click(dialog.go)
    desk.until(lambda: opened)
    desk.click(dialog.stop)
    desk.until(dialog.stop.isHidden)
    assert dialog.steps.cards[-1].step.cause == "stopped"
    desk.click(dialog.leave)
    desk.no_dialog()


@pytest.mark.gateway
def test_the_lock_ends_a_try_and_takes_the_secret_away(desk: Desktop, live: LiveBase, opened: list[str]) -> None:
    an_app(live)
    dialog = asked(desk, "oauth_consumers")
    desk.click(dialog.go)
    desk.until(lambda: opened)
    desk.application.flow.lock("asked")
    desk.settled()
    assert not dialog.isVisible()
    assert dialog.steps.cards == ()


@pytest.mark.gateway
def test_a_stopped_gateway_is_started_first(desk: Desktop, live: LiveBase) -> None:
    made = live.console.api_keys.create(live.admin, name="Sensor", permission_group="Field work")
    stopped_gateway(desk)
    dialog = asked(desk, "api_keys")
    assert dialog.go.text() == "Start gateway and try it"
    walked(desk, dialog, made.secret)
    assert dialog.state.text() == "Every step held."
    desk.click(dialog.leave)
    desk.no_dialog()
    assert desk.button("Stop gateway").isVisible()


@pytest.mark.gateway
def test_without_a_way_back_it_says_what_is_needed(desk: Desktop, live: LiveBase) -> None:
    app = live.consumer()
    dialog = asked(desk, "oauth_consumers")
    assert "No redirect URI of it leads to this computer" in words(dialog)
    walked(desk, dialog, app.secret)
    desk.until(lambda: "Going on needs a redirect URI on this computer" in words(dialog))
    assert dialog.state.text() == "Every step that was taken held."
    desk.click(dialog.leave)
    desk.no_dialog()


def test_support_staff_are_not_asked_for_secrets(qtbot: QtBot, live: LiveBase) -> None:
    live.job()
    live.console.people.create(live.admin, email=SUPPORT_EMAIL, name="Support", role=Role.SUPPORT, password=password())
    with desktop(qtbot, live.settings, email=SUPPORT_EMAIL) as shown:
        shown.open("oauth_consumers")
        shown.until(lambda: shown.page.model.matching == 1)
        shown.choose(0)
        shown.settled()
        offered = {button.text() for button in shown.page.panel.findChildren(Button) if button.isVisible()}
        assert offered == {"Snippets…"}
