"""Authorization requests whose redirect URI is good: what is refused goes back to the application, and how."""

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from fracttal_console.domain.credentials import Profile
from fracttal_console.services.consent import Consent
from tests.browsing import CHALLENGE, Application, answer, authorize_url, decide, hidden
from tests.gateway.served import Served
from tests.support import REDIRECT_URI


@pytest.fixture(scope="module")
def web(served: Served) -> Application:
    return served.consumer()


@pytest.fixture(scope="module")
def native(served: Served) -> Application:
    return served.consumer(public=True)


@pytest.fixture(scope="module")
def legacy(served: Served) -> Application:
    return served.consumer(profile=Profile.FRACTTAL)


@pytest.fixture(scope="module")
def member(served: Served) -> httpx.Client:
    return served.signed_in()


def back(response: httpx.Response) -> dict[str, str]:
    """Return what the application gets, after a look at how it gets it."""
    location = response.headers["location"]
    assert location.startswith(REDIRECT_URI + "?")
    assert "#" not in location
    pairs = parse_qsl(urlsplit(location).query)
    assert len(dict(pairs)) == len(pairs)
    return answer(response)


REFUSALS: dict[str, tuple[dict[str, str | None], str]] = {
    "a token is asked for": ({"response_type": "token"}, "unsupported_response_type"),
    "an unknown scope": ({"scope": "no:thing"}, "invalid_scope"),
    "a scope beyond the group": ({"scope": "personnel:delete"}, "invalid_scope"),
    "no challenge": ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
    "another response mode": ({"response_mode": "form_post"}, "invalid_request"),
    "a request object": ({"request": "e30.e30."}, "invalid_request"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a1_06_a_refusal_goes_back_with_error_state_and_issuer(
    served: Served, web: Application, member: httpx.Client, case: str
) -> None:
    changes, error = REFUSALS[case]
    told = back(member.get(authorize_url(web.client_id, **changes)))

    assert told["error"] == error
    assert told["state"] == "state-0000"
    assert told["iss"] == served.url
    assert "code" not in told


def test_a1_06_a_denial_goes_back_as_access_denied(served: Served, web: Application, member: httpx.Client) -> None:
    told = back(decide(member, authorize_url(web.client_id), "deny"))
    assert (told["error"], told["state"], told["iss"]) == ("access_denied", "state-0000", served.url)


@pytest.mark.parametrize("step", ["offer", "allow", "decline"])
def test_a1_06_what_breaks_here_goes_back_as_server_error_and_tells_nothing_of_the_inside(
    served: Served, web: Application, member: httpx.Client, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = authorize_url(web.client_id)
    form = {"csrf": hidden(member.get(path), -1), "decision": "deny" if step == "decline" else "allow"}

    def broken(*_: object) -> None:
        raise RuntimeError("the inside")

    with monkeypatch.context() as patched:
        patched.setattr(Consent, step, broken)
        told = back(member.get(path) if step == "offer" else member.post(path, data=form))
    assert (told["error"], told["state"], told["iss"]) == ("server_error", "state-0000", served.url)
    assert re.fullmatch(r"Incident [0-9a-f]{8}\.", told["error_description"])
    assert "code" in back(decide(member, path))


CHALLENGES: dict[str, dict[str, str | None]] = {
    "plain": {"code_challenge_method": "plain"},
    "plain by default": {"code_challenge_method": None},
    "empty method": {"code_challenge_method": ""},
    "S512": {"code_challenge_method": "S512"},
    "s256": {"code_challenge_method": "s256"},
    "method without challenge": {"code_challenge": None},
    "42 characters": {"code_challenge": CHALLENGE[:-1]},
    "44 characters": {"code_challenge": CHALLENGE + "A"},
    "padded": {"code_challenge": CHALLENGE + "="},
    "base64 instead of base64url": {"code_challenge": "+/" + CHALLENGE[2:]},
    "a line break": {"code_challenge": CHALLENGE[:-1] + "\n"},
    "not ASCII": {"code_challenge": CHALLENGE[:-1] + "ñ"},
}


@pytest.mark.parametrize("case", CHALLENGES)
@pytest.mark.parametrize("kind", ["web", "native", "legacy"])
def test_a1_07_only_a_well_formed_s256_challenge_is_accepted(
    request: pytest.FixtureRequest, member: httpx.Client, kind: str, case: str
) -> None:
    consumer: Application = request.getfixturevalue(kind)
    assert back(member.get(authorize_url(consumer.client_id, **CHALLENGES[case])))["error"] == "invalid_request"


@pytest.mark.parametrize("kind", ["web", "native"])
def test_cve_2024_23647_a_challenge_that_was_taken_out_is_missed(
    request: pytest.FixtureRequest, member: httpx.Client, kind: str
) -> None:
    consumer: Application = request.getfixturevalue(kind)
    path = authorize_url(consumer.client_id, code_challenge=None, code_challenge_method=None)
    assert back(member.get(path))["error"] == "invalid_request"


def test_a1_07_only_a_confidential_consumer_of_profile_fracttal_may_leave_pkce_out(
    served: Served, member: httpx.Client, legacy: Application
) -> None:
    without: dict[str, str | None] = {"code_challenge": None, "code_challenge_method": None}
    public = served.consumer(profile=Profile.FRACTTAL, public=True)

    assert "code" in back(decide(member, authorize_url(legacy.client_id, **without)))
    assert back(member.get(authorize_url(public.client_id, **without)))["error"] == "invalid_request"


@pytest.mark.parametrize(
    "response_type", ["token", "id_token", "code token", "code id_token", "none", "CODE", "code ", None, ""]
)
def test_a1_08_only_a_code_is_ever_given(member: httpx.Client, web: Application, response_type: str | None) -> None:
    told = back(member.get(authorize_url(web.client_id, response_type=response_type)))

    assert told["error"] == ("unsupported_response_type" if response_type else "invalid_request")
    assert not {"access_token", "id_token", "code"} & set(told)


@pytest.mark.parametrize("mode", ["fragment", "form_post", "web_message", "query.jwt", "jwt", "Query"])
def test_a1_09_only_the_query_carries_an_answer(member: httpx.Client, web: Application, mode: str) -> None:
    assert back(member.get(authorize_url(web.client_id, response_mode=mode)))["error"] == "invalid_request"


@pytest.mark.parametrize("mode", ["query", ""])
def test_a1_09_asking_for_the_query_changes_nothing(member: httpx.Client, web: Application, mode: str) -> None:
    assert "code" in back(decide(member, authorize_url(web.client_id, response_mode=mode)))


@pytest.fixture
def canary() -> Iterator[socket.socket]:
    """Give a listener that nobody should ever call."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        listener.setblocking(False)
        yield listener


def test_a1_10_and_cve_2020_10770_no_address_a_client_names_is_ever_fetched(
    served: Served, member: httpx.Client, web: Application, canary: socket.socket
) -> None:
    target = f"http://127.0.0.1:{canary.getsockname()[1]}/x"
    names = ("request_uri", "jwks_uri", "logo_uri", "sector_identifier_uri", "resource", "tos_uri", "policy_uri")
    for name in names:
        for client in (member, served.http):
            client.get(authorize_url(web.client_id, **{name: target}))
        web.token(grant_type="client_credentials", **{name: target})
    assert back(member.get(authorize_url(web.client_id, request_uri=target)))["error"] == "invalid_request"
    member.get(authorize_url(web.client_id, redirect_uri=target))
    served.http.get("/api/user/", headers={"Referer": target, "Origin": target, "X-Forwarded-Uri": target})

    with pytest.raises(BlockingIOError):
        canary.accept()


@pytest.mark.parametrize("name", ["response_type", "scope", "code_challenge", "code_challenge_method", "nonsense"])
@pytest.mark.parametrize("more", ["", "x", "code"])
def test_a1_11_a_parameter_sent_twice_is_an_invalid_request(
    member: httpx.Client, web: Application, name: str, more: str
) -> None:
    path = authorize_url(web.client_id, scope="items:view", nonsense="1") + f"&{name}={more}"
    told = back(member.get(path))
    assert (told["error"], told["state"]) == ("invalid_request", "state-0000")


def test_a1_11_of_two_states_neither_is_sent_back(member: httpx.Client, web: Application) -> None:
    told = back(member.get(authorize_url(web.client_id) + "&state=other"))
    assert told["error"] == "invalid_request"
    assert "state" not in told


def test_a1_11_a_parameter_without_value_counts_as_not_sent(member: httpx.Client, web: Application) -> None:
    path = authorize_url(web.client_id, state="", scope="", response_mode="", request_uri="", request="")
    told = back(decide(member, path))

    assert set(told) == {"code", "iss"}
    assert "items:view" in web.exchange(told["code"]).json()["scope"]


def test_a1_11_unknown_parameters_do_not_disturb(member: httpx.Client, web: Application) -> None:
    path = authorize_url(
        web.client_id, display="popup", login_hint="x@y.example", ui_locales="xx", claims="{}", acr_values="a b"
    )
    assert "code" in back(decide(member, path))


ANONYMOUS: dict[str, dict[str, str | None]] = {
    "a good request": {},
    "an unknown scope": {"scope": "no:thing"},
    "a wrong response type": {"response_type": "token"},
    "no challenge": {"code_challenge": None, "code_challenge_method": None},
    "no prompt wanted": {"prompt": "none"},
}


@pytest.mark.parametrize("case", ANONYMOUS)
def test_a1_12_an_unknown_visitor_signs_in_before_any_redirect(served: Served, web: Application, case: str) -> None:
    path = authorize_url(web.client_id, **ANONYMOUS[case])
    visitor = served.visitor()

    page = visitor.get(path)
    assert page.status_code == 200
    assert 'name="password"' in page.text
    assert "location" not in page.headers
    for decision in ("allow", "deny"):
        sent = visitor.post(path, data={"decision": decision})
        assert sent.status_code == 403
        assert "location" not in sent.headers


@pytest.mark.parametrize(
    "scope", ["items:view work_orders:view", "work_orders:view items:view", "work_orders:view  items:view "]
)
def test_the_order_of_a_scope_does_not_matter(member: httpx.Client, web: Application, scope: str) -> None:
    code = back(decide(member, authorize_url(web.client_id, scope=scope)))["code"]
    assert web.exchange(code).json()["scope"] == "items:view work_orders:view"


@pytest.mark.parametrize("scope", ["api", "", "api items:view"])
def test_no_scope_and_api_ask_for_all_that_the_groups_allow(member: httpx.Client, web: Application, scope: str) -> None:
    code = back(decide(member, authorize_url(web.client_id, scope=scope)))["code"]
    assert web.exchange(code).json()["scope"].split() == [
        "items:view",
        "third_parties:view",
        "work_orders:add",
        "work_orders:delete",
        "work_orders:edit",
        "work_orders:view",
    ]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
@pytest.mark.parametrize("path", ["/oauth/authorize", "/oauth/authorize?client_id=x"])
def test_a1_17_the_authorization_endpoint_knows_no_cors(served: Served, path: str, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x"}
    for method in ("GET", "OPTIONS", "HEAD", "POST"):
        response = served.http.request(method, path, headers=asked)
        assert not [name for name in response.headers if name.startswith("access-control-")]
    assert served.http.options(path, headers=asked).status_code == 405


def test_a1_23_the_issuer_stands_in_every_answer_as_in_the_metadata(
    served: Served, member: httpx.Client, web: Application
) -> None:
    issuer = served.http.get("/.well-known/oauth-authorization-server").json()["issuer"]
    path = authorize_url(web.client_id)

    assert back(decide(member, path))["iss"] == issuer
    assert back(decide(member, path, "deny"))["iss"] == issuer
    assert back(member.get(authorize_url(web.client_id, scope="no:thing")))["iss"] == issuer


STATES = [
    "x",
    "0",
    "".join(map(chr, range(0x20, 0x7F))) * 11,
    "a b+c%20d%2Be&f=g#h?i/j;k,l",
    '"><script>alert(1)</script>',
    "&code=evil&iss=https://evil.example",
    "eyJhbGciOiJub25lIn0.e30.",
    "ñandú — 日本",
    "\r\nLocation: https://evil.example\r\n",
]


@pytest.mark.parametrize("state", STATES, ids=range(len(STATES)))
def test_a1_24_the_state_comes_back_as_it_was_and_once(member: httpx.Client, web: Application, state: str) -> None:
    path = authorize_url(web.client_id, state=state)
    for response in (decide(member, path), decide(member, path, "deny")):
        location = response.headers["location"]
        assert answer(response)["state"] == state
        assert location.count("state=") == 1
        assert location.isascii()
        assert location.isprintable()
    assert answer(member.get(authorize_url(web.client_id, state=state, scope="no:thing")))["state"] == state


def test_a1_24_without_state_there_is_none_in_the_answer(member: httpx.Client, web: Application) -> None:
    assert set(back(decide(member, authorize_url(web.client_id, state=None)))) == {"code", "iss"}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a1_25_other_methods_are_refused_by_name(served: Served, web: Application, method: str) -> None:
    response = served.http.request(method, authorize_url(web.client_id))
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, POST"


def test_the_redirect_back_names_the_code_once_and_nothing_of_it_anywhere_else(
    member: httpx.Client, web: Application
) -> None:
    response = decide(member, authorize_url(web.client_id))
    code = answer(response)["code"]

    assert response.headers["location"].count(code) == 1
    assert code not in response.text
    assert "refresh" not in response.headers
