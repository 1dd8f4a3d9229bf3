"""`/api/`: a credential first, then the answer in the real service's envelope."""

import httpx
import pytest

from tests.browsing import Application
from tests.gateway.served import Served, hawk
from tests.support import COMPANY, MEMBER_EMAIL

CREDENTIALS = {"grant_type": "client_credentials"}
BEARER_CHALLENGE = 'Bearer realm="fracttal-console"'


@pytest.fixture(scope="module")
def job(served: Served) -> Application:
    return served.job()


@pytest.fixture
def token(job: Application) -> str:
    return str(job.token(**CREDENTIALS).json()["access_token"])


def envelope(response: httpx.Response) -> tuple[int, bool, str]:
    content = response.json()
    assert set(content) == {"success", "message", "data", "total"}
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"
    return response.status_code, content["success"], content["message"]


@pytest.mark.parametrize("path", ["/api/user", "/api/user/", "/api/user/?x=1", "/api/user//"])
def test_the_user_path_says_who_acts_for_whom_and_may_do_what(served: Served, path: str) -> None:
    web = served.consumer()
    token = web.exchange(web.consent(scope="work_orders:view items:view")).json()["access_token"]
    response = served.http.get(path, headers={"Authorization": f"Bearer {token}"})

    assert envelope(response) == (200, True, "200")
    data = response.json()["data"]
    assert data["company"] == COMPANY
    assert (data["credential"]["kind"], data["credential"]["public_id"]) == ("consumer", web.client_id)
    assert (data["person"]["email"], data["person"]["name"]) == (MEMBER_EMAIL, "Joaquín Olavarría Sepúlveda")
    assert data["permissions"] == ["items:view", "work_orders:view"]
    assert response.json()["total"] == 1


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR", "Bearer  "])
def test_a4_04_the_scheme_has_no_case(served: Served, token: str, scheme: str) -> None:
    assert served.http.get("/api/user/", headers={"Authorization": f"{scheme} {token}"}).status_code == 200


@pytest.mark.parametrize("name", ["access_token", "token", "bearer", "Authorization", "key"])
def test_a4_04_a_token_in_the_url_or_form_opens_nothing(served: Served, token: str, name: str) -> None:
    for response in (
        served.http.get("/api/user/", params={name: token}),
        served.http.post("/api/user/", data={name: token}),
        served.http.get("/api/user/", headers={"Cookie": f"{name}={token}"}),
    ):
        assert response.status_code == 401
        assert "error" not in response.headers["www-authenticate"]
        assert token not in response.text


@pytest.mark.parametrize("header", ["X-Access-Token", "X-Api-Key", "Proxy-Authorization", "Cookie", "X-Authorization"])
def test_a4_04_a_token_in_another_header_opens_nothing(served: Served, token: str, header: str) -> None:
    for value in (token, f"Bearer {token}", f"access_token={token}"):
        assert served.http.get("/api/user/", headers={header: value}).status_code == 401


def test_a4_04_two_ways_at_once_are_a_bad_request(served: Served, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    for response in (
        served.http.get("/api/user/", params={"access_token": token}, headers=headers),
        served.http.get("/api/user/", params={"access_token": "x"}, headers=headers),
        served.http.post("/api/user/", data={"access_token": token}, headers=headers),
    ):
        assert envelope(response) == (400, False, "invalid_request")
        assert 'error="invalid_request"' in response.headers["www-authenticate"]
        assert token not in response.text


def test_a4_05_without_a_credential_the_challenge_names_no_error(served: Served) -> None:
    response = served.http.get("/api/user/")
    assert envelope(response) == (401, False, "401")
    assert response.headers.get_list("www-authenticate", split_commas=False) == [BEARER_CHALLENGE, "Hawk"]


BAD_TOKENS = ["", "x", "fca_" + "0" * 49, "x y", "a" * 8000, "ñ".encode().decode("latin-1"), '"', "null", "undefined"]


@pytest.mark.parametrize("bad", BAD_TOKENS, ids=range(len(BAD_TOKENS)))
def test_a4_05_a_bad_token_is_an_invalid_token(served: Served, bad: str) -> None:
    value = f"Bearer {bad}".strip().encode("latin-1")
    response = served.http.get("/api/user/", headers={b"Authorization": value})
    if bad:
        assert envelope(response) == (401, False, "invalid_token")
        assert response.headers["www-authenticate"] == f'{BEARER_CHALLENGE}, error="invalid_token"'
    assert response.status_code == 401


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])
@pytest.mark.parametrize("path", ["/api/user/", "/api/items/", "/api/nowhere", "/api/"])
def test_a4_11_every_method_and_path_needs_a_credential_whoever_asks(served: Served, path: str, method: str) -> None:
    headers = {"User-Agent": "kube-probe/1.29", "X-Forwarded-For": "127.0.0.1", "X-Original-URI": "/healthz"}
    response = served.http.request(method, path, headers=headers)
    assert response.status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_another_method_is_checked_first_and_then_refused_by_name(served: Served, token: str, method: str) -> None:
    response = served.http.request(method, "/api/user/", headers={"Authorization": f"Bearer {token}"})
    assert envelope(response) == (405, False, "405")
    assert response.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/api/items/", "/api/work_orders/1", "/api/", "/api/user/1", "/api/users", "/api/%"])
def test_an_unknown_path_is_a_404_in_the_envelope_and_only_with_a_credential(
    served: Served, token: str, path: str
) -> None:
    response = served.http.get(path, headers={"Authorization": f"Bearer {token}"})
    assert envelope(response) == (404, False, "404")
    assert served.http.get(path).status_code == 401


def test_head_is_answered_like_get_without_the_body(served: Served, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    full, head = served.http.get("/api/user/", headers=headers), served.http.head("/api/user/", headers=headers)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(full.content))


def test_a_use_is_remembered_with_its_path_and_never_with_its_query(served: Served) -> None:
    world, job, key = served.world, served.job(), served.key()
    token = job.token(**CREDENTIALS).json()["access_token"]
    served.http.get("/api/user/?secret=1", headers={"Authorization": f"Bearer {token}"})
    url = f"{served.url}/api/user/?secret=1"
    served.http.get("/api/user/?secret=1", headers={"Authorization": hawk(world, key, url).request_header})
    world.console.usage.flush()

    view = next(v for v in world.console.authorizations.all(world.admin) if v.consumer.client_id == job.client_id)
    shown = next(v for v in world.console.api_keys.all(world.admin) if v.api_key.id == key.api_key.id)
    for use in (view.last_use, shown.last_use):
        assert use is not None
        assert (use.path, use.address, use.at) == ("/api/user/", "127.0.0.1", world.clock.now())
