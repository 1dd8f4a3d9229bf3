"""Pushed authorization requests (RFC 9126, SECURITY A8.03), over a real socket."""

from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest

from fracttal_console.domain.consumer_switches import Demand, SwitchChange
from fracttal_console.domain.pushed_requests import REQUEST_URI
from fracttal_console.services.listing import ListQuery
from tests.browsing import CHALLENGE, Application, answer, authorize_url, decide, hidden, sign_in
from tests.gateway.served import Served, application, count_rows, together
from tests.support import REDIRECT_URI

MAY_PUSH = SwitchChange(par=Demand.ALLOWED)


def form(**changes: str | None) -> dict[str, str]:
    values: dict[str, str | None] = {
        "response_type": "code", "redirect_uri": REDIRECT_URI, "state": "pushed-state", "code_challenge": CHALLENGE,
        "code_challenge_method": "S256", **changes,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value is not None}


def push(client: Application, **changes: str | None) -> httpx.Response:
    return client._post("/oauth/par", form(**changes))


def pushed_path(client: Application, response: httpx.Response | None = None, **more: str) -> str:
    uri = (response or push(client)).json()["request_uri"]
    return "/oauth/authorize?" + urlencode({"client_id": client.client_id, "request_uri": uri, **more})


@pytest.fixture(scope="module")
def pushing(served: Served) -> Application:
    return served.consumer(switches=MAY_PUSH)


def test_a8_03_a_pushed_request_gets_an_address_of_its_own(pushing: Application) -> None:
    response = push(pushing)
    assert (response.status_code, response.headers["cache-control"]) == (201, "no-store")
    content = response.json()
    assert set(content) == {"request_uri", "expires_in"}
    assert content["request_uri"].startswith("urn:ietf:params:oauth:request_uri:")
    # 43 signs of 62: 256 bits
    assert len(content["request_uri"]) > len("urn:ietf:params:oauth:request_uri:") + 43
    assert 0 < content["expires_in"] <= 90


def test_a8_03_what_was_pushed_is_what_counts_and_nothing_beside_it(served: Served, pushing: Application) -> None:
    response = push(pushing, scope="items:view")
    path = pushed_path(
        pushing, response, state="other", scope="work_orders:delete", redirect_uri="https://evil.example/cb",
        response_type="token", code_challenge="x" * 43,
    )  # fmt: skip
    told = answer(decide(served.signed_in(path), path))
    assert (told["state"], told["iss"]) == ("pushed-state", served.url)
    tokens = pushing.exchange(told["code"]).json()
    assert tokens["scope"] == "items:view"


def test_a8_03_an_address_is_good_for_one_decision(served: Served, pushing: Application) -> None:
    for decision in ("allow", "deny"):
        path = pushed_path(pushing)
        member = served.signed_in(path)
        assert member.get(path).status_code == 200
        assert decide(member, path, decision).status_code == 303
        page = member.get(path)
        assert (page.status_code, "location" in page.headers) == (400, False)


def test_a8_03_an_address_has_to_be_used_within_its_time(served: Served, pushing: Application) -> None:
    member, late, in_time = served.signed_in(), pushed_path(pushing), pushed_path(pushing)
    served.world.clock.advance(timedelta(seconds=59))
    assert member.get(in_time).status_code == 200
    served.world.clock.advance(timedelta(seconds=2))
    assert member.get(late).status_code == 400
    # whoever arrived in time may read the page
    served.world.clock.advance(timedelta(minutes=5))
    assert "code" in answer(decide(member, in_time))
    served.world.clock.advance(timedelta(minutes=1))
    slow = pushed_path(pushing)
    token = hidden(member.get(slow), -1)
    served.world.clock.advance(timedelta(minutes=11))
    assert member.post(slow, data={"csrf": token, "decision": "allow"}).status_code == 400


def test_a8_03_an_address_is_bound_to_its_client(served: Served, pushing: Application) -> None:
    other = served.consumer(switches=MAY_PUSH)
    uri = push(pushing).json()["request_uri"]
    path = "/oauth/authorize?" + urlencode({"client_id": other.client_id, "request_uri": uri})
    page = served.signed_in().get(path)
    assert (page.status_code, "location" in page.headers) == (400, False)


def test_a8_03_only_a_client_that_proves_itself_may_push(served: Served, pushing: Application) -> None:
    for auth in ((pushing.client_id, "fcs_wrong"), ("fcc_nobody", "x")):
        response = served.post("/oauth/par", form(), auth)
        assert (response.status_code, response.json()["error"]) == (401, "invalid_client")
    assert served.post("/oauth/par", form(client_id=pushing.client_id)).status_code == 401
    native = served.consumer(public=True, switches=MAY_PUSH)
    path = pushed_path(native)
    assert "code" in answer(decide(served.signed_in(path), path))


def test_a8_03_it_is_off_until_it_is_switched_on(served: Served) -> None:
    response = push(served.consumer())
    assert (response.status_code, response.json()["error"]) == (400, "unauthorized_client")


def test_a8_03_switching_it_off_ends_what_was_pushed(served: Served) -> None:
    created = served.created(switches=MAY_PUSH)
    client = Application(served.http, created.consumer.client_id, (created.secret and created.secret.reveal()) or None)
    path, world = pushed_path(client), served.world
    world.console.consumers.edit(world.admin, client.client_id, switches=SwitchChange(par=Demand.OFF))
    assert served.signed_in().get(path).status_code == 400


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_a8_03_the_endpoint_takes_post_only(served: Served, method: str) -> None:
    response = served.http.request(method, "/oauth/par")
    assert (response.status_code, response.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(("changes", "error"), [
    ({"request_uri": "urn:ietf:params:oauth:request_uri:x"}, "invalid_request"),
    ({"request_uri": "https://evil.example/request"}, "invalid_request"),
    ({"request": "e30.e30."}, "invalid_request"),
    ({"redirect_uri": "https://evil.example/cb"}, "invalid_request"),
    ({"redirect_uri": None}, "invalid_request"),
    ({"response_type": "token"}, "unsupported_response_type"),
    ({"response_mode": "fragment"}, "invalid_request"),
    ({"code_challenge": None}, "invalid_request"),
    ({"code_challenge_method": "plain"}, "invalid_request"),
    ({"scope": "openid"}, "invalid_scope"),
    ({"resource": "https://elsewhere.example"}, "invalid_target"),
])  # fmt: skip
def test_a8_03_what_the_browser_could_not_ask_cannot_be_pushed(
    pushing: Application, changes: dict[str, str | None], error: str
) -> None:
    response = push(pushing, **changes)
    assert (response.status_code, response.json()["error"]) == (400, error)


def test_a8_03_a_client_that_must_push_gets_nowhere_without(served: Served) -> None:
    client = served.consumer(switches=SwitchChange(par=Demand.REQUIRED))
    member = served.signed_in()
    told = answer(member.get(authorize_url(client.client_id)))
    assert (told["error"], told["iss"]) == ("invalid_request", served.url)
    assert "code" in answer(decide(member, pushed_path(client)))


def test_a8_03_two_decisions_at_once_make_one_code(served: Served, pushing: Application) -> None:
    for _ in range(5):
        path = pushed_path(pushing)
        member = served.signed_in(path)
        token = hidden(member.get(path), -1)
        cookies = dict(member.cookies)
        before = served.count_events("authorizations:grant")

        def allow(_number: int, path: str = path, token: str = token, cookies: dict[str, str] = cookies) -> str:
            with httpx.Client(base_url=served.url, cookies=cookies) as browser:
                response = browser.post(path, data={"csrf": token, "decision": "allow"})
            return str(response.headers.get("location", ""))

        arrived = [where for where in together(6, allow) if "code=" in where]
        assert len(arrived) == 1
        assert served.count_events("authorizations:grant") == before + 1


def test_cve_2024_4540_nothing_of_a_request_stands_in_a_cookie(served: Served, pushing: Application) -> None:
    path = pushed_path(pushing, push(pushing, state="canary-of-the-state", scope="items:view"))
    with served.visitor() as browser:
        cookies = [str(value) for value in browser.get(path).headers.get_list("set-cookie")]
        cookies += [str(value) for value in sign_in(browser, path).headers.get_list("set-cookie")]
        cookies += [str(value) for value in decide(browser, path).headers.get_list("set-cookie")]
    assert cookies
    for canary in ("canary-of-the-state", "items", "request_uri", pushing.client_id, "contratistas", CHALLENGE):
        assert canary not in "".join(cookies)


def test_a8_03_no_secret_of_the_client_is_kept_and_what_expired_goes(served: Served, pushing: Application) -> None:
    response = served.post(
        "/oauth/par", {**form(), "client_id": pushing.client_id, "client_secret": pushing.secret or ""}
    )
    assert response.status_code == 201
    with served.world.console.store.looking_up() as repositories:
        from fracttal_console.crypto.tokens import digest  # noqa: PLC0415

        kept = repositories.pushed_requests.find(digest(response.json()["request_uri"]))
    assert kept is not None
    assert (pushing.secret or "-") not in kept.query
    # for ten minutes it is known why an address opens nothing any more
    served.world.clock.advance(timedelta(minutes=21))
    while served.world.console.housekeeping.step():
        pass
    assert count_rows(served.world, "pushed_requests") == 0


def test_a8_03_anybody_can_push_for_a_public_client_so_pushes_without_a_secret_are_limited(served: Served) -> None:
    native = served.consumer(public=True, switches=MAY_PUSH)
    answers = {push(native).status_code for _ in range(65)}
    assert answers == {201, 429}


def test_a8_02_the_address_for_pushing_is_told_where_somebody_may_use_it(served: Served, pushing: Application) -> None:
    document = served.http.get("/.well-known/oauth-authorization-server").json()
    assert document["pushed_authorization_request_endpoint"] == f"{served.url}/oauth/par"
    assert pushing.client_id


@pytest.mark.parametrize(("tag", "word"), [("es", "Iniciar sesión"), ("pt-BR", "Entrar"), ("en", "Sign in")])
def test_a8_03_the_languages_that_were_pushed_are_spoken(
    served: Served, pushing: Application, tag: str, word: str
) -> None:
    path = pushed_path(pushing, push(pushing, ui_locales=f"xx {tag}"))
    visitor = served.visitor()
    visitor.headers["accept-language"] = "pt-BR" if tag == "es" else "es"
    page = visitor.get(path)
    assert f'<html lang="{tag}">' in page.text
    assert word in page.text
    sign_in(visitor, path)
    assert f'<html lang="{tag}">' in visitor.get(path).text
    # the person's own choice, by the links of the page, counts more
    assert '<html lang="en">' in visitor.get(f"{path}&ui_locales=en").text


def test_a8_03_why_an_address_opens_nothing_is_kept_for_whoever_looks(served: Served) -> None:
    created = served.created(switches=MAY_PUSH)
    client, other = application(served.http, created), served.consumer(switches=MAY_PUSH)
    member, late, used = served.signed_in(), pushed_path(client), pushed_path(client)
    decide(member, used)
    member.get(used)
    member.get(pushed_path(client, push(other)))
    member.get("/oauth/authorize?" + urlencode({"client_id": client.client_id, "request_uri": REQUEST_URI + "x"}))
    served.world.clock.advance(timedelta(seconds=61))
    member.get(late)
    console = served.world.console
    console.refusals.flush()
    rows = [view.refusal for view in console.refused_requests.page(served.world.admin, ListQuery(), 0, 50).rows]
    assert sorted(row.cause for row in rows if row.credential_name == created.consumer.name) == [
        "pushed_request_expired", "pushed_request_other_client", "pushed_request_unknown", "pushed_request_used",
    ]  # fmt: skip
