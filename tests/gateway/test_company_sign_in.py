"""Signing in by the company's identity provider, where somebody or something misbehaves on the way."""

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from fracttal_console.bootstrap import gateway_in_thread
from fracttal_console.domain.audit import SignedIn, SignInRefused
from fracttal_console.domain.consumer_switches import Demand, SwitchChange
from fracttal_console.domain.errors import ProviderSecretUnusable, SettingInvalid
from fracttal_console.gateway.identity_provider import fetching
from fracttal_console.gateway.identity_provider.round_trips import CALLBACK_PATH, LASTS, LONGEST_RETURN
from fracttal_console.settings import Settings
from tests.browsing import authorize_url, hidden
from tests.gateway.odd_provider import CLIENT_ID, CLIENT_SECRET, OddProvider, odd_provider
from tests.gateway.served import browser
from tests.gateway.test_tls import make_tls
from tests.journeys.live import PROJECT
from tests.services.second_factors import code_of, with_codes
from tests.services.walks import events, pushed
from tests.support import COMPANY, MEMBER_EMAIL, SUPPORT_EMAIL, World, password

SESSION = "fc_session"


@dataclass
class Company:
    """A served world whose company has an identity provider."""

    world: World
    url: str
    provider: OddProvider
    browser: httpx.Client

    def link(self, path: str = "/account") -> str:
        """Return where the button on the sign-in page leads."""
        return unescape(self.browser.get(path).text.split('<a class="button" href="')[1].split('"')[0])

    def begin(self, path: str = "/account") -> dict[str, str]:
        """Press the button, sign in at the provider, and return what the browser comes back with."""
        begun = self.browser.get(self.link(path))
        assert begun.status_code == 303, begun.text
        address = begun.headers["location"]
        return {"code": self.provider.authorized(address), "state": parse_qs(urlsplit(address).query)["state"][0]}

    def come_back(self, parameters: dict[str, str]) -> httpx.Response:
        """Come back to the gateway."""
        return self.browser.get(f"{CALLBACK_PATH}?{urlencode(parameters)}")

    def sign_in(self, path: str = "/account") -> httpx.Response:
        """Do all of it."""
        return self.come_back(self.begin(path))

    def cause(self) -> object:
        """Return why the newest event refused somebody."""
        newest = events(self.world)[0]
        assert isinstance(newest, SignInRefused)
        assert newest.facts["via"] == "identity_provider"
        return newest.facts["cause"]


def access(settings: Settings, provider: OddProvider) -> Settings:
    secret = settings.data_dir.parent / "provider.secret"
    secret.write_text(CLIENT_SECRET + "\n", encoding="utf-8")
    secret.chmod(0o600)
    return replace(
        settings,
        identity_provider_issuer=provider.issuer,
        identity_provider_client_id=CLIENT_ID,
        identity_provider_secret_file=str(secret),
    )


@pytest.fixture
def company(world: World) -> Iterator[Company]:
    """Serve a world whose provider vouches for the member, as long as it is told nothing else."""
    with odd_provider(world.clock.now) as provider:
        provider.claims = {"email": MEMBER_EMAIL, "email_verified": True}
        settings = access(world.settings, provider)
        with gateway_in_thread(settings, world.console) as url, browser(url) as client:
            yield Company(world, url, provider, client)


def refused(response: httpx.Response, status: int, words: str) -> None:
    """See that nobody was let in, and that a page says so from which one can start again."""
    assert (response.status_code, words in response.text) == (status, True), response.text
    assert "content-security-policy" in response.headers
    cookies = response.headers.get_list("set-cookie")
    assert not [cookie for cookie in cookies if cookie.startswith(SESSION)]


# --- what works -------------------------------------------------------------------------------------------


def test_a1_22_a_member_is_let_in_with_a_new_session_and_an_event(company: Company) -> None:
    visit = company.browser.get("/account").cookies["fc_visit"]
    back = company.sign_in()
    assert (back.status_code, back.headers["location"]) == (303, "/account")
    assert company.browser.cookies["fc_visit"] != visit
    assert "fc_company" not in company.browser.cookies
    assert "Joaquín Olavarría Sepúlveda" in company.browser.get("/account").text
    newest = events(company.world)[0]
    assert isinstance(newest, SignedIn)
    assert newest.facts == {"via": "identity_provider", "provider": company.provider.issuer}
    assert newest.target.name == "Joaquín Olavarría Sepúlveda"


def test_the_page_to_come_back_to_is_the_one_that_the_button_stood_on(company: Company) -> None:
    path = authorize_url(company.world.consumer().consumer.client_id, state='a;b,c"d%20é', ui_locales="pt-BR")
    back = company.sign_in(path)
    assert back.headers["location"] == path
    assert company.browser.get(path).status_code == 200


def test_the_provider_is_asked_for_the_language_of_the_page(company: Company) -> None:
    begun = company.browser.get(company.link("/account?ui_locales=pt-BR"))
    assert parse_qs(urlsplit(begun.headers["location"]).query)["ui_locales"] == ["pt-BR"]


def test_the_provider_is_asked_for_the_language_that_was_pushed(company: Company) -> None:
    created = company.world.consumer("Previa", switches=SwitchChange(par=Demand.ALLOWED))
    uri = pushed(company.world, created, ui_locales="xx pt-BR").request_uri.reveal()
    path = f"/oauth/authorize?client_id={created.consumer.client_id}&request_uri={uri}"
    begun = company.browser.get(company.link(path))
    assert parse_qs(urlsplit(begun.headers["location"]).query)["ui_locales"] == ["pt-BR"]
    back = company.sign_in(path)
    assert '<html lang="pt-BR">' in company.browser.get(back.headers["location"]).text


def test_an_address_too_long_to_be_kept_has_the_password_alone(company: Company) -> None:
    page = company.browser.get(f"/account?x={'y' * LONGEST_RETURN}")
    assert (page.status_code, "/account/sign-in/company" in page.text) == (200, False)


@pytest.mark.parametrize("language", ["es", "pt-BR", "en"])
def test_the_button_names_the_company_and_is_there_only_where_it_has_a_provider(
    company: Company, language: str
) -> None:
    page = company.browser.get(f"/account?ui_locales={language}")
    assert re.search(rf'<a class="button" href="[^"]+">[^<]*{COMPANY}[^<]*</a>', page.text)
    with gateway_in_thread(company.world.settings, company.world.console) as url, browser(url) as client:
        assert "/account/sign-in/company" not in client.get("/account").text
        assert client.get("/account/sign-in/company").status_code == 404
        assert client.get(CALLBACK_PATH).status_code == 404


def test_an_e_mail_that_the_id_token_leaves_out_is_asked_for(company: Company) -> None:
    company.provider.claims = {}
    company.provider.user_info = {"email": MEMBER_EMAIL, "email_verified": True}
    assert company.sign_in().status_code == 303


def test_a_key_changed_without_notice_is_fetched_once_a_minute_at_most(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert company.sign_in().status_code == 303
    company.provider.rotate()
    company.browser.cookies.clear()
    refused(company.sign_in(), 400, "did not confirm who you are")
    assert company.cause() == "id_token_key"
    assert company.provider.asked.count("/keys") == 1
    monkeypatch.setattr("fracttal_console.gateway.identity_provider.provider.KEYS_SECONDS", 0.0)
    assert company.sign_in().status_code == 303
    assert company.provider.asked.count("/keys") == 2


def test_tokens_may_be_signed_on_a_curve(company: Company) -> None:
    company.provider.use_curve()
    assert company.sign_in().status_code == 303


def test_cve_2021_45379_a_code_is_asked_for_of_the_person_who_was_proven(
    company: Company,
) -> None:
    codes = with_codes(company.world, company.world.support)
    company.provider.claims["email"] = SUPPORT_EMAIL
    path = authorize_url(company.world.consumer().consumer.client_id)
    page = company.sign_in(path)
    assert (page.status_code, SESSION in company.browser.cookies) == (200, False)
    ticket = re.findall(r'name="ticket" value="([^"]*)"', page.text)[0]
    # where the request cannot be granted, the answer to this form leads on to the application at once
    assert "form-action 'self' https://portal.contratistas.example;" in page.headers["content-security-policy"]
    form = {"csrf": hidden(page), "ticket": ticket, "code": code_of(company.world, codes.new).reveal()}
    person_id, at, mark = ticket.split(".")
    for other in (f"{person_id}.{at}", f"{int(person_id) - 1}.{at}.{mark}", f"{person_id}.{int(at) + 1}.{mark}"):
        assert company.browser.post(path, data={**form, "ticket": other}).status_code == 403
    assert company.browser.post(path, data=form).headers["location"] == path
    newest = events(company.world)[0]
    assert newest.facts == {"via": "identity_provider", "second_factor": "totp"}


# --- another browser, another page, another time ------------------------------------------------------------


def test_cve_2025_68158_the_state_of_another_browser_is_refused(company: Company) -> None:
    parameters = company.begin()
    asked = len(company.provider.asked)
    with browser(company.url) as victim:
        victim.get("/account")
        refused(victim.get(f"{CALLBACK_PATH}?{urlencode(parameters)}"), 403, "start again")
        # not even with the other's own cookie for the way
        victim.cookies.set("fc_company", company.browser.cookies["fc_company"])
        refused(victim.get(f"{CALLBACK_PATH}?{urlencode(parameters)}"), 403, "start again")
    assert len(company.provider.asked) == asked


def test_cve_2022_39222_a_sign_in_that_was_begun_elsewhere_cannot_be_finished_here(company: Company) -> None:
    with browser(company.url) as attacker:
        link = company.link()
        begun = attacker.get(link)
    assert begun.status_code == 403
    assert company.provider.asked == []


@pytest.mark.parametrize("change", [{"state": "x" * 43}, {"state": ""}, {"state": "é"}])
def test_a_wrong_state_is_refused_and_nothing_is_asked(company: Company, change: dict[str, str]) -> None:
    parameters = company.begin()
    asked = len(company.provider.asked)
    refused(company.come_back({**parameters, **change}), 403, "start again")
    assert len(company.provider.asked) == asked


def test_a_code_opens_once(company: Company) -> None:
    parameters = company.begin()
    kept = dict(company.browser.cookies)
    assert company.come_back(parameters).status_code == 303
    company.browser.cookies.clear()
    for name in ("fc_company", "fc_visit"):
        company.browser.cookies.set(name, kept[name])
    refused(company.come_back(parameters), 400, "did not confirm")
    assert company.cause() == "invalid_grant"


def test_a_code_of_another_sign_in_of_the_same_browser_does_not_fit(company: Company) -> None:
    first = company.begin()
    second = company.begin()
    refused(company.come_back({**second, "code": first["code"]}), 400, "did not confirm")
    assert company.cause() == "invalid_grant"


def test_a_way_is_open_for_ten_minutes(company: Company) -> None:
    parameters = company.begin()
    company.world.clock.advance(LASTS + timedelta(seconds=1))
    refused(company.come_back(parameters), 403, "start again")


@pytest.mark.parametrize(
    "change", [{"back": "/account?x=1"}, {"back": "//evil.example"}, {"target": "https://evil.example"}]
)
def test_where_the_way_leads_back_to_is_nobody_else_s_to_say(company: Company, change: dict[str, str]) -> None:
    parts = urlsplit(company.link())
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    response = company.browser.get(f"{parts.path}?{urlencode({**asked, **change})}")
    assert (response.status_code, response.headers.get("location")) == (403, None)


def test_a_cookie_that_was_tampered_with_leads_nowhere_else(company: Company) -> None:
    parameters = company.begin()
    seed, began, _ = company.browser.cookies["fc_company"].split(".")
    company.browser.cookies.set("fc_company", f"{seed}.{began}.IC8vZXZpbC5leGFtcGxl", domain="127.0.0.1", path="/")
    refused(company.come_back(parameters), 403, "start again")


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"error": "access_denied"}, "declined"),
        ({"code": ""}, "declined"),
        ({"iss": "https://evil.example"}, "issuer"),
    ],
    ids=["denied", "no-code", "other-issuer"],
)
def test_what_the_provider_says_in_the_address_counts(company: Company, change: dict[str, str], cause: str) -> None:
    refused(company.come_back({**company.begin(), **change}), 400, "did not confirm")
    assert company.cause() == cause


def test_a_provider_that_names_itself_always_must_do_so_here(company: Company) -> None:
    company.provider.document = {"authorization_response_iss_parameter_supported": True}
    refused(company.sign_in(), 400, "did not confirm")
    assert company.cause() == "issuer"
    assert company.come_back({**company.begin(), "iss": company.provider.issuer}).status_code == 303


# --- who is not let in ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "email", ["nadie@quillahue.example", "joaquin.olavarria@quillahue.example\u212a", f" {MEMBER_EMAIL}", "\x00"]
)
def test_a10_02_nobody_without_an_active_account_gets_in_and_all_are_told_the_same(
    company: Company, email: str
) -> None:
    company.provider.claims["email"] = email
    unknown = company.sign_in()
    refused(unknown, 403, "No active account here")
    assert company.cause() == "account_missing"
    company.provider.claims["email"] = MEMBER_EMAIL
    company.world.console.people.disable(company.world.admin, MEMBER_EMAIL)
    disabled = company.sign_in()
    assert (disabled.status_code, disabled.text) == (unknown.status_code, unknown.text)
    assert company.cause() == "account_missing"


def test_a_sign_that_lower_case_makes_a_k_of_is_no_k(company: Company) -> None:
    company.world.console.people.edit(company.world.admin, MEMBER_EMAIL, email="kilo@quillahue.example")
    company.provider.claims["email"] = "\u212ailo@quillahue.example"
    refused(company.sign_in(), 403, "No active account here")
    company.provider.claims["email"] = "Kilo@Quillahue.Example"
    assert company.sign_in().status_code == 303


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email_verified": 1},
        {"email": ["a@b.example"]},
        {"email": ""},
        {"email": "a" * 300},
    ],
)
def test_an_e_mail_that_is_not_vouched_for_opens_nothing(company: Company, claims: dict[str, object]) -> None:
    company.provider.claims |= claims
    refused(company.sign_in(), 403, "does not confirm your e-mail address")
    assert company.cause() == "email_unproven"


def test_user_info_of_somebody_else_opens_nothing(company: Company) -> None:
    company.provider.claims = {}
    company.provider.user_info = {"sub": "two", "email": MEMBER_EMAIL, "email_verified": True}
    refused(company.sign_in(), 400, "did not confirm")
    assert company.cause() == "user_info"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "somebody-else"},
        {"aud": [CLIENT_ID, "somebody-else"]},
        {"aud": None},
        {"azp": "somebody-else"},
        {"nonce": "n" * 43},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "soon"},
        {"iat": 99999999999},
        {"nbf": 99999999999},
        {"sub": None},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
    ids=str,
)
def test_an_id_token_that_does_not_fit_opens_nothing(company: Company, claims: dict[str, object]) -> None:
    company.provider.claims |= claims
    refused(company.sign_in(), 400, "did not confirm")
    assert company.cause() == "id_token"


def test_an_id_token_lives_a_minute_longer_than_it_says_and_no_more(company: Company) -> None:
    now = int(company.world.clock.now().timestamp())
    company.provider.claims |= {"exp": now - 61}
    refused(company.sign_in(), 400, "did not confirm")
    company.provider.claims |= {"exp": now - 59}
    assert company.sign_in().status_code == 303


@pytest.mark.parametrize(
    "misbehave",
    [
        OddProvider.forge_with_public_key,
        OddProvider.sign_with_hidden_key,
        OddProvider.demand_the_unknown,
        lambda provider: setattr(provider, "id_token", _without_signature),
        lambda provider: setattr(provider, "id_token", lambda _: "not.a.token"),
        lambda provider: setattr(provider, "id_token", lambda _: "\u2028"),
        lambda provider: setattr(provider, "token", {"id_token": None}),
        lambda provider: setattr(provider, "token", {"id_token": {"sub": "one"}}),
    ],
    ids=["hs256-with-public-key", "other-key", "unknown-critical", "none", "garbage", "no-ascii", "missing", "no-text"],
)
def test_cve_2024_37568_and_cve_2025_59420_a_signature_that_does_not_fit_opens_nothing(
    company: Company, misbehave: Callable[[OddProvider], None]
) -> None:
    misbehave(company.provider)
    refused(company.sign_in(), 400, "did not confirm")
    assert company.cause() == "id_token"


def _without_signature(text: str) -> str:
    return f"eyJhbGciOiJub25lIn0.{text.split('.')[1]}."


# --- a provider that is down, slow, huge or led elsewhere -----------------------------------------------------


def test_a_provider_that_is_down_costs_a_page_and_no_password(
    company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    # bound, and never listened on: whoever asks there is turned away
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        company.provider.document = {"token_endpoint": f"http://127.0.0.1:{nobody.getsockname()[1]}/token"}
        parameters = company.begin()
        refused(company.come_back(parameters), 503, "sign in with your password")
    assert "provider_unavailable(why='ConnectionRefusedError')" in caplog.text
    # nor does the log hold what was on its way there
    assert not [secret for secret in (CLIENT_SECRET, *parameters.values()) if secret in caplog.text]
    form = {"csrf": hidden(company.browser.get("/account")), "email": MEMBER_EMAIL, "password": password().reveal()}
    assert company.browser.post("/account", data=form).status_code == 303


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys", "/me"])
@pytest.mark.parametrize(
    "reply",
    [
        lambda handler: _send(handler, 200, b"{" + b" " * (2 * fetching.MOST_BYTES) + b"}"),
        lambda handler: _send(handler, 200, b"{}", announced=10**15),
        lambda handler: _send(handler, 200, b"<html>"),
        lambda handler: _send(handler, 200, b"[" * 100_000),
        lambda handler: _send(handler, 200, b"[]"),
        lambda handler: _send(handler, 500, b"{}"),
        lambda handler: _send(handler, 302, b"", location="http://127.0.0.1:1/"),
        lambda handler: _send(handler, 200, b"{}", many=200_000),
        lambda handler: handler.wfile.write(b"\x00\xff not HTTP\r\n\r\n"),
    ],
    ids=["huge", "announced-huge", "html", "deep", "list", "500", "redirect", "headers", "no-http"],
)
def test_an_answer_that_is_none_costs_a_page(
    company: Company, path: str, reply: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    if path == "/me":
        company.provider.claims = {}
    company.provider.replies[path] = reply
    begun = company.browser.get(company.link())
    if path == "/.well-known/openid-configuration":
        refused(begun, 503, "sign in with your password")
        return
    response = company.sign_in()
    assert response.status_code in {400, 503}
    refused(response, response.status_code, "Start again")
    assert company.browser.get("/account").status_code == 200


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token"])
def test_a_provider_that_drips_is_given_up_after_the_whole_span_and_others_are_served_meanwhile(
    company: Company, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 1.0)
    dripping, over = threading.Event(), threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        dripping.set()
        try:
            while not over.wait(0.05):
                # never silent for long, and never done: only a span for the whole ends this
                handler.wfile.write(b"X" if handler.request_version else b"")
                handler.wfile.flush()
        except OSError:
            pass

    company.provider.replies[path] = drip
    answers: list[httpx.Response] = []

    def walk() -> None:
        answers.append(company.sign_in() if path == "/token" else company.browser.get(company.link()))

    walker = threading.Thread(target=walk)
    walker.start()
    try:
        assert dripping.wait(10)
        with browser(company.url) as other:
            assert other.get("/account").status_code == 200
        walker.join(30)
    finally:
        over.set()
    refused(answers[0], 503, "sign in with your password")


def test_however_many_wait_for_the_provider_half_of_the_threads_go_on(company: Company) -> None:
    reached, go_on = threading.Semaphore(0), threading.Event()

    def wait(handler: BaseHTTPRequestHandler) -> None:
        reached.release()
        go_on.wait(30)
        _send(handler, 500, b"{}")

    links = [(client, _link(client)) for client in [browser(company.url) for _ in range(6)]]
    company.provider.replies["/.well-known/openid-configuration"] = wait
    walkers = [threading.Thread(target=client.get, args=(link,)) for client, link in links[:4]]
    try:
        for walker in walkers:
            walker.start()
        for _ in walkers:
            assert reached.acquire(timeout=10)
        refused(links[4][0].get(links[4][1]), 503, "sign in with your password")
        assert links[5][0].get("/account").status_code == 200
    finally:
        go_on.set()
        for walker in walkers:
            walker.join(30)
        for client, _ in links:
            client.close()


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"token_endpoint": "http://192.0.2.1/token"},
        {"token_endpoint": "file:///etc/passwd"},
        {"jwks_uri": "https://user@evil.example/"},
        {"jwks_uri": "http://[::1/"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "https://a.example/\r\nset-cookie: x=y"},
        {"authorization_endpoint": None},
        {"authorization_endpoint": "https://a.example/#fragment"},
    ],
    ids=str,
)
def test_a_document_that_leads_elsewhere_is_not_followed(company: Company, document: dict[str, object]) -> None:
    company.provider.document = document
    response = company.browser.get(company.link())
    refused(response, 503, "sign in with your password")
    assert "location" not in response.headers


def test_a1_10_nothing_that_a_browser_sends_makes_the_gateway_ask_anybody(company: Company) -> None:
    with socket.socket() as canary:
        canary.bind(("127.0.0.1", 0))
        canary.listen()
        canary.settimeout(0.2)
        address = f"http://127.0.0.1:{canary.getsockname()[1]}/"
        names = ("iss", "issuer", "jwks_uri", "request_uri", "redirect_uri", "token_endpoint", "back", "target")
        company.browser.get("/account/sign-in/company?" + urlencode(dict.fromkeys(names, address)))
        company.come_back({**dict.fromkeys(names, address), **company.begin()})
        with pytest.raises(TimeoutError):
            canary.accept()


def test_a1_22_over_tls_the_certificate_is_checked_and_cookies_are_this_host_s(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tls = make_tls(tmp_path)
    with odd_provider(world.clock.now, tls) as provider:
        provider.claims = {"email": MEMBER_EMAIL, "email_verified": True}
        with (
            gateway_in_thread(access(world.settings, provider), world.console, tls=tls) as url,
            browser(url, tls) as client,
        ):
            served = Company(world, url, provider, client)
            refused(client.get(served.link()), 503, "sign in with your password")
            assert "SSLCertVerificationError" in caplog.text
            # as the system's own certificates
            monkeypatch.setenv("SSL_CERT_FILE", str(tls.certificate))
            assert served.sign_in().status_code == 303
            assert {"__Host-fc_session", "__Host-fc_visit"} <= set(client.cookies)


def test_only_those_pay_for_the_client_who_sign_in_by_it() -> None:
    code = (
        "import sys; import fracttal_console.bootstrap.gateway, fracttal_console.gateway.server; "
        "print([name for name in sys.modules if name.split('.')[0] in {'authlib', 'joserfc'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# --- the settings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["issuer", "client_id", "secret_file"])
def test_all_three_settings_switch_it_on_and_two_of_them_are_a_mistake(company: Company, missing: str) -> None:
    name = f"identity_provider_{missing}"
    settings = replace(access(company.world.settings, company.provider), **{name: ""})  # type: ignore[arg-type]
    with pytest.raises(SettingInvalid) as caught, gateway_in_thread(settings, company.world.console):
        pass
    assert caught.value.params["setting"] == name


@pytest.mark.parametrize("spoil", ["others", "empty", "missing", "link", "directory", "pipe", "bytes"])
def test_a_secret_that_others_may_read_is_not_used(company: Company, spoil: str) -> None:
    settings = access(company.world.settings, company.provider)
    path = Path(settings.identity_provider_secret_file)
    if spoil == "others":
        path.chmod(0o640)
    elif spoil == "empty":
        path.write_text("\nsecond line\n", encoding="utf-8")
    elif spoil == "bytes":
        path.write_bytes(b"\xff\xfe")
    else:
        path.unlink()
        spoiled = {"link": _linked, "directory": _directory, "pipe": _pipe}.get(spoil)
        if spoiled is not None:
            spoiled(path)
    with pytest.raises(ProviderSecretUnusable) as caught, gateway_in_thread(settings, company.world.console):
        pass
    assert CLIENT_SECRET not in str(caught.value)


def _link(client: httpx.Client) -> str:
    return unescape(client.get("/account").text.split('<a class="button" href="')[1].split('"')[0])


def _linked(path: Path) -> None:
    other = path.with_name("other.secret")
    other.write_text(CLIENT_SECRET, encoding="utf-8")
    other.chmod(0o600)
    path.symlink_to(other)


def _directory(path: Path) -> None:
    path.mkdir(mode=0o700)


def _pipe(path: Path) -> None:
    os.mkfifo(path, 0o600)


def _send(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, *, announced: int | None = None, location: str = "",
    many: int = 0,
) -> None:  # fmt: skip
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body) if announced is None else announced))
    if location:
        handler.send_header("Location", location)
    if many:
        handler.send_header("X-Many", "y" * many)
    handler.end_headers()
    with suppress(OSError):
        handler.wfile.write(body)
