"""The token endpoint: how it is asked, who asks, and how it refuses."""

import re
from base64 import b64encode
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import httpx
import pytest

from fracttal_console.crypto.tokens import digest
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.secrets import CredentialSecret, SecretStatus
from tests.browsing import VERIFIER, Application
from tests.gateway.served import Served, application, together
from tests.support import REDIRECT_URI

ODD_SECRET = "a%b+c:d e/f?g&h=i;ñé日!'()*~\"\\"
REGISTERED_ERRORS = {
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
    "invalid_target",
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CREDENTIALS = {"grant_type": "client_credentials"}


@pytest.fixture(scope="module")
def job(served: Served) -> Application:
    return served.job()


@pytest.fixture(scope="module")
def web(served: Served) -> Application:
    return served.consumer()


@pytest.fixture(scope="module")
def native(served: Served) -> Application:
    return served.consumer(public=True)


def basic(user: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{user}:{secret}".encode()).decode()}


def post(
    served: Served, form: dict[str, str], headers: dict[str, str] | None = None, path: str = "/oauth/token"
) -> httpx.Response:
    return served.http.post(path, data=form, headers=headers or {})


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/token/", "/oauth/revoke", "/oauth/introspect"])
def test_a3_01_only_post_is_answered(served: Served, path: str, method: str) -> None:
    response = served.http.request(method, path)
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke", "/oauth/introspect"])
@pytest.mark.parametrize(
    "name", ["client_secret", "code", "code_verifier", "refresh_token", "token", "access_token", "password"]
)
def test_a3_01_a_credential_in_the_url_is_refused(served: Served, job: Application, path: str, name: str) -> None:
    form = {**CREDENTIALS, "token": "x"}
    for query in (f"{name}=x", f"x=1&{name}=a&{name}=b", f"%{ord(name[0]):02x}{name[1:]}=x"):
        response = served.http.post(f"{path}?{query}", data=form, auth=(job.client_id, job.secret or ""))
        assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


def test_a3_01_other_parameters_in_the_url_are_ignored(served: Served, job: Application) -> None:
    url = f"/oauth/token?grant_type=client_credentials&client_id={job.client_id}&scope=items:view"
    auth = (job.client_id, job.secret or "")

    assert served.http.post(url, data={}, auth=auth).json()["error"] == "invalid_request"
    answered = served.http.post(url, data=CREDENTIALS, auth=auth).json()
    assert "work_orders:view" in answered["scope"]


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "multipart/form-data; boundary=x", "text/plain", "application/xml", "", "x", "a/b;c;;="],
)
@pytest.mark.parametrize("body", [b'{"grant_type": "client_credentials"}', b"grant_type=client_credentials", b""])
def test_a3_02_only_forms_are_read(served: Served, job: Application, content_type: str, body: bytes) -> None:
    headers = {"Content-Type": content_type, **basic(job.client_id, job.secret or "")}
    response = served.http.post("/oauth/token", content=body, headers=headers)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("content_type", [FORM["Content-Type"], "Application/X-WWW-Form-Urlencoded; charset=utf-8"])
def test_a3_02_the_form_type_may_have_parameters_and_any_case(
    served: Served, job: Application, content_type: str
) -> None:
    headers = {"Content-Type": content_type, **basic(job.client_id, job.secret or "")}
    response = served.http.post("/oauth/token", content=b"grant_type=client_credentials", headers=headers)
    assert response.status_code == 200


@pytest.mark.parametrize("body", [b"\xff=\xfe", b"grant_type=%ff", "grant_type=ñ".encode(), b"a=1&" * 70, b"%=&==&&&"])
def test_a3_02_a_malformed_form_is_an_invalid_request(served: Served, job: Application, body: bytes) -> None:
    response = served.http.post("/oauth/token", content=body, headers={**FORM, **basic(job.client_id, "x")})
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


def test_a3_02_a_parameter_sent_twice_is_an_invalid_request(served: Served, job: Application) -> None:
    for name in ("grant_type", "client_id", "client_secret", "scope", "nonsense"):
        body = f"grant_type=client_credentials&{name}=x&{name}=".encode()
        response = served.http.post("/oauth/token", content=body, headers={**FORM, **basic(job.client_id, "x")})
        assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


# --- who asks -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def odd(served: Served) -> Application:
    """Give a consumer whose secret has every character that encodings fall over; none of ours would have."""
    world, created = served.world, served.world.job("Secreto raro")
    with world.console.use_cases.keep_books() as work:
        work.secrets.add(
            CredentialSecret(
                id=work.secrets.new_id(),
                consumer_id=created.consumer.id,
                api_key_id=None,
                hint="fcs_…odd",
                digest=digest(ODD_SECRET),
                sealed=None,
                status=SecretStatus.ACTIVE,
                created_at=work.now,
                created_by="test",
                expires_at=None,
                retired_at=None,
            )
        )
    return Application(served.http, created.consumer.client_id, ODD_SECRET)


STYLES: dict[str, Callable[[str], str]] = {
    "form encoding as in RFC 6749 (openid-client)": lambda text: quote_plus(text, safe=""),
    "encodeURIComponent (oauth4webapi)": lambda text: quote(text, safe="!'()*"),
    "percent encoding (simple-oauth2, strict)": lambda text: quote(text, safe=""),
    "lower-case percent encoding": lambda text: re.sub("%..", lambda m: m.group().lower(), quote(text, safe="")),
    "everything encoded": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "only what must be (passport-oauth2)": lambda text: text.replace("%", "%25").replace("+", "%2B"),
}


@pytest.mark.parametrize("style", STYLES)
def test_a3_04_basic_takes_odd_secrets_in_the_encodings_of_six_clients(
    served: Served, odd: Application, style: str
) -> None:
    encode = STYLES[style]
    response = post(served, CREDENTIALS, basic(encode(odd.client_id), encode(ODD_SECRET)))
    assert response.status_code == 200, response.text
    assert post(served, CREDENTIALS, basic(encode(odd.client_id), encode(ODD_SECRET + "x"))).status_code == 401


def test_a3_04_the_form_takes_odd_secrets(served: Served, odd: Application) -> None:
    form = {**CREDENTIALS, "client_id": odd.client_id, "client_secret": ODD_SECRET}
    assert post(served, form).status_code == 200
    assert post(served, {**form, "client_secret": ODD_SECRET.replace("+", " ")}).status_code == 401


def test_a3_04_our_own_secrets_work_with_clients_that_encode_nothing(served: Served, job: Application) -> None:
    assert post(served, CREDENTIALS, basic(job.client_id, job.secret or "")).status_code == 200
    headers = {"Authorization": basic(job.client_id, job.secret or "")["Authorization"].replace("Basic", "bAsIc  ")}
    assert post(served, CREDENTIALS, headers).status_code == 200


def test_a3_05_two_ways_of_authentication_are_refused(served: Served, job: Application) -> None:
    secret = job.secret or ""
    header = basic(job.client_id, secret)
    for form in ({"client_secret": secret}, {"client_secret": secret, "client_id": job.client_id}, {"client_id": "x"}):
        response = post(served, {**CREDENTIALS, **form}, header)
        assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
    assert post(served, {**CREDENTIALS, "client_id": job.client_id}, header).status_code == 200


WRONG_HEADERS = ["Basic", "Basic !!!", "Basic /////", "Basic Og==", "Bearer x", "Hawk id=x", "Digest x", "x"]


@pytest.mark.parametrize("header", WRONG_HEADERS)
def test_a3_06_a_header_that_proves_nothing_is_answered_with_a_challenge(served: Served, header: str) -> None:
    response = post(served, CREDENTIALS, {"Authorization": header})
    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")
    assert response.headers["www-authenticate"].startswith("Basic ")


def test_a3_06_without_a_header_there_is_no_challenge(served: Served, job: Application) -> None:
    for form in (
        {},
        {"client_id": job.client_id},
        {"client_id": job.client_id, "client_secret": "wrong"},
        {"client_id": job.client_id, "client_secret": ""},
        {"client_id": "nobody", "client_secret": "x"},
    ):
        response = post(served, {**CREDENTIALS, **form})
        assert (response.status_code, response.json()["error"]) == (401, "invalid_client")
        assert "www-authenticate" not in response.headers


def test_a3_06_unknown_and_known_consumers_are_refused_in_the_same_bytes(served: Served, job: Application) -> None:
    world, disabled = served.world, served.job()
    world.console.consumers.disable(world.admin, disabled.client_id)
    answers = {
        post(served, CREDENTIALS, basic(user, secret)).content
        for user, secret in (
            (job.client_id, "wrong"),
            ("fcc_nobodyatallxxxxxx", "wrong"),
            (disabled.client_id, disabled.secret or ""),
            (disabled.client_id, "wrong"),
        )
    }
    assert len(answers) == 1


def test_a3_07_a_public_consumer_needs_no_secret_and_may_send_none(served: Served, native: Application) -> None:
    code = native.consent()
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT_URI,
        "code_verifier": VERIFIER,
        "client_id": native.client_id,
    }
    for headers, more in (
        ({}, {"client_secret": "x"}),
        (basic(native.client_id, "x"), {}),
        (basic(native.client_id, ""), {}),
    ):
        response = post(served, {**form, **more}, headers)
        assert (response.status_code, response.json()["error"]) == (401, "invalid_client")
    assert post(served, form).status_code == 200


def test_a3_08_of_many_wrong_secrets_at_once_only_the_first_are_looked_at(served: Served) -> None:
    victim, bystander = served.job(), served.job()
    wrong = basic(victim.client_id, "wrong")

    statuses = together(60, lambda _: post(served, CREDENTIALS, wrong).status_code)
    assert sorted(statuses) == [401] * 20 + [429] * 40
    refused = victim.token(**CREDENTIALS)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["cache-control"] == "no-store"
    assert victim.introspect("x").status_code == victim.revoke("x").status_code == 429
    for path in ("/oauth/par", "/oauth/device_authorization"):
        assert victim._post(path, {"scope": ""}).status_code == 429
    assert bystander.token(**CREDENTIALS).status_code == 200


@pytest.mark.parametrize("path", ["/oauth/revoke", "/oauth/introspect", "/oauth/par", "/oauth/device_authorization"])
def test_a3_08_wrong_secrets_count_at_every_endpoint_that_takes_one(served: Served, path: str) -> None:
    victim = served.job()
    wrong = basic(victim.client_id, "wrong")
    statuses = together(30, lambda _: post(served, {"token": "x"}, wrong, path).status_code)
    assert sorted(statuses) == [401] * 20 + [429] * 10
    assert victim.token(**CREDENTIALS).status_code == 429


def test_a3_08_good_secrets_cost_nothing(job: Application) -> None:
    assert {job.token(**CREDENTIALS).status_code for _ in range(50)} == {200}
    assert {job.token(grant_type="refresh_token", refresh_token="x").status_code for _ in range(50)} == {400}


# --- what is answered -----------------------------------------------------------------------------------------


def test_a3_13_a_good_answer_has_its_type_its_members_and_is_not_stored(web: Application, job: Application) -> None:
    for response, more in ((web.exchange(web.consent()), {"refresh_token"}), (job.token(**CREDENTIALS), set())):
        content = response.json()
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/json"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["pragma"] == "no-cache"
        assert set(content) == {"access_token", "token_type", "expires_in", "scope"} | more
        assert content["token_type"] == "Bearer"
        assert (type(content["expires_in"]), content["expires_in"]) == (int, 900)


def test_a4_12_tokens_live_a_quarter_of_an_hour_and_two_hours_in_profile_fracttal(served: Served) -> None:
    legacy = served.job(profile=Profile.FRACTTAL)
    assert served.job().token(**CREDENTIALS).json()["expires_in"] == 900
    assert legacy.token(**CREDENTIALS).json()["expires_in"] == 7200


def refusals(served: Served, web: Application, job: Application, native: Application) -> list[httpx.Response]:
    header = basic(job.client_id, job.secret or "")
    return [
        post(served, {}),
        post(served, {"grant_type": "password", "username": "a", "client_id": "b"}, header),
        post(served, CREDENTIALS, basic(job.client_id, 'wr"ong\\')),
        post(served, {**CREDENTIALS, "scope": 'x"\\\x00ñ'}, header),
        post(served, {**CREDENTIALS, "scope": "personnel:delete"}, header),
        post(served, {"grant_type": "x" * 3000}, header),
        web.exchange('"\\\r\n'),
        web.refresh("x"),
        web.token(**CREDENTIALS),
        job.exchange("x"),
        native.token(**CREDENTIALS),
        native.introspect("x"),
        web.introspect(""),
        web.revoke(""),
    ]


def test_a3_14_errors_are_registered_plain_and_tell_nothing_of_the_inside(
    served: Served, web: Application, job: Application, native: Application
) -> None:
    for response in refusals(served, web, job, native):
        content = response.json()
        assert response.status_code in {400, 401}
        assert content["error"] in REGISTERED_ERRORS
        assert set(content) <= {"error", "error_description"}
        for text in content.values():
            assert re.fullmatch(r"[\x20\x21\x23-\x5b\x5d-\x7e]*", text)
        assert not re.search("traceback|sqlite|select |python|uvicorn|line [0-9]", response.text, re.IGNORECASE)
        assert response.headers["content-type"] == "application/json"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "server" not in response.headers


@pytest.mark.parametrize(
    "grant",
    [
        "password",
        "implicit",
        "token",
        "Client_Credentials",
        "urn:ietf:params:oauth:grant-type:saml2-bearer",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "urn:ietf:params:oauth:grant-type:token-exchange",
        "x" * 1000,
    ],
)
def test_a3_15_unknown_grants_are_unsupported(job: Application, grant: str) -> None:
    response = job.token(grant_type=grant, username="x", password="x", code="x")
    assert (response.status_code, response.json()["error"]) == (400, "unsupported_grant_type")


def test_a3_15_a_grant_that_is_not_the_consumers_own_is_unauthorized(
    web: Application, job: Application, native: Application
) -> None:
    for response in (web.token(**CREDENTIALS), native.token(**CREDENTIALS), job.exchange("x")):
        assert (response.status_code, response.json()["error"]) == (400, "unauthorized_client")
    assert job.token().json()["error"] == "invalid_request"
    assert web.token(grant_type="authorization_code").json()["error"] == "invalid_request"
    assert web.token(grant_type="refresh_token").json()["error"] == "invalid_request"


def test_a3_16_a_consumer_that_acts_for_itself_is_no_person_and_gets_no_refresh_token(
    job: Application, web: Application
) -> None:
    own = job.token(**CREDENTIALS).json()
    theirs = web.exchange(web.consent()).json()
    told_own, told_theirs = job.introspect(own["access_token"]).json(), web.introspect(theirs["access_token"]).json()

    assert "refresh_token" not in own
    assert told_own["sub"] == job.client_id
    assert "username" not in told_own
    assert told_theirs["sub"].startswith("person-")
    assert job.user(own["access_token"]).json()["data"]["person"] is None


def test_a3_16_profile_fracttal_gets_a_refresh_token_for_itself(served: Served) -> None:
    legacy = served.job(profile=Profile.FRACTTAL)
    first = legacy.token(**CREDENTIALS).json()
    second = legacy.refresh(first["refresh_token"])

    assert second.status_code == 200
    assert second.json()["refresh_token"] == first["refresh_token"]
    assert legacy.refresh(first["refresh_token"]).status_code == 200


def test_the_scope_of_client_credentials_narrows_and_never_widens(job: Application) -> None:
    assert job.token(**CREDENTIALS, scope="items:view").json()["scope"] == "items:view"
    assert job.token(**CREDENTIALS, scope="api").json()["scope"].count(" ") == 5
    assert job.token(**CREDENTIALS, scope="items:view personnel:delete").json()["scope"] == "items:view"
    for scope in ("personnel:delete", "no:thing", "items:view no:thing"):
        assert job.token(**CREDENTIALS, scope=scope).json()["error"] == "invalid_scope"


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke", "/oauth/introspect", "/api/user/", "/account"])
def test_a3_18_and_a6_08_no_endpoint_opens_itself_to_other_origins(served: Served, job: Application, path: str) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for method in ("OPTIONS", "POST", "GET"):
        form = {**CREDENTIALS, "token": "x", "callback": "evil"}
        sent = form if method == "POST" else None
        auth = (job.client_id, job.secret or "")
        response = served.http.request(method, path, data=sent, headers=headers, auth=auth)
        assert not [name for name in response.headers if name.startswith("access-control-")]
        assert "evil" not in response.text
        assert method != "OPTIONS" or response.status_code in {401, 405}


def test_a_network_that_is_not_allowed_looks_like_a_wrong_secret(served: Served) -> None:
    near, far = served.job(networks=["127.0.0.0/8"]), served.job(networks=["203.0.113.0/24"])
    wrong = application(served.http, served.world.job("Lejano"))

    assert near.token(**CREDENTIALS).status_code == 200
    refused = far.token(**CREDENTIALS)
    assert refused.status_code == 401
    assert refused.content == Application(served.http, wrong.client_id, "wrong").token(**CREDENTIALS).content
