"""Tries of every kind, over a real socket against a real gateway: each step, what is left behind, what is shown."""

import socket
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from fracttal_console.domain.errors import TryAddressRefused
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.api_keys import CreatedApiKey
from fracttal_console.services.listing import ListQuery
from fracttal_console.services.oauth_consumers import CreatedConsumer
from fracttal_console.trial import consent
from fracttal_console.trial.steps import Outcome, Step, Way, needs_secret, way_of
from fracttal_console.trial.trying import Try
from tests.journeys.live import LiveBase
from tests.ports import kept_port
from tests.trial.trying import came_back, consenting, tried

LOOPBACK = "http://127.0.0.1/callback"


def a_key(live: LiveBase, name: str = "Sensor", **options: object) -> CreatedApiKey:
    return live.console.api_keys.create(live.admin, name=name, permission_group="Field work", **options)  # type: ignore[arg-type]


def an_app(live: LiveBase, *uris: str, **options: object) -> CreatedConsumer:
    return live.consumer("Application", redirect_uris=list(uris or (LOOPBACK,)), **options)


def tokens_given_back(live: LiveBase) -> int:
    events = live.console.audit.page(live.admin, ListQuery(), 0, 50).rows
    return sum(event.tag == "tokens:revoke" for event in events)


def refusals(live: LiveBase) -> int:
    live.console.refusals.flush()
    return live.console.refused_requests.page(live.admin, ListQuery(), 0, 9).matching


def test_which_way_is_tried_and_whether_a_secret_is_needed(live: LiveBase) -> None:
    key, job, app = a_key(live).api_key, live.job().consumer, an_app(live, public=True).consumer
    assert [way_of(one) for one in (key, job, app)] == [Way.HAWK, Way.CLIENT_CREDENTIALS, Way.AUTHORIZATION_CODE]
    assert [needs_secret(one) for one in (key, job, app)] == [True, True, False]


def test_an_api_key_reads_and_sends_a_signed_body(live: LiveBase, url: str) -> None:
    made = a_key(live)
    shown = tried(live, url, made.api_key, made.secret)
    assert shown.held
    assert [(step.code, step.status, step.outcome) for step in shown.steps] == [
        ("hawk_read", 200, Outcome.HELD), ("hawk_write", 405, Outcome.HELD),
    ]  # fmt: skip
    assert "name: Sensor" in shown.step("hawk_read").answered
    assert any('hash="' in line for line in shown.step("hawk_write").sent)
    assert made.secret.reveal() not in shown.text()
    assert refusals(live) == 0


def test_a_wrong_secret_of_an_api_key_is_named(live: LiveBase, url: str) -> None:
    shown = tried(live, url, a_key(live).api_key, SecretText("fch_of-another-key"))
    assert (shown.held, shown.codes, shown.last.status) == (False, ["hawk_read"], 401)
    assert [code for code, _ in shown.last.findings] == ["mac_fits_nothing"]


def test_a_disabled_api_key_is_named(live: LiveBase, url: str) -> None:
    made = a_key(live)
    key = live.console.api_keys.disable(live.admin, made.api_key.key_id)
    shown = tried(live, url, key, made.secret)
    assert [code for code, _ in shown.last.findings] == ["key_ended"]


def test_a_network_that_does_not_hold_this_computer_is_named(live: LiveBase, url: str) -> None:
    made = a_key(live, networks=["198.51.100.0/24"])
    shown = tried(live, url, made.api_key, made.secret)
    assert shown.last.findings == (("network_not_allowed", {"networks": "198.51.100.0/24"}),)


def test_a_consumer_that_acts_for_itself_goes_all_the_way(live: LiveBase, url: str) -> None:
    job = live.job()
    assert job.secret is not None
    shown = tried(live, url, job.consumer, job.secret)
    assert shown.held
    assert shown.codes == ["metadata", "token", "call", "introspect", "revoke", "introspect_dead"]
    assert "active: true" in shown.step("introspect").answered
    assert "active: false" in shown.last.answered
    assert job.secret.reveal() not in shown.text()
    assert "Authorization: Basic …" in shown.step("token").sent
    assert refusals(live) == 0


def test_a_wrong_client_secret_is_named(live: LiveBase, url: str) -> None:
    shown = tried(live, url, live.job().consumer, SecretText("fcs_of-another-consumer"))
    assert (shown.codes, shown.last.status) == (["metadata", "token"], 401)
    assert [code for code, _ in shown.last.findings] == ["secret_wrong"]
    assert "fcs_of-another-consumer" not in shown.text()


@pytest.mark.parametrize("public", [False, True])
def test_a_consumer_that_acts_for_people_goes_through_consent(live: LiveBase, url: str, public: bool) -> None:  # noqa: FBT001
    app = an_app(live, public=public)
    shown = tried(live, url, app.consumer, app.secret, browser=consenting(live))
    assert shown.held, shown.last
    looked = [] if public else ["introspect"]
    dead = [] if public else ["introspect_dead"]
    assert shown.codes == ["metadata", "authorize", "consent", "token", "call", *looked, "refresh", "revoke", *dead]
    assert "name: Joaquín Olavarría Sepúlveda" in shown.step("call").answered
    assert tokens_given_back(live) == 1
    assert next(step for step in shown.steps if step.outcome is Outcome.WAITING).opens.startswith(url)
    assert refusals(live) == 0


def test_a_consumer_on_localhost_is_tried_at_its_own_port(live: LiveBase, url: str) -> None:
    with kept_port() as port:
        app = an_app(live, f"http://localhost:{port}/back")
        shown = tried(live, url, app.consumer, app.secret, browser=consenting(live))
    assert shown.held, shown.last


def test_a_taken_port_is_named(live: LiveBase, url: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        uri = f"http://localhost:{other.getsockname()[1]}/back"
        shown = tried(live, url, an_app(live, uri).consumer, None)
    assert (shown.last.code, shown.last.cause, shown.last.facts) == ("consent", "loopback_taken", {"uri": uri})


def test_without_a_way_back_the_request_is_checked_and_the_rest_left_out(live: LiveBase, url: str) -> None:
    app = live.consumer()
    shown = tried(live, url, app.consumer, app.secret)
    assert shown.held
    assert shown.codes == ["metadata", "authorize", "consent"]
    assert (shown.last.outcome, shown.last.cause) == (Outcome.LEFT_OUT, "loopback_missing")


def test_a_redirect_uri_that_was_taken_away_is_named(live: LiveBase, url: str) -> None:
    app = live.consumer()
    stale = replace(app.consumer, redirect_uris=("https://old.example.com/back",))
    shown = tried(live, url, stale, app.secret)
    assert [code for code, _ in shown.last.findings] == ["redirect_differs"]


def test_a_person_who_declines_is_no_fault(live: LiveBase, url: str) -> None:
    def declining(page: str) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
        came_back(asked["redirect_uri"], {"error": "access_denied", "state": asked["state"], "iss": url})

    app = an_app(live)
    shown = tried(live, url, app.consumer, app.secret, browser=declining)
    assert (shown.held, shown.last.code, shown.last.cause) == (False, "consent", "denied")


def test_an_answer_of_another_issuer_is_not_used(live: LiveBase, url: str) -> None:
    app = an_app(live)
    shown = tried(live, url, app.consumer, app.secret, browser=consenting(live, iss="https://evil.example"))
    assert (shown.last.code, shown.last.cause) == ("consent", "other_issuer")


def test_an_answer_with_another_state_is_turned_away(live: LiveBase, url: str) -> None:
    turned_away: list[int] = []

    def browser(page: str) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
        wrongs = ("?code=x&state=guessed", "x?state=" + asked["state"])
        turned_away.extend(httpx.get(asked["redirect_uri"] + wrong).status_code for wrong in wrongs)
        consenting(live)(page)

    app = an_app(live)
    shown = tried(live, url, app.consumer, app.secret, browser=browser)
    assert shown.held
    assert turned_away == [400, 404]


def test_whoever_never_comes_back_is_not_waited_for(live: LiveBase, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consent, "PATIENCE_SECONDS", 0)
    app = an_app(live)
    shown = tried(live, url, app.consumer, app.secret)
    assert (shown.last.outcome, shown.last.cause) == (Outcome.FAILED, "nobody_consented")


def test_a_try_that_is_stopped_gives_back_what_it_took(live: LiveBase, url: str) -> None:
    job, stop = live.job(), []

    def seen(attempt: Try, step: Step) -> None:
        if step.code == "token":
            stop.append(True)
            attempt.cut()

    shown = tried(live, url, job.consumer, job.secret, stopped=lambda: bool(stop), seen=seen)
    assert not shown.held
    assert [(step.code, step.outcome) for step in shown.steps] == [
        ("metadata", Outcome.HELD), ("token", Outcome.HELD), ("call", Outcome.LEFT_OUT), ("revoke", Outcome.HELD),
    ]  # fmt: skip
    assert tokens_given_back(live) == 1


def test_a_gateway_that_is_not_there_is_named(live: LiveBase) -> None:
    made = a_key(live)
    with kept_port() as port:
        shown = tried(live, f"http://127.0.0.1:{port}", made.api_key, made.secret)
    assert (shown.last.outcome, shown.last.cause) == (Outcome.FAILED, "nobody_answers")


@pytest.mark.parametrize(
    "address", ["http://auth.example.com", "auth.example.com", "ftp://127.0.0.1", "http://127.0.0.1:port", "",
                "https://user@auth.example.com", "https://auth.example.com/?x"],
)  # fmt: skip
def test_a_secret_goes_nowhere_in_clear(live: LiveBase, address: str) -> None:
    made = a_key(live)
    with pytest.raises(TryAddressRefused):
        tried(live, address, made.api_key, made.secret)


def test_what_is_asked_and_answered_shows_nothing_by_accident(live: LiveBase, url: str) -> None:
    made = a_key(live)
    attempts: list[Try] = []
    tried(live, url, made.api_key, made.secret, seen=lambda attempt, _step: attempts.append(attempt))
    assert attempts[0].secret == ""
