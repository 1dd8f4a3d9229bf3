"""The device authorization grant (RFC 8628, SECURITY A8.05), over a real socket."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from fracttal_console.domain.code_guesses import GUESSES_OF_ADDRESS
from fracttal_console.domain.consumer_switches import SwitchChange
from fracttal_console.domain.device_grants import GRANT_TYPE, USER_CODE_SIGNS
from fracttal_console.domain.errors import UserCodesThrottled
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.listing import ListQuery
from tests.browsing import Application, hidden, sign_in
from tests.gateway.served import Served, application, count_rows, serving, together
from tests.support import ADMIN_EMAIL, MEMBER_EMAIL

DEVICE = SwitchChange(device=True)
SHOWN = re.compile(rf"[{USER_CODE_SIGNS}]{{4}}-[{USER_CODE_SIGNS}]{{4}}")


@pytest.fixture
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a world of its own: entries are counted."""
    with serving(tmp_path_factory.mktemp("devices")) as made:
        yield made


@pytest.fixture
def tv(served: Served) -> Application:
    return served.consumer(switches=DEVICE, public=True, redirect_uris=[])


def start(client: Application, **form: str) -> dict[str, Any]:
    response = client._post("/oauth/device_authorization", form or {"scope": ""})
    assert response.status_code == 200, response.text
    told: dict[str, Any] = response.json()
    return told


def fetch(client: Application, device_code: str) -> httpx.Response:
    return client.token(grant_type=GRANT_TYPE, device_code=device_code)


def enter(browser: httpx.Client, code: str, path: str = "/device") -> httpx.Response:
    return browser.post(path, data={"csrf": hidden(browser.get(path)), "user_code": code})


def decide(browser: httpx.Client, page: httpx.Response, code: str, decision: str = "allow") -> httpx.Response:
    return browser.post("/device", data={"csrf": hidden(page), "user_code": code, "decision": decision})


def allowed(served: Served, client: Application, **form: str) -> dict[str, Any]:
    told = start(client, **form)
    member = served.signed_in()
    page = enter(member, told["user_code"])
    assert decide(member, page, told["user_code"]).status_code == 200
    return told


def test_a8_05_a_person_allows_a_device_and_it_gets_its_tokens_once(served: Served, tv: Application) -> None:
    told = start(tv, scope="items:view")
    assert set(told) == {
        "device_code", "user_code", "verification_uri", "verification_uri_complete", "expires_in", "interval",
    }  # fmt: skip
    assert (told["verification_uri"], told["interval"]) == (f"{served.url}/device", 5)
    assert fetch(tv, told["device_code"]).json()["error"] == "authorization_pending"
    visitor = served.visitor()
    path = told["verification_uri_complete"].removeprefix(served.url)
    assert sign_in(visitor, path).headers["location"] == path
    prefilled = visitor.get(path)
    assert f'value="{told["user_code"]}"' in prefilled.text
    # whoever follows the link has still to go on and to decide
    assert fetch(tv, told["device_code"]).json()["error"] == "slow_down"
    page = visitor.post(
        path, data={"csrf": hidden(prefilled), "user_code": told["user_code"].lower().replace("-", " ")}
    )
    assert page.status_code == 200
    assert told["user_code"] in page.text
    done = visitor.post(path, data={"csrf": hidden(page), "user_code": told["user_code"], "decision": "allow"})
    assert done.status_code == 200
    answer = fetch(tv, told["device_code"])
    assert answer.status_code == 200
    tokens = answer.json()
    assert (tokens["token_type"], tokens["scope"]) == ("Bearer", "items:view")
    assert tv.user(tokens["access_token"]).json()["data"]["person"]["email"].startswith("joaquin")
    assert tv.refresh(tokens["refresh_token"]).status_code == 200
    again = fetch(tv, told["device_code"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    # the link that led here is spent as well
    assert enter(visitor, told["user_code"]).status_code == 422


def test_a8_05_codes_are_long_random_and_without_look_alikes(served: Served) -> None:
    client = served.consumer(switches=DEVICE)
    told = [start(client) for _ in range(40)]
    assert all(SHOWN.fullmatch(one["user_code"]) for one in told)
    assert len({one["user_code"] for one in told}) == len({one["device_code"] for one in told}) == 40
    signs = "".join(one["user_code"].replace("-", "") for one in told)
    assert len(USER_CODE_SIGNS) == 20
    assert len(set(signs)) == 20
    assert all(len(one["device_code"]) >= 43 for one in told)


def test_a8_05_deny_tells_the_device(served: Served, tv: Application) -> None:
    told = start(tv)
    member = served.signed_in()
    page = enter(member, told["user_code"])
    before = served.count_events("authorizations:decline")
    assert decide(member, page, told["user_code"], "anything else").status_code == 200
    assert served.count_events("authorizations:decline") == before + 1
    answer = fetch(tv, told["device_code"])
    assert (answer.status_code, answer.json()["error"]) == (400, "access_denied")
    assert decide(member, page, told["user_code"], "allow").status_code == 409


def test_a8_05_whoever_asks_too_often_has_to_wait_five_seconds_longer(served: Served, tv: Application) -> None:
    code, clock = start(tv)["device_code"], served.world.clock
    waits = []
    for wait in (0, 5, 2, 5, 10, 3, 15):
        clock.advance(timedelta(seconds=wait))
        waits.append(fetch(tv, code).json()["error"])
    assert waits == [
        "authorization_pending", "authorization_pending", "slow_down", "slow_down", "slow_down", "slow_down",
        "slow_down",
    ]  # fmt: skip
    # 5, then +5 for each of five: the device has to be patient now
    clock.advance(timedelta(seconds=30))
    assert fetch(tv, code).json()["error"] == "authorization_pending"


def test_a8_05_codes_end_after_ten_minutes(served: Served, tv: Application) -> None:
    told, granted = start(tv), allowed(served, tv)
    served.world.clock.advance(timedelta(minutes=10))
    assert fetch(tv, told["device_code"]).json()["error"] == "expired_token"
    assert fetch(tv, granted["device_code"]).json()["error"] == "expired_token"
    assert enter(served.signed_in(), told["user_code"]).status_code == 422


def test_a8_05_cve_2023_2585_a_device_code_is_bound_to_its_client(served: Served, tv: Application) -> None:
    other = served.consumer(switches=DEVICE)
    told = allowed(served, tv)
    answer = fetch(other, told["device_code"])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert fetch(tv, told["device_code"]).status_code == 200


def test_a8_05_only_the_person_who_entered_the_code_decides(served: Served, tv: Application) -> None:
    told = start(tv)
    member, other = served.signed_in(), served.signed_in(email=ADMIN_EMAIL)
    page = enter(member, told["user_code"])
    assert enter(other, told["user_code"]).status_code == 422
    # not with the form of the first person either, nor with one of a code of one's own
    assert decide(other, page, told["user_code"]).status_code == 403
    own = start(tv)
    assert decide(other, enter(other, own["user_code"]), told["user_code"]).status_code == 403
    assert fetch(tv, told["device_code"]).json()["error"] == "authorization_pending"
    assert decide(member, page, told["user_code"]).status_code == 200


def test_a8_05_nobody_decides_without_having_entered_the_code(served: Served, tv: Application) -> None:
    told = start(tv)
    world = served.world
    with pytest.raises(Exception, match="user_code_refused"):
        world.console.device_grants.allow(world.member, told["user_code"])
    with pytest.raises(Exception, match="user_code_refused"):
        world.console.device_grants.deny(world.member, told["user_code"])


def test_a8_05_a_code_can_be_entered_five_times(served: Served, tv: Application) -> None:
    told = start(tv)
    member = served.signed_in()
    assert [enter(member, told["user_code"]).status_code for _ in range(6)] == [200] * 5 + [422]


def test_a8_05_a_person_may_enter_few_wrong_codes(served: Served, tv: Application) -> None:
    told, member = start(tv), served.signed_in()
    wrong = ["BBBB-BBBB", "", "1234-5678", "BBBB-BBB", "x" * 4000]
    assert [enter(member, code).status_code for code in wrong] == [422] * 5
    assert enter(member, told["user_code"]).status_code == 429
    # whoever else comes from there may still try
    assert enter(served.signed_in(email=ADMIN_EMAIL), told["user_code"]).status_code in {200, 409}


def test_a8_05_wrong_codes_at_once_do_not_get_past_the_limit(served: Served) -> None:
    member = served.signed_in()
    token, cookies = hidden(member.get("/device")), dict(member.cookies)

    def guess(_number: int) -> int:
        with httpx.Client(base_url=served.url, cookies=cookies) as browser:
            return browser.post("/device", data={"csrf": token, "user_code": "BBBB-BBBB"}).status_code

    codes = together(16, guess)
    assert (codes.count(422), codes.count(429)) == (5, 11)


def test_a8_05_it_is_off_until_it_is_switched_on(served: Served) -> None:
    client = served.consumer()
    answer = client._post("/oauth/device_authorization", {"scope": ""})
    assert (answer.status_code, answer.json()["error"]) == (400, "unauthorized_client")
    assert fetch(client, "fcd_nothing").json()["error"] == "unauthorized_client"


@pytest.mark.parametrize("ended", ["switched off", "disabled", "deleted", "revoked", "person", "password"])
def test_a8_05_client_and_person_are_looked_at_again_at_each_step(served: Served, ended: str) -> None:
    created = served.created(switches=DEVICE)
    client, world = application(served.http, created), served.world
    waiting, granted = start(client), allowed(served, client)
    entered, member = start(client), served.signed_in()
    page = enter(member, entered["user_code"])
    consumers, admin, ref = world.console.consumers, world.admin, client.client_id
    if ended == "switched off":
        consumers.edit(admin, ref, switches=SwitchChange(device=False))
    elif ended == "disabled":
        consumers.disable(admin, ref)
    elif ended == "deleted":
        consumers.delete(admin, ref)
    elif ended == "revoked":
        for view in world.console.authorizations.all(admin):
            world.console.authorizations.revoke(admin, str(view.authorization.id))
    elif ended == "password":
        link = world.console.invitations.reset(admin, MEMBER_EMAIL).token.reveal()
        world.console.invitations.take(link, SecretText("another-not-real-password-0000"))
    else:
        world.console.people.disable(admin, "joaquin.olavarria@quillahue.example")
    assert "access_token" not in fetch(client, granted["device_code"]).json()
    if ended not in {"revoked", "person", "password"}:
        assert client._post("/oauth/device_authorization", {"scope": ""}).status_code in {400, 401}
        assert enter(member, waiting["user_code"]).status_code == 422
        assert decide(member, page, entered["user_code"]).status_code == 409


def test_a8_05_one_code_makes_one_family_of_tokens_however_many_ask_at_once(served: Served, tv: Application) -> None:
    for _ in range(4):
        told = allowed(served, tv)

        def ask(_number: int, code: str = told["device_code"]) -> int:
            with httpx.Client(base_url=served.url) as http:
                form = {"grant_type": GRANT_TYPE, "device_code": code, "client_id": tv.client_id}
                return http.post("/oauth/token", data=form).status_code

        assert sorted(together(6, ask)) == [200] + [400] * 5


def test_a8_05_allow_and_deny_at_once_is_one_of_the_two(served: Served, tv: Application) -> None:
    told = start(tv)
    member = served.signed_in()
    token, cookies = hidden(enter(member, told["user_code"])), dict(member.cookies)

    def press(number: int) -> int:
        form = {"csrf": token, "user_code": told["user_code"], "decision": "allow" if number % 2 else "deny"}
        with httpx.Client(base_url=served.url, cookies=cookies) as browser:
            return browser.post("/device", data=form).status_code

    assert sorted(together(6, press)) == [200] + [409] * 5


def test_a8_05_values_of_other_kinds_are_no_device_codes_and_its_codes_nothing_else(
    served: Served, tv: Application
) -> None:
    told = start(tv)
    client = served.consumer(switches=DEVICE)
    code = client.consent()
    assert fetch(client, code).json()["error"] == "invalid_grant"
    assert client.exchange(told["device_code"]).json()["error"] == "invalid_grant"
    assert client.exchange(code).status_code == 200
    assert client.user(told["device_code"]).status_code == 401


def test_a8_05_forms_of_the_page_count_for_their_own_browser_and_language(served: Served, tv: Application) -> None:
    told = start(tv)
    member = served.signed_in()
    token = hidden(member.get("/device"))
    assert served.visitor().post("/device", data={"csrf": token, "user_code": told["user_code"]}).status_code == 403
    assert member.post("/device", data={"csrf": "x", "user_code": told["user_code"]}).status_code == 403
    foreign = {"origin": "https://evil.example"}
    assert member.post("/device", data={"csrf": token, "user_code": "x"}, headers=foreign).status_code == 403
    assert member.put("/device").status_code == 405
    for tag, word in (("es", "Ingrese"), ("pt-BR", "Digite"), ("en", "Enter")):
        page = member.get(f"/device?ui_locales={tag}")
        assert f'<html lang="{tag}">' in page.text
        assert word in page.text
        assert "<script" not in page.text


def test_a8_05_a_waiting_device_is_no_refused_request(served: Served, tv: Application) -> None:
    code = start(tv)["device_code"]
    for _ in range(3):
        assert fetch(tv, code).status_code == 400
    fetch(tv, "fcd_unknown")
    served.world.console.refusals.flush()
    with closing(sqlite3.connect(served.world.settings.database_path)) as connection:
        causes = {cause for (cause,) in connection.execute("SELECT cause FROM refusals")}
    assert causes == {"device_code_unknown"}


def test_a8_02_the_grant_is_told_where_somebody_may_use_it(served: Served) -> None:
    def document() -> dict[str, object]:
        told: dict[str, object] = served.http.get("/.well-known/oauth-authorization-server").json()
        return told

    assert "device_authorization_endpoint" not in document()
    served.consumer(switches=DEVICE)
    assert document()["device_authorization_endpoint"] == f"{served.url}/oauth/device_authorization"
    assert GRANT_TYPE in str(document()["grant_types_supported"])


def test_a8_05_a_person_who_did_not_start_it_says_so(served: Served, tv: Application) -> None:
    told, member = start(tv), served.signed_in()
    page = enter(member, told["user_code"])
    assert "It was not me" in page.text
    answer = decide(member, page, told["user_code"], "not-me")
    assert (answer.status_code, served.count_events("authorizations:disown")) == (200, 1)
    assert "What to do now" in answer.text
    assert fetch(tv, told["device_code"]).json()["error"] == "access_denied"
    assert served.count_events("authorizations:decline") == 0
    # it is over: nobody can be talked into allowing it after all
    assert decide(member, page, told["user_code"], "allow").status_code == 409
    (event,) = [one for one in served.world.console.audit.newest(served.world.admin) if "disown" in one.tag]
    assert (event.facts["consumer"], event.actor.name) == (tv.client_id, "Joaquín Olavarría Sepúlveda")


def test_a8_05_wrong_codes_are_forgotten_after_a_minute(served: Served, tv: Application) -> None:
    told, member = start(tv), served.signed_in()
    *_, answer = [enter(member, "BBBB-BBBB") for _ in range(6)]
    assert answer.status_code == 429
    assert "Wait a minute" in answer.text
    served.world.clock.advance(timedelta(seconds=60))
    assert enter(member, told["user_code"]).status_code == 200
    while served.world.console.housekeeping.step():
        pass
    served.world.clock.advance(timedelta(seconds=61))
    while served.world.console.housekeeping.step():
        pass
    assert count_rows(served.world, "code_guesses") == 0


def test_a8_05_many_people_at_one_address_share_a_limit(served: Served) -> None:
    world, guessing = served.world, served.world.console.device_grants._guessing
    people = [replace(world.member, id=number, address="192.0.2.77") for number in range(100, 110)]
    looked_at = 0
    for person in people:
        for _ in range(3):
            with world.console.device_grants._use_cases.keep_books() as work, suppress(UserCodesThrottled):
                guessing.check(work, person)
                guessing.count(work, person)
                looked_at += 1
    assert looked_at == GUESSES_OF_ADDRESS
    with world.console.device_grants._use_cases.keep_books() as work:
        # whoever comes from elsewhere is not held up by them
        guessing.check(work, replace(people[-1], address="192.0.2.78"))


def test_a8_05_why_a_code_opens_nothing_is_kept_for_whoever_looks(served: Served, tv: Application) -> None:
    member, admin = served.signed_in(), served.signed_in(email=ADMIN_EMAIL)
    taken, used, old = start(tv), start(tv), start(tv)
    enter(member, taken["user_code"])
    enter(admin, taken["user_code"])
    decide(member, enter(member, used["user_code"]), used["user_code"], "deny")
    enter(member, used["user_code"])
    enter(member, "BBBB-BBBB")
    for _ in range(5):
        enter(admin, "BBBB-BBBB")
    served.world.clock.advance(timedelta(minutes=10))
    enter(member, old["user_code"])
    console = served.world.console
    console.refusals.flush()
    (consumer,) = {view.consumer.name for view in console.consumers.all(served.world.admin)}
    rows = [view.refusal for view in console.refused_requests.page(served.world.admin, ListQuery(), 0, 20).rows]
    assert {row.cause: row.credential_name for row in rows} == {
        "user_code_taken": consumer,
        "user_code_used": consumer,
        "user_code_unknown": "",
        "user_codes_throttled": "",
        "user_code_expired": consumer,
    }
    assert all(row.person_id for row in rows)
