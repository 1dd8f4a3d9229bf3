"""Public keys of consumers in the window: pasted, refused with their rule, used at the gateway, retired."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from PySide6.QtWidgets import QLabel, QWidget

from fracttal_console.domain.consumer_keys import AuthMethod
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.oauth_consumers.dialog import ConsumerDialog
from fracttal_console.ui.oauth_consumers.key_form import KeyForm
from fracttal_console.ui.oauth_consumers.public_keys_dialog import PublicKeysDialog
from tests.journeys.live import LiveBase
from tests.signing import ASSERTION_TYPE, Signer, jwks
from tests.ui.desktop import Desktop


def words(widget: QWidget) -> set[str]:
    return {label.text() for label in widget.findChildren(QLabel) if label.isVisible()}


def opens(desk: Desktop, client_id: str, signer: Signer) -> bool:
    """Get a token from the gateway of the window."""
    url = desk.bench.desk.base.gateway.url
    form = {
        "grant_type": "client_credentials", "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": signer.assertion(client_id, url, now=int(time.time())),
    }  # fmt: skip
    return httpx.post(f"{url}/oauth/token", data=form).status_code == 200


def keys_dialog(desk: Desktop) -> PublicKeysDialog:
    desk.open("oauth_consumers")
    desk.until(lambda: desk.page.model.matching == 1)
    desk.choose(0)
    desk.settled()
    desk.click(desk.button("Public keys…", desk.page.panel))
    return desk.dialog(PublicKeysDialog)


@pytest.mark.gateway
def test_a_consumer_goes_over_from_its_secret_to_a_key_and_to_the_next_key(desk: Desktop, live: LiveBase) -> None:
    ref, first, second = live.job().consumer.client_id, Signer(kid="first"), Signer("OKP", kid="second")
    dialog = keys_dialog(desk)
    assert {"Client secret", "No key yet."} <= words(dialog)
    assert not dialog.switch.isVisible()
    for signer in (first, second):
        desk.click(dialog.new)
        form = desk.dialog(KeyForm)
        form.key.paste.setPlainText(jwks(signer))
        desk.click(form.action)
        desk.until(lambda signer=signer: signer.kid in dialog.retires)  # type: ignore[misc]
    assert not opens(desk, ref, first)
    desk.click(dialog.switch)
    desk.until(lambda: "Public key" in words(dialog))
    assert (opens(desk, ref, first), opens(desk, ref, second)) == (True, True)

    # uses are written every second
    desk.until(lambda: live.console.consumer_keys.impact(live.admin, ref, "first").in_use)
    desk.click(dialog.retires["first"])
    question = desk.dialog(ImpactDialog)
    assert question.keep.isDefault()
    assert not question.go.isEnabled()
    desk.type(question.typed, "sincronizador")
    desk.click(question.go)
    desk.until(lambda: list(dialog.retires) == ["second"])
    assert (opens(desk, ref, first), opens(desk, ref, second)) == (False, True)


def test_a_consumer_whose_secret_is_in_use_is_asked_about_before_it_goes_over(desk: Desktop, live: LiveBase) -> None:
    made = live.job().consumer
    live.console.consumer_keys.add(live.admin, made.client_id, jwks(Signer(kid="first")))
    secret = live.console.consumers.show(live.admin, made.client_id).secrets[0]
    live.console.usage.secret(secret.id, datetime.now(UTC), "45.71.8.3", "POST /oauth/token")
    live.console.usage.flush()
    dialog = keys_dialog(desk)
    desk.click(dialog.switch)
    question = desk.dialog(ImpactDialog)
    assert {"Client secret", "what is proved by it is refused"} <= words(question)
    desk.click(question.keep)
    desk.until(lambda: not question.isVisible())
    assert live.console.consumers.show(live.admin, made.client_id).method is AuthMethod.CLIENT_SECRET
    desk.dialog(PublicKeysDialog)
    desk.click(dialog.switch)
    question = desk.dialog(ImpactDialog)
    desk.type(question.typed, made.name)
    desk.click(question.go)
    desk.until(lambda: "Public key" in words(dialog))
    assert live.console.consumers.show(live.admin, made.client_id).method is AuthMethod.PRIVATE_KEY_JWT


def test_a_use_in_between_takes_neither_the_button_nor_its_focus_away(desk: Desktop, live: LiveBase) -> None:
    ref, signer = live.job().consumer.client_id, Signer(kid="first")
    live.console.consumer_keys.add(live.admin, ref, jwks(signer))
    dialog = keys_dialog(desk)
    desk.until(lambda: "first" in dialog.retires)
    dialog.retires["first"].setFocus()
    before = dialog.retires["first"]
    used = replace(dialog.view, consumer=replace(dialog.view.consumer, description="changed"))
    dialog._renew(used)
    assert dialog.retires["first"] is not before
    assert dialog.retires["first"].isVisible()
    assert dialog.retires["first"].hasFocus()


def test_what_is_pasted_is_read_at_once_and_refused_with_its_rule(desk: Desktop, live: LiveBase) -> None:
    live.job()
    desk.click(keys_dialog(desk).new)
    form = desk.dialog(KeyForm)
    for pasted, said in (
        (Signer("RSA").private_pem, "private key"),
        ("not a key", "cannot be read"),
        (Signer("RSA-1024").pem, "less than 2048 bits"),
        (Signer("P-384").pem, "not supported"),
    ):
        form.key.paste.setPlainText(pasted)
        assert said in form.key.problem
    form.key.paste.setPlainText(Signer().pem)
    assert form.key.problem == ""
    desk.until(lambda: any(text.startswith("Thumbprint ") for text in words(form)))


@pytest.mark.gateway
def test_a_consumer_is_registered_with_a_key_and_without_a_secret(desk: Desktop, live: LiveBase) -> None:
    desk.open("oauth_consumers")
    desk.page.act("create")
    form = desk.dialog(ConsumerDialog)
    assert not form.key.isVisible()
    form.name.setText("Firmante")
    desk.until(form.group.choice.count)
    form.group.choice.setCurrentText("Field work")
    desk.click(form.grant.button(1))
    desk.click(form.proof.button(1))
    assert form.key.isVisible()
    assert not form.note.isVisible()
    form.key.paste.setPlainText(Signer().pem)
    desk.click(form.action)
    desk.no_dialog()
    (view,) = live.console.consumers.all(live.admin)
    assert (view.method, view.secrets, len(view.keys)) == (AuthMethod.PRIVATE_KEY_JWT, (), 1)
    assert opens(desk, view.consumer.client_id, Signer())
