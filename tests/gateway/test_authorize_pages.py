"""The pages of an authorization: what they say, what protects them, and which forms count."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest

from fracttal_console.domain.actors import Role
from fracttal_console.domain.secrets import SecretText
from tests.browsing import Application, answer, authorize_url, decide, hidden, sign_in
from tests.gateway.served import Served, serving
from tests.support import COMPANY, MEMBER_EMAIL, REDIRECT_URI, SUPPORT_EMAIL, password

FORM_TARGETS = re.compile(r"form-action ([^;]*);")
PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><svg onload=alert(1)>",
    "{{ 7*7 }}{% raw %}x",
    "<a href=javascript:alert(1)>x</a>",
    "&lt;b&gt;x&lt;/b&gt;",
]


@pytest.fixture(scope="module")
def web(served: Served) -> Application:
    return served.consumer(name="Portal de Contratistas", owner="Servicios Atacama SpA")


@pytest.fixture(scope="module")
def member(served: Served) -> httpx.Client:
    return served.signed_in()


def session_of(client: httpx.Client) -> str:
    return client.cookies["fc_session"]


@pytest.mark.parametrize("public", [True, False], ids=["public", "confidential"])
def test_a1_13_and_cve_2023_34246_consent_is_asked_for_each_time(
    served: Served, member: httpx.Client, *, public: bool
) -> None:
    path = authorize_url(served.consumer(public=public).client_id)
    for _ in range(3):
        page = member.get(path)
        assert page.status_code == 200
        assert 'value="allow"' in page.text
        assert "code" in answer(decide(member, path))


def test_a1_14_the_consent_page_says_who_asks_for_what_where_to_and_for_how_long(
    member: httpx.Client, web: Application
) -> None:
    page = member.get(authorize_url(web.client_id, scope="work_orders:delete items:view", ui_locales="en"))
    text = unescape(re.sub(r"<[^>]+>", " ", page.text))

    for told in (
        "Portal de Contratistas",
        "Servicios Atacama SpA",
        "portal.contratistas.example",
        "Joaquín Olavarría Sepúlveda",
        MEMBER_EMAIL,
        COMPANY,
        "Cannot be undone",
        "May 23, 2027",
    ):
        assert told in text, told
    assert page.text.count('class="line"') + page.text.count('class="line irreversible"') >= 2
    assert "work_orders:delete" not in text


def test_a1_14_whom_nothing_can_be_granted_gets_a_page_that_says_so(served: Served, web: Application) -> None:
    support = served.signed_in(email=SUPPORT_EMAIL)
    path = authorize_url(web.client_id)
    page = support.get(path)

    assert page.status_code == 200
    assert 'value="allow"' not in page.text
    assert answer(decide(support, path, "deny"))["error"] == "access_denied"
    forced = support.post(path, data={"csrf": hidden(page), "decision": "allow"})
    assert forced.status_code == 409
    assert "location" not in forced.headers


def test_a1_16_whatever_follows_a_form_is_a_303(served: Served, web: Application) -> None:
    path = authorize_url(web.client_id)
    client = served.visitor()

    assert sign_in(client, path).status_code == 303
    assert decide(client, path).status_code == 303
    assert decide(client, path, "deny").status_code == 303
    switch = client.post(path.replace("authorize?", "authorize/not-me?"), data={"csrf": hidden(client.get(path))})
    assert (switch.status_code, switch.headers["location"]) == (303, path)


def pages(served: Served, member: httpx.Client, web: Application) -> dict[str, httpx.Response]:
    path = authorize_url(web.client_id)
    support = served.signed_in(email=SUPPORT_EMAIL)
    leaving = served.signed_in()
    wrong = {"csrf": hidden(served.visitor().get(path)), "email": MEMBER_EMAIL, "password": "x"}
    return {
        "sign-in": served.visitor().get(path),
        "forged sign-in": served.visitor().post(path, data=wrong),
        "consent": member.get(path),
        "nothing to grant": support.get(path),
        "error": member.get(authorize_url("nobody")),
        "account": member.get("/account"),
        "signed out": leaving.post("/account/sign-out", data={"csrf": hidden(leaving.get("/account"))}),
        "not found": member.get("/nowhere"),
        "redirect": decide(member, path),
    }


def test_a1_18_and_a1_20_every_page_is_shut_to_frames_scripts_caches_and_referrers(
    served: Served, member: httpx.Client, web: Application
) -> None:
    for name, page in pages(served, member, web).items():
        headers = page.headers
        policy = {part.split(" ")[0]: part.split(" ")[1:] for part in headers["content-security-policy"].split("; ")}
        assert policy["default-src"] == ["'none'"], name
        assert policy["frame-ancestors"] == ["'none'"], name
        assert policy["base-uri"] == ["'none'"], name
        assert policy.get("script-src", ["'none'"]) == ["'none'"], name
        assert "unsafe" not in headers["content-security-policy"], name
        assert headers["x-frame-options"] == "DENY", name
        assert headers["referrer-policy"] == "no-referrer", name
        assert headers["cache-control"] == "no-store", name
        assert headers["x-content-type-options"] == "nosniff", name
        assert headers["cross-origin-opener-policy"] == "same-origin", name
        assert not [header for header in headers if header.startswith("access-control-")], name
        assert headers.get("content-type", "text/html; charset=utf-8") == "text/html; charset=utf-8", name


def test_a1_20_no_page_refers_to_another_server_or_carries_code(
    served: Served, member: httpx.Client, web: Application
) -> None:
    for name, page in pages(served, member, web).items():
        for target in re.findall(r'(?:src|href|action)="([^"]*)"', page.text):
            assert target.startswith("/"), (name, target)
            assert not target.startswith("//"), (name, target)
        assert not re.search(r"<script|<style|\son[a-z]+\s*=|javascript:", page.text), name


@pytest.mark.parametrize(
    ("registered", "requested", "target"),
    [
        (REDIRECT_URI, REDIRECT_URI, "https://portal.contratistas.example"),
        ("https://c.example:8443/cb", "https://c.example:8443/cb", "https://c.example:8443"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:18102/cb", "http://127.0.0.1:18102"),
        ("com.example.app:/cb", "com.example.app:/cb", "com.example.app:"),
    ],
)
def test_a1_19_the_form_may_lead_to_the_redirect_target_of_this_request_only(
    served: Served, member: httpx.Client, registered: str, requested: str, target: str
) -> None:
    client_id = served.consumer(public=True, redirect_uris=[registered, "https://other.example/cb"]).client_id
    page = member.get(authorize_url(client_id, redirect_uri=requested))
    match = FORM_TARGETS.search(page.headers["content-security-policy"])

    assert match is not None
    assert match.group(1) == f"'self' {target}"
    for other in (member.get("/account"), member.get(authorize_url("nobody")), served.http.get("/account")):
        assert "form-action 'self';" in other.headers["content-security-policy"]


# --- A1.21: which forms count ---------------------------------------------------------------------------------


def assert_refused(response: httpx.Response) -> None:
    assert response.status_code == 403
    assert "location" not in response.headers
    assert "fc_session" not in response.headers.get("set-cookie", "")


def test_a1_21_a_consent_form_counts_for_its_own_request_session_and_purpose(
    served: Served, member: httpx.Client, web: Application
) -> None:
    path, other_path = authorize_url(web.client_id), authorize_url(web.client_id, state="other")
    page = member.get(path)
    forged = {
        "none": "",
        "invented": "A" * 43,
        "another request's": hidden(member.get(other_path), -1),
        "another session's": hidden(served.signed_in().get(path), -1),
        "another person's": hidden(served.signed_in(email=SUPPORT_EMAIL).get(path), -1),
        "a visitor's": hidden(served.visitor().get(path)),
        "another form's of the same page": hidden(page, 0),
        "the account page's": hidden(member.get("/account")),
        "cut": hidden(page, -1)[:-1],
        "not ASCII": "ñ",
    }
    for name, token in forged.items():
        for decision in ("allow", "deny"):
            response = member.post(path, data={"csrf": token, "decision": decision})
            assert response.status_code == 403, name
            assert_refused(response)
    assert "code" in answer(member.post(path, data={"csrf": hidden(page, -1), "decision": "allow"}))


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "null"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "null", "Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a1_21_and_d_04_a_form_from_elsewhere_is_refused_even_with_a_good_token(
    served: Served, member: httpx.Client, web: Application, headers: dict[str, str]
) -> None:
    path = authorize_url(web.client_id)
    form = {"csrf": hidden(member.get(path), -1), "decision": "allow"}
    assert_refused(member.post(path, data=form, headers=headers))

    switch = path.replace("authorize?", "authorize/not-me?")
    assert_refused(member.post(switch, data={"csrf": hidden(member.get(path))}, headers=headers))
    account = {"csrf": hidden(member.get("/account"))}
    assert_refused(member.post("/account/sign-out", data=account, headers=headers))
    assert_refused(member.post("/account/revoke", data={**account, "authorization": "1"}, headers=headers))
    visitor = served.visitor()
    login = {"csrf": hidden(visitor.get(path)), "email": MEMBER_EMAIL, "password": password().reveal()}
    assert_refused(visitor.post(path, data=login, headers=headers))


def test_d_04_origin_null_counts_only_together_with_same_origin(
    served: Served, member: httpx.Client, web: Application
) -> None:
    path = authorize_url(web.client_id)
    form = {"csrf": hidden(member.get(path), -1), "decision": "allow"}

    for headers in (
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Origin": served.url, "Sec-Fetch-Site": "same-origin"},
        {"Origin": served.url},
        {},
    ):
        assert "code" in answer(member.post(path, data=form, headers=headers))


def test_a1_21_and_cve_2025_68158_nobody_is_signed_in_by_a_form_of_another_browser(
    served: Served, web: Application
) -> None:
    path = authorize_url(web.client_id)
    attacker, victim = served.visitor(), served.visitor()
    victim.get(path)
    form = {"csrf": hidden(attacker.get(path)), "email": SUPPORT_EMAIL, "password": password().reveal()}

    assert_refused(victim.post(path, data=form))
    assert "fc_session" not in victim.cookies


def test_cve_2022_39222_a_consent_begun_in_one_browser_is_not_given_in_another(
    served: Served, web: Application
) -> None:
    path = authorize_url(web.client_id)
    begun, other = served.signed_in(path), served.signed_in(path)
    token = hidden(begun.get(path), -1)

    assert_refused(other.post(path, data={"csrf": token, "decision": "allow"}))
    assert "code" in answer(begun.post(path, data={"csrf": token, "decision": "allow"}))


def test_cve_2021_45379_a_person_is_not_changed_between_the_steps(served: Served, web: Application) -> None:
    path = authorize_url(web.client_id)
    member = served.signed_in(path)
    form = {"csrf": hidden(member.get(path), -1), "decision": "allow", "email": SUPPORT_EMAIL}

    assert_refused(member.post(path, data=form))
    code = answer(decide(member, path))["code"]
    assert web.introspect(web.exchange(code).json()["access_token"]).json()["username"] == MEMBER_EMAIL


# --- A1.22: sessions ------------------------------------------------------------------------------------------


def test_a1_22_the_session_cookie_is_closed_to_scripts_and_other_sites(served: Served) -> None:
    visitor = served.visitor()
    for cookie in sign_in(visitor, "/account").headers.get_list("set-cookie"):
        assert "; Path=/" in cookie
        assert "; HttpOnly" in cookie
        assert "; SameSite=Lax" in cookie
        assert "domain" not in cookie.lower()
    assert len(session_of(visitor)) >= 43


def test_a1_22_behind_https_the_cookie_is_bound_to_host_and_transport(
    tmp_path: Path,
) -> None:
    settings: dict[str, Any] = {"issuer": "https://acceso.quillahue.example", "trusted_proxies": ("127.0.0.0/8",)}
    with serving(tmp_path, **settings) as served:
        proxied = {"Host": "acceso.quillahue.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
        page = served.http.get("/account", headers=proxied)
        visit = page.headers["set-cookie"].split(";")[0]
        form = {"csrf": hidden(page), "email": MEMBER_EMAIL, "password": password().reveal()}
        own = {**proxied, "Cookie": visit, "Origin": "https://acceso.quillahue.example"}
        cookies = served.http.post("/account", data=form, headers=own).headers.get_list("set-cookie")

    assert page.headers["set-cookie"].startswith("__Host-fc_visit=")
    assert [cookie.split("=")[0] for cookie in cookies] == ["__Host-fc_session", "__Host-fc_visit"]
    for cookie in cookies:
        assert "; Secure" in cookie
        assert "; Path=/" in cookie


def test_a1_22_and_cve_2024_7341_signing_in_gives_a_new_session_and_signing_out_ends_it_here(served: Served) -> None:
    client = served.visitor()
    client.get("/account")
    before = client.cookies["fc_visit"]
    client.cookies.set("fc_session", "fcb_chosen-by-an-attacker", domain="127.0.0.1", path="/")
    sign_in(client, "/account")
    cookies = {cookie.name: cookie.value or "" for cookie in client.cookies.jar if "attacker" not in str(cookie.value)}
    assert cookies["fc_visit"] != before
    assert cookies["fc_session"].startswith("fcb_")

    stolen = {"Cookie": f"fc_session={cookies['fc_session']}"}
    assert "My authorizations" in served.visitor().get("/account?ui_locales=en", headers=stolen).text
    leaving = served.visitor()
    page = leaving.get("/account", headers=stolen)
    leaving.post("/account/sign-out", data={"csrf": hidden(page)}, headers=stolen)
    assert 'name="password"' in served.visitor().get("/account", headers=stolen).text


def test_a1_22_two_different_session_cookies_count_as_none(served: Served) -> None:
    client = served.signed_in()
    headers = {"Cookie": f"fc_session=x; fc_session={session_of(client)}"}
    assert 'name="password"' in served.visitor().get("/account", headers=headers).text


def test_a1_22_a_session_ends_by_idleness_and_after_half_a_day(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        clock, path = served.world.clock, authorize_url(served.consumer().client_id)
        idle, busy = served.signed_in(), served.signed_in()
        clock.advance(timedelta(minutes=59))
        assert 'value="allow"' in busy.get(path).text
        clock.advance(timedelta(minutes=1))
        assert 'name="password"' in idle.get(path).text
        for _ in range(12):
            assert 'value="allow"' in busy.get(path).text
            clock.advance(timedelta(minutes=55))
        assert 'name="password"' in busy.get(path).text


@pytest.mark.parametrize("ending", ["disable", "password"])
def test_a1_22_disabling_a_person_or_a_new_password_ends_the_sessions(
    served: Served, web: Application, ending: str
) -> None:
    world, email = served.world, f"{ending}@quillahue.example"
    world.console.people.create(
        world.admin, email=email, name="Alguien", role=Role.MEMBER, password=password(), permission_group="Field work"
    )
    client = served.signed_in(email=email)
    path = authorize_url(web.client_id)
    token = hidden(client.get(path), -1)
    if ending == "disable":
        world.console.people.disable(world.admin, email)
    else:
        world.console.people.edit(world.admin, email, password=SecretText("another-password-1111"))

    assert 'name="password"' in client.get(path).text
    assert_refused(client.post(path, data={"csrf": token, "decision": "allow"}))


def test_cve_2024_4540_no_cookie_carries_anything_of_the_request(
    served: Served, member: httpx.Client, web: Application
) -> None:
    path = authorize_url(web.client_id, state="canary-state", login_hint="canary-hint")
    visitor = served.visitor()
    for response in (visitor.get(path), sign_in(visitor, path), member.get(path), decide(member, path)):
        cookies = " ".join(response.headers.get_list("set-cookie"))
        for value in ("canary", web.client_id, "contratistas", MEMBER_EMAIL):
            assert value not in cookies


# --- A1.27: text of others ------------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a1_27_and_cve_2018_1000088_names_are_shown_as_text(served: Served, member: httpx.Client, payload: str) -> None:
    consumer = served.consumer(name=f"App {payload}", owner=f"Owner {payload}")
    path = authorize_url(consumer.client_id)
    allowed = decide(member, path)

    assert allowed.status_code == 303
    for page in (served.visitor().get(path), member.get(path), member.get("/account")):
        assert payload not in page.text or payload.startswith("{{")
        assert f"App {payload}" in unescape(page.text)


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a1_27_and_cve_2019_8400_request_parameters_are_never_markup(
    served: Served, member: httpx.Client, web: Application, payload: str
) -> None:
    values = dict.fromkeys(
        ("state", "login_hint", "ui_locales", "error_description", "error_hint", "display", "nonsense"), payload
    )
    good = authorize_url(web.client_id, **values)
    wrong = authorize_url(web.client_id, **values, redirect_uri=payload)
    for client in (served.visitor(), member):
        for path in (good, wrong, authorize_url(payload), good.replace("authorize?", f"authorize/{payload}?")):
            page = client.get(path)
            assert payload not in page.text or payload.startswith("{{")
            assert "<img" not in page.text
            assert "49" not in re.findall(r">\s*(\d+)\s*<", page.text)
            assert page.headers["content-type"] in {"text/html; charset=utf-8", "application/json"}


def test_a1_27_nothing_of_a_request_begins_a_line_of_the_log(
    served: Served, web: Application, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    forged = "x\r\n2026-11-24 12:00:00 WARNING forged"
    visitor = served.visitor()
    visitor.get(authorize_url(forged))
    for name in ("redirect_uri", "scope", "state", "login_hint", "ui_locales"):
        visitor.get(authorize_url(web.client_id, **{name: forged}))
    form = {"grant_type": forged, "client_id": forged, "client_secret": forged, "token": forged}
    for path in ("/oauth/token", "/oauth/revoke", "/oauth/introspect"):
        visitor.post(path, data=form)
    visitor.get("/api/nowhere%0d%0aforged", headers={"Authorization": "Bearer x", "User-Agent": "x forged"})
    served.world.console.refusals.flush()

    written = [
        record.getMessage() for record in caplog.records if record.name.split(".")[0] not in {"httpx", "httpcore"}
    ]
    assert not [line for line in written if "\n" in line or "\r" in line]


def test_a1_27_an_email_that_is_typed_comes_back_as_text(served: Served, web: Application) -> None:
    visitor, path = served.visitor(), authorize_url(web.client_id)
    email = '"><script>alert(1)</script>'
    page = visitor.post(path, data={"csrf": hidden(visitor.get(path)), "email": email, "password": "x"})

    assert page.status_code == 401
    assert "<script" not in page.text
    assert email in unescape(page.text)
