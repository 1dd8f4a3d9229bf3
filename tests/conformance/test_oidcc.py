"""Modules of the conformance suite's OpenID Connect plan that ask for nothing of OpenID, by their names."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from fracttal_console.domain.errors import Invalid
from tests.browsing import CHALLENGE, Application, answer, authorize_url, decide, hidden, sign_in
from tests.conformance.suite import arrival, good_tokens, refused_arrival, stays_on_an_error_page, token_error
from tests.gateway.served import Served
from tests.support import MEMBER_EMAIL, REDIRECT_URI, password

QUERY_URI = "https://consultas.example/cb?foo=bar"


@pytest.fixture(scope="module")
def query_client(served: Served) -> Application:
    return served.consumer(redirect_uris=[QUERY_URI])


def test_oidcc_response_type_missing(served: Served, client: Application) -> None:
    told = refused_arrival(served, client, response_type=None)
    assert told["error"] in {"invalid_request", "unsupported_response_type"}
    assert told["state"] == "state-0000"


def test_oidcc_codereuse(served: Served, client: Application) -> None:
    code = arrival(served, client)["code"]
    good_tokens(client.exchange(code))
    assert token_error(client.exchange(code)) == "invalid_grant"


def test_oidcc_codereuse_30seconds(served: Served, client: Application) -> None:
    code = arrival(served, client)["code"]
    tokens = good_tokens(client.exchange(code))
    served.world.clock.advance(timedelta(seconds=30))
    assert token_error(client.exchange(code)) == "invalid_grant"
    assert client.user(tokens["access_token"]).status_code == 401
    assert token_error(client.refresh(tokens["refresh_token"])) == "invalid_grant"


def posted(browser: httpx.Client, form: dict[str, str]) -> httpx.Response:
    """Send an authorization request as another site's page would: as a form, from elsewhere."""
    headers = {"Origin": "https://portal.contratistas.example", "Sec-Fetch-Site": "cross-site"}
    return browser.post("/oauth/authorize", data=form, headers=headers)


def test_oidcc_ensure_post_request_succeeds(served: Served, client: Application) -> None:
    path = authorize_url(client.client_id, state="sent-as-a-form")
    form = dict(parse_qsl(urlsplit(path).query))
    browser = served.visitor()
    page = posted(browser, form)
    assert page.status_code == 200
    signed_in = browser.post(path, data={"csrf": hidden(page), "email": MEMBER_EMAIL, "password": password().reveal()})
    assert signed_in.status_code == 303
    page = posted(browser, form)
    assert page.status_code == 200
    told = answer(browser.post(path, data={"csrf": hidden(page, -1), "decision": "allow"}))
    assert told["state"] == "sent-as-a-form"
    good_tokens(client.exchange(told["code"]))


def test_a1_25_a_request_that_comes_as_a_form_passes_the_checks_of_get(served: Served, client: Application) -> None:
    good = dict(parse_qsl(urlsplit(authorize_url(client.client_id)).query))
    member = served.signed_in()
    for change in ({"redirect_uri": "https://evil.example/cb"}, {"client_id": "nobody"}, {"redirect_uri": ""}):
        stays_on_an_error_page(posted(member, {**good, **change}))
    assert answer(posted(member, {**good, "scope": "no:thing"}))["error"] == "invalid_scope"
    # a decision is no part of a request, and gives nothing
    assert posted(member, {**good, "decision": "allow", "csrf": "x"}).status_code == 200
    doubled = httpx.QueryParams([*good.items(), ("redirect_uri", "https://evil.example/cb")])
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    stays_on_an_error_page(member.post("/oauth/authorize", content=str(doubled), headers=headers))


def test_oidcc_ensure_request_with_unknown_parameter_succeeds(served: Served, client: Application) -> None:
    told = arrival(served, client, extra="foobar")
    assert "extra" not in told
    good_tokens(client.exchange(told["code"]))


def test_oidcc_ensure_request_with_valid_pkce_succeeds(served: Served, client: Application) -> None:
    told = arrival(served, client, code_challenge=CHALLENGE, code_challenge_method="S256")
    good_tokens(client.exchange(told["code"]))


def test_oidcc_redirect_uri_query_ok(served: Served, query_client: Application) -> None:
    path = authorize_url(query_client.client_id, redirect_uri=QUERY_URI)
    response = decide(served.signed_in(path), path)
    assert response.headers["location"].startswith(f"{QUERY_URI}&")
    told = answer(response)
    assert told["foo"] == "bar"
    good_tokens(query_client.exchange(told["code"], redirect_uri=QUERY_URI))


def test_oidcc_redirect_uri_query_added(served: Served, client: Application) -> None:
    path = authorize_url(client.client_id, redirect_uri=f"{REDIRECT_URI}?foo=bar")
    stays_on_an_error_page(served.signed_in().get(path))


def test_oidcc_redirect_uri_query_mismatch(served: Served, query_client: Application) -> None:
    for query in ("", "?", "?foo=baz", "?foo=bar&foo=bar", "?bar=foo"):
        path = authorize_url(query_client.client_id, redirect_uri=QUERY_URI.partition("?")[0] + query)
        stays_on_an_error_page(served.signed_in().get(path))


def test_oidcc_redirect_uri_regfrag(served: Served) -> None:
    with pytest.raises(Invalid, match="uri_fragment"):
        served.created(redirect_uris=[f"{REDIRECT_URI}#foobar"])


def test_oidcc_server_client_secret_post(served: Served, client: Application) -> None:
    told = arrival(served, client)
    form = {"client_id": client.client_id, "client_secret": client.secret or ""}
    public = Application(served.http, client.client_id, None)
    good_tokens(public.exchange(told["code"], **form))


def test_oidcc_refresh_token(served: Served, client: Application, client2: Application) -> None:
    tokens = good_tokens(client.exchange(arrival(served, client)["code"]))
    renewed = good_tokens(client.refresh(tokens["refresh_token"]))
    assert renewed["access_token"] != tokens["access_token"]
    assert token_error(client2.refresh(renewed["refresh_token"])) == "invalid_grant"


def test_oidcc_display_page(served: Served, client: Application) -> None:
    good_tokens(client.exchange(arrival(served, client, display="page")["code"]))


def test_oidcc_display_popup(served: Served, client: Application) -> None:
    good_tokens(client.exchange(arrival(served, client, display="popup")["code"]))


def test_oidcc_ui_locales(served: Served, client: Application) -> None:
    for locales in ("se", "pt-BR es", "fr-CA fr en", "x" * 200):
        good_tokens(client.exchange(arrival(served, client, ui_locales=locales)["code"]))


def test_oidcc_login_hint(served: Served, client: Application) -> None:
    hint = "buffy@quillahue.example"
    told = arrival(served, client, login_hint=hint)
    assert hint not in told.values()
    good_tokens(client.exchange(told["code"]))
    # a hint signs nobody in
    path = authorize_url(client.client_id, login_hint=MEMBER_EMAIL)
    assert sign_in(served.visitor(), path, "nobody@quillahue.example").status_code != 303
