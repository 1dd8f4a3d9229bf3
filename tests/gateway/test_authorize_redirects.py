"""Where an authorization may lead: the registered redirect URIs, compared as plain strings, and nowhere else."""

from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest

from tests.browsing import answer, authorize_url, decide
from tests.gateway.served import Served
from tests.support import REDIRECT_URI

HOST = "portal.contratistas.example"
LOOPBACK_4, LOOPBACK_6 = "http://127.0.0.1/cb", "http://[::1]/cb"
WITH_QUERY = "https://consultas.example/cb?x=1"

MUTANTS = [
    # the path
    f"https://{HOST}/oauth/Callback",
    f"https://{HOST}/OAUTH/CALLBACK",
    f"https://{HOST}/oauth/callback/",
    f"https://{HOST}/oauth/callback//",
    f"https://{HOST}//oauth/callback",
    f"https://{HOST}/oauth//callback",
    f"https://{HOST}/oauth/callback/extra",
    f"https://{HOST}/oauth/callbackextra",
    f"https://{HOST}/oauth/callbac",
    f"https://{HOST}/oauth/",
    f"https://{HOST}/",
    f"https://{HOST}",
    f"https://{HOST}/oauth/callback/..",
    f"https://{HOST}/oauth/callback/../evil",
    f"https://{HOST}/oauth/x/../callback",
    f"https://{HOST}/./oauth/callback",
    f"https://{HOST}/oauth/callback/%2e%2e/evil",
    f"https://{HOST}/oauth/callback/%2E%2E/",
    f"https://{HOST}/oauth%2fcallback",
    f"https://{HOST}/oauth%252fcallback",
    f"https://{HOST}/oauth/callbac%6b",
    f"https://{HOST}/%6fauth/callback",
    f"https://{HOST}/oauth/callback%00",
    f"https://{HOST}/oauth/callback%0d%0aLocation:%20https://evil.example",
    f"https://{HOST}/oauth/callback;a=b",
    f"https://{HOST}/oauth\\callback",
    f"https://{HOST}/oauth/callback\\",
    # query and fragment
    f"{REDIRECT_URI}?",
    f"{REDIRECT_URI}?x=1",
    f"{REDIRECT_URI}#",
    f"{REDIRECT_URI}#fragment",
    f"{REDIRECT_URI}%3Fx=1",
    f"{REDIRECT_URI}&x=1",
    # the scheme
    f"http://{HOST}/oauth/callback",
    f"HTTPS://{HOST}/oauth/callback",
    f"Https://{HOST}/oauth/callback",
    f"ftp://{HOST}/oauth/callback",
    f"//{HOST}/oauth/callback",
    f"https:/{HOST}/oauth/callback",
    f"https:{HOST}/oauth/callback",
    f"https:///{HOST}/oauth/callback",
    f"{HOST}/oauth/callback",
    "/oauth/callback",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    # the host
    "https://Portal.Contratistas.Example/oauth/callback",
    f"https://{HOST}./oauth/callback",
    f"https://{HOST}.evil.example/oauth/callback",
    f"https://evil.example/{HOST}/oauth/callback",
    f"https://x.{HOST}/oauth/callback",
    "https://contratistas.example/oauth/callback",
    "https://portalxcontratistas.example/oauth/callback",
    "https://portal.contratistasxexample/oauth/callback",
    "https://portal.contratistas.exampl/oauth/callback",
    "https://portal%2econtratistas.example/oauth/callback",
    "https://portal。contratistas。example/oauth/callback",
    f"https://{HOST}:443/oauth/callback",
    f"https://{HOST}:8443/oauth/callback",
    f"https://{HOST}:/oauth/callback",
    f"https://{HOST}@evil.example/oauth/callback",
    f"https://evil.example@{HOST}/oauth/callback",
    f"https://evil.example:443@{HOST}/oauth/callback",
    f"https://evil.example\\@{HOST}/oauth/callback",
    f"https://evil.example\\{HOST}/oauth/callback",
    f"https://evil.example#{HOST}/oauth/callback",
    f"https://evil.example?{HOST}/oauth/callback",
    # what some parsers throw away
    f" {REDIRECT_URI}",
    f"{REDIRECT_URI} ",
    f"\t{REDIRECT_URI}",
    f"{REDIRECT_URI}\r\n",
    f"{REDIRECT_URI}\r\nLocation: https://evil.example",
    f"https://{HOST}/oauth/call\tback",
    f"https://{HOST}/oauth/call\nback",
    f"{REDIRECT_URI}\x00",
    f"\ufeff{REDIRECT_URI}",
    f"{REDIRECT_URI},{REDIRECT_URI}",
    f"{REDIRECT_URI} {REDIRECT_URI}",
    "https://evil.example/oauth/callback",
    "*",
    "https://*.contratistas.example/oauth/callback",
    f"^{REDIRECT_URI}$",
]

LOOPBACK_MUTANTS = [
    "http://127.0.0.1:1/cb?x=y",
    "http://127.0.0.1:1/cb#x",
    "http://127.0.0.1:1/cb/",
    "http://127.0.0.1:1/CB",
    "http://127.0.0.1:1/",
    "http://127.0.0.1:1",
    "http://127.0.0.1:0/cb",
    "http://127.0.0.1:65536/cb",
    "http://127.0.0.1:999999/cb",
    "http://127.0.0.1:/cb",
    "http://127.0.0.1:+80/cb",
    "http://127.0.0.1:-80/cb",
    "http://127.0.0.1: 80/cb",
    "http://127.0.0.1:\u0668\u0660/cb",
    "http://127.0.0.1:80a/cb",
    "http://127.0.0.1:80:80/cb",
    "http://127.0.0.1:80@evil.example/cb",
    "http://127.0.0.1@evil.example/cb",
    "http://evil.example@127.0.0.1/cb",
    "http://127.0.0.1:80\\@evil.example/cb",
    "http://127.0.0.1.evil.example/cb",
    "http://127.0.0.1.evil.example:80/cb",
    "http://127.0.0.1%2eevil.example/cb",
    "http://127.0.0.1?.evil.example/cb",
    "http://127.0.0.1#.evil.example/cb",
    "http://evil.example:80/cb",
    "https://127.0.0.1/cb",
    "https://127.0.0.1:5000/cb",
    "HTTP://127.0.0.1:5000/cb",
    "http://127.0.0.2:5000/cb",
    "http://127.1:5000/cb",
    "http://2130706433:5000/cb",
    "http://0.0.0.0:5000/cb",
    "http://localhost/cb",
    "http://localhost:5000/cb",
    "http://[::1]:5000/cb?x=y",
    "http://[::1]x:5000/cb",
    "http://[::1]@evil.example/cb",
    "http://[::2]:5000/cb",
    "http://[0:0:0:0:0:0:0:1]:5000/cb",
    "http://[::ffff:127.0.0.1]:5000/cb",
    "http://::1:5000/cb",
]


@pytest.fixture(scope="module")
def web(served: Served) -> str:
    return served.consumer().client_id


@pytest.fixture(scope="module")
def native(served: Served) -> str:
    return served.consumer(public=True, redirect_uris=[LOOPBACK_4, LOOPBACK_6, "com.example.app:/cb"]).client_id


@pytest.fixture(scope="module")
def member(served: Served) -> httpx.Client:
    """Give a browser in which the member is signed in: there, only the redirect URI stands in the way."""
    return served.signed_in()


def assert_shown_and_not_sent(response: httpx.Response) -> None:
    assert response.status_code == 400
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "location" not in response.headers
    assert "refresh" not in response.headers
    assert "http-equiv" not in response.text
    assert "<script" not in response.text
    assert "code=" not in response.text


def test_a1_01_there_are_enough_mutants_and_each_is_one() -> None:
    assert len(set(MUTANTS)) == len(MUTANTS) >= 60
    assert REDIRECT_URI not in MUTANTS


@pytest.mark.parametrize("uri", MUTANTS)
def test_a1_01_redirect_uri_mutants(member: httpx.Client, web: str, uri: str) -> None:
    assert_shown_and_not_sent(member.get(authorize_url(web, redirect_uri=uri)))


@pytest.mark.parametrize("uri", LOOPBACK_MUTANTS)
def test_a1_01_loopback_redirect_uri_mutants(member: httpx.Client, native: str, uri: str) -> None:
    assert_shown_and_not_sent(member.get(authorize_url(native, redirect_uri=uri)))


@pytest.mark.parametrize("port", ["", ":1", ":80", ":5000", ":43210", ":65535"])
@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
def test_a1_01_a_loopback_address_is_accepted_with_any_port(
    member: httpx.Client, native: str, host: str, port: str
) -> None:
    uri = f"http://{host}{port}/cb"
    path = authorize_url(native, redirect_uri=uri)
    location = decide(member, path).headers["location"]

    assert location.startswith(f"{uri}?code=")


def test_a1_02_localhost_is_compared_exactly_and_gets_no_other_port(served: Served, member: httpx.Client) -> None:
    client_id = served.consumer(public=True, redirect_uris=["http://localhost:8080/cb"]).client_id

    assert member.get(authorize_url(client_id, redirect_uri="http://localhost:8080/cb")).status_code == 200
    for other in ("http://localhost:5000/cb", "http://localhost/cb", "http://127.0.0.1:8080/cb"):
        assert_shown_and_not_sent(member.get(authorize_url(client_id, redirect_uri=other)))


@pytest.mark.parametrize("client_id", [None, "", "fcc_nobody", "fcc_" + "x" * 5000, "' OR 1=1 --", "ñandú"])
def test_a1_04_an_unknown_client_is_never_sent_on(member: httpx.Client, client_id: str | None) -> None:
    path = authorize_url(client_id or "")
    if client_id is None:
        path = path.replace("client_id=&", "")
    assert_shown_and_not_sent(member.get(path))


@pytest.mark.parametrize("uri", [None, ""])
def test_a1_04_a_missing_redirect_uri_is_never_guessed(member: httpx.Client, web: str, uri: str | None) -> None:
    assert_shown_and_not_sent(member.get(authorize_url(web, redirect_uri=uri)))


def test_a1_04_a_disabled_a_deleted_and_an_expired_consumer_are_never_sent_on(
    served: Served, member: httpx.Client
) -> None:
    world, disabled, deleted = served.world, served.consumer(), served.consumer()
    expired = served.consumer(expires_at=world.clock.now() + timedelta(minutes=1))
    assert member.get(authorize_url(expired.client_id)).status_code == 200
    world.console.consumers.disable(world.admin, disabled.client_id)
    world.console.consumers.delete(world.admin, deleted.client_id)
    world.clock.advance(timedelta(minutes=1))

    for one in (disabled, deleted, expired, served.job()):
        assert_shown_and_not_sent(member.get(authorize_url(one.client_id)))


@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
def test_a1_04_of_two_clients_or_redirect_uris_none_counts(member: httpx.Client, web: str, name: str) -> None:
    path = authorize_url(web)
    for more in (f"&{name}=https%3A%2F%2Fevil.example", f"&{name}=", f"&{name}={web}"):
        assert_shown_and_not_sent(member.get(path + more))


DEFECTS: dict[str, dict[str, str | None]] = {
    "scope": {"scope": "no:thing"},
    "response type": {"response_type": "token"},
    "no response type": {"response_type": None},
    "no challenge": {"code_challenge": None, "code_challenge_method": None},
    "plain challenge": {"code_challenge_method": "plain"},
    "response mode": {"response_mode": "fragment"},
    "request object": {"request": "x.y.z"},
    "request uri": {"request_uri": "https://evil.example/r"},
    "prompt": {"prompt": "none"},
    "long state": {"state": "s" * 4000},
}


@pytest.mark.parametrize("defect", DEFECTS)
@pytest.mark.parametrize("signed_in", [True, False], ids=["member", "visitor"])
def test_a1_05_the_redirect_uri_is_checked_before_everything_else(
    served: Served, member: httpx.Client, web: str, defect: str, *, signed_in: bool
) -> None:
    client = member if signed_in else served.http
    path = authorize_url(web, **{**DEFECTS[defect], "redirect_uri": "https://evil.example/cb"})
    assert_shown_and_not_sent(client.get(path))
    assert_shown_and_not_sent(client.post(path, data={"decision": "deny"}))


def test_a1_26_the_query_of_a_registered_redirect_uri_is_kept(served: Served, member: httpx.Client) -> None:
    client_id = served.consumer(redirect_uris=[WITH_QUERY]).client_id
    path = authorize_url(client_id, redirect_uri=WITH_QUERY)

    assert decide(member, path, "deny").headers["location"].startswith(f"{WITH_QUERY}&error=access_denied&")
    allowed = decide(member, path)
    assert allowed.headers["location"].startswith(f"{WITH_QUERY}&code=")
    assert answer(allowed)["x"] == "1"
    for other in ("https://consultas.example/cb", f"{WITH_QUERY}&y=2", "https://consultas.example/cb?x=2"):
        assert_shown_and_not_sent(member.get(authorize_url(client_id, redirect_uri=other)))


def test_a_private_scheme_leads_back_to_the_app(member: httpx.Client, native: str) -> None:
    path = authorize_url(native, redirect_uri="com.example.app:/cb")
    assert decide(member, path).headers["location"].startswith("com.example.app:/cb?code=")


@pytest.mark.parametrize("path", ["/OAUTH/CALLBACK", "/oauth/CALLBACK", "/oauth/callbacK"])
def test_cve_2020_15234_the_redirect_uri_is_not_compared_in_lower_case(
    member: httpx.Client, web: str, path: str
) -> None:
    assert_shown_and_not_sent(member.get(authorize_url(web, redirect_uri=f"https://{HOST}{path}")))


@pytest.mark.parametrize("uri", ["http://127.0.0.1:1/cb?x=y", "http://evil.example:1/cb", "http://127.0.0.1:1/x"])
def test_cve_2020_15233_a_loopback_request_overrides_no_host_path_or_query(
    member: httpx.Client, native: str, uri: str
) -> None:
    assert_shown_and_not_sent(member.get(authorize_url(native, redirect_uri=uri)))


@pytest.mark.parametrize("uri", ["http://127.0.0.1.evil.example/cb", "http://127.0.0.1:80@evil.example/cb"])
def test_cve_2024_8883_a_loopback_registration_opens_no_other_host(member: httpx.Client, native: str, uri: str) -> None:
    assert_shown_and_not_sent(member.get(authorize_url(native, redirect_uri=uri)))


@pytest.mark.parametrize(
    "uri", [f"{REDIRECT_URI}/../evil", f"{REDIRECT_URI}/%2e%2e/evil", f"https://{HOST}.evil.example"]
)
def test_cve_2023_6291_and_2024_1132_neither_prefix_nor_traversal_matches(
    member: httpx.Client, web: str, uri: str
) -> None:
    assert_shown_and_not_sent(member.get(authorize_url(web, redirect_uri=uri)))


def test_cve_2024_52289_a_registered_uri_is_no_pattern_and_a_first_seen_one_is_not_adopted(
    member: httpx.Client, web: str
) -> None:
    for uri in ("https://portalaexample/oauth/callback", "https://first-seen.example/cb"):
        for _ in range(2):
            assert_shown_and_not_sent(member.get(authorize_url(web, redirect_uri=uri)))


@pytest.mark.parametrize("uri", ["http://[::1", "http://[:::::]/", "http://[", "http://]/", "http://[::1]]/cb"])
def test_cve_2022_36087_a_broken_ipv6_address_is_refused_and_breaks_nothing(
    member: httpx.Client, web: str, native: str, uri: str
) -> None:
    for client_id in (web, native):
        assert_shown_and_not_sent(member.get(authorize_url(client_id, redirect_uri=uri)))


def test_cve_2024_25715_an_error_opens_no_redirect_to_an_unregistered_address(member: httpx.Client, web: str) -> None:
    response = member.get(authorize_url(web, redirect_uri="https://evil.example/cb", scope="no:thing", prompt="none"))
    assert_shown_and_not_sent(response)
    assert "evil.example" not in urlsplit(response.headers.get("location", "")).netloc
