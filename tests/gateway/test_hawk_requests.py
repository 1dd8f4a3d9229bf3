"""Hawk requests over sockets, signed by an independent implementation (mohawk)."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from mohawk.base import EmptyValue, Resource
from mohawk.bewit import get_bewit
from mohawk.exc import MacMismatch, MisComputedContentHash
from mohawk.util import calculate_ts_mac

from fracttal_console.crypto.tokens import new_secret
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.secrets import SecretKind
from fracttal_console.services.api_keys import CreatedApiKey
from tests.gateway.served import Served, count_rows, hawk, raw, serving

USER = "/api/user/"
JSON = "application/json"
CLIENTS = {"httpx", "httpcore", "mohawk"}
OTHER_MAC = "A" * 43 + "="
UNHASHED: dict[str, Any] = {"always_hash_content": False, "content": EmptyValue, "content_type": EmptyValue}


@pytest.fixture(scope="module")
def key(served: Served) -> CreatedApiKey:
    return served.key()


@pytest.fixture(scope="module")
def legacy(served: Served) -> CreatedApiKey:
    return served.key(profile=Profile.FRACTTAL)


def header_of(served: Served, key: CreatedApiKey, path: str = USER, method: str = "GET", **options: Any) -> str:  # noqa: ANN401
    return str(hawk(served.world, key, served.url + path, method, **options).request_header)


def get(served: Served, header: str, path: str = USER) -> httpx.Response:
    return served.http.get(path, headers={"Authorization": header})


def refusal(response: httpx.Response) -> tuple[int, str]:
    content = response.json()
    assert (content["success"], content["data"], content["total"]) == (False, None, 0)
    return response.status_code, content["message"]


def test_a_signed_request_is_let_in_and_told_who_it_is(served: Served, key: CreatedApiKey) -> None:
    content = get(served, header_of(served, key)).json()

    assert content["data"]["credential"]["kind"] == "api_key"
    assert content["data"]["credential"]["public_id"] == key.api_key.key_id
    assert content["data"]["person"] is None
    assert "work_orders:delete" in content["data"]["permissions"]


def attributes(header: str) -> dict[str, str]:
    return dict(re.findall(r'([a-z]+)="([^"]*)"', header))


def written(found: dict[str, str], scheme: str = "Hawk") -> str:
    return f"{scheme} " + ", ".join(f'{name}="{value}"' for name, value in found.items())


MALFORMED: dict[str, Callable[[dict[str, str]], str]] = {
    "no attributes": lambda _: "Hawk",
    "only the scheme and a blank": lambda _: "Hawk ,",
    "no id": lambda a: written({n: v for n, v in a.items() if n != "id"}),
    "no ts": lambda a: written({n: v for n, v in a.items() if n != "ts"}),
    "no nonce": lambda a: written({n: v for n, v in a.items() if n != "nonce"}),
    "no mac": lambda a: written({n: v for n, v in a.items() if n != "mac"}),
    "empty id": lambda a: written({**a, "id": ""}),
    "empty hash": lambda a: written({**a, "hash": ""}),
    "unknown attribute": lambda a: written({**a, "algorithm": "sha1"}),
    "capital attribute": lambda a: written(a).replace("nonce=", "Nonce="),
    "twice": lambda a: written(a) + f', id="{a["id"]}"',
    "ts is no number": lambda a: written({**a, "ts": "now"}),
    "ts with sign": lambda a: written({**a, "ts": "-1"}),
    "ts with a leading zero": lambda a: written({**a, "ts": "0" + a["ts"]}),
    "ts too long": lambda a: written({**a, "ts": "1" * 20}),
    "dlg without app": lambda a: written({**a, "dlg": "x"}),
    "backslash": lambda a: written({**a, "ext": "a\\\\b"}),
    "no quotes": lambda a: written(a).replace('"', ""),
    "single quotes": lambda a: written(a).replace('"', "'"),
    "an open quote": lambda a: written(a)[:-1],
    "a comma at the end": lambda a: written(a) + ",",
    "two commas": lambda a: written(a).replace(", ", ",, ", 1),
    "semicolons": lambda a: written(a).replace(", ", "; "),
    "the scheme twice": lambda a: "Hawk " + written(a),
    "text before": lambda a: "Hawk x " + written(a)[5:],
    "too long": lambda a: written({**a, "ext": "x" * 4096}),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a9_02_a_malformed_header_is_a_400(served: Served, key: CreatedApiKey, case: str) -> None:
    header = MALFORMED[case](attributes(header_of(served, key)))
    assert refusal(get(served, header)) == (400, "header_malformed")


def test_a9_02_of_two_authorization_headers_none_counts(served: Served, key: CreatedApiKey) -> None:
    line = f"Authorization: {header_of(served, key)}\r\n"
    host = served.url.removeprefix("http://")
    answer = raw(served.url, f"GET {USER} HTTP/1.1\r\nHost: {host}\r\n{line}{line}Connection: close\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("scheme", ["Digest", "Basic", "Hawk2", "MAC", "hawk-"])
def test_a9_02_another_scheme_is_answered_with_what_is_offered(served: Served, key: CreatedApiKey, scheme: str) -> None:
    response = get(served, written(attributes(header_of(served, key)), scheme))
    assert response.status_code == 401
    assert "Hawk" in response.headers.get_list("www-authenticate")


@pytest.mark.parametrize("scheme", ["Hawk", "HAWK", "hawk", "hAwK"])
def test_a9_02_the_scheme_has_no_case(served: Served, key: CreatedApiKey, scheme: str) -> None:
    assert get(served, written(attributes(header_of(served, key)), scheme)).status_code == 200


def test_a9_03_unknown_keys_wrong_macs_and_ended_keys_are_refused_in_the_same_bytes(
    served: Served, key: CreatedApiKey
) -> None:
    world, disabled, revoked = served.world, served.key(), served.key()
    found = attributes(header_of(served, key))
    headers = [
        written({**found, "id": "fck_nobodynobodynobody00"}),
        written({**found, "mac": ("B" if found["mac"].startswith("A") else "A") + found["mac"][1:]}),
        written({**found, "mac": "x"}),
        written({**found, "nonce": "other"}),
        written({**found, "ext": "added"}),
        header_of(served, key, "/api/other/"),
        header_of(served, disabled),
        header_of(served, revoked),
    ]
    world.console.api_keys.disable(world.admin, disabled.api_key.key_id)
    world.console.api_keys.revoke(world.admin, revoked.api_key.key_id)
    answers = [get(served, header) for header in headers]

    assert {refusal(answer) for answer in answers} == {(401, "hawk_refused")}
    assert len({answer.content for answer in answers}) == 1
    assert {answer.headers["www-authenticate"] for answer in answers} == {'Hawk error="Not accepted"'}


def test_a9_04_nothing_is_stored_of_a_request_whose_mac_hash_or_time_is_wrong(
    served: Served, key: CreatedApiKey
) -> None:
    found = attributes(header_of(served, key))
    before = count_rows(served.world, "hawk_nonces")
    get(served, written({**found, "mac": OTHER_MAC}))
    get(served, written({**found, "id": "nobody"}))
    get(served, header_of(served, key, content="other", content_type=JSON))
    get(served, header_of(served, key, shift=-61))
    assert count_rows(served.world, "hawk_nonces") == before

    assert get(served, written(found)).status_code == 200
    assert count_rows(served.world, "hawk_nonces") == before + 1


@pytest.mark.parametrize(("shift", "accepted"), [(-61, False), (-60, True), (0, True), (60, True), (61, False)])
def test_a9_05_a_minute_of_skew_is_accepted_and_no_second_more(
    served: Served, key: CreatedApiKey, shift: int, *, accepted: bool
) -> None:
    response = get(served, header_of(served, key, shift=shift))
    if accepted:
        assert response.status_code == 200
        return
    assert refusal(response) == (401, "stale_timestamp")
    challenge = attributes(response.headers["www-authenticate"])
    now = int(served.world.clock.now().timestamp())
    credentials = {"id": "x", "key": key.secret.reveal(), "algorithm": "sha256"}
    assert (challenge["ts"], challenge["error"]) == (str(now), "Stale timestamp")
    assert challenge["tsm"] == calculate_ts_mac(now, credentials).decode()


def test_a9_05_our_time_is_told_only_where_the_mac_is_right(served: Served, key: CreatedApiKey) -> None:
    found = attributes(header_of(served, key, shift=-3600))
    response = get(served, written({**found, "mac": OTHER_MAC}))
    assert refusal(response) == (401, "hawk_refused")
    assert "ts" not in attributes(response.headers["www-authenticate"])


def test_a9_06_a_request_is_accepted_once_for_as_long_as_it_could_be(served: Served, key: CreatedApiKey) -> None:
    header = header_of(served, key, shift=60)
    assert get(served, header).status_code == 200
    for _ in range(13):
        served.world.console.housekeeping.step()
        assert get(served, header).status_code == 401
        served.world.clock.advance(timedelta(seconds=10))
    served.world.clock.advance(timedelta(seconds=60))
    while served.world.console.housekeeping.step():
        pass
    assert refusal(get(served, header)) == (401, "stale_timestamp")


def test_a9_07_the_same_nonce_is_fine_with_another_key_or_another_second(
    served: Served, key: CreatedApiKey, legacy: CreatedApiKey
) -> None:
    for one, shift in ((key, 0), (legacy, 0), (key, 1), (key, -1)):
        assert get(served, header_of(served, one, nonce="abcd", shift=shift)).status_code == 200
    assert get(served, header_of(served, key, nonce="abcd")).status_code == 401


def test_a9_09_a_client_cannot_choose_another_algorithm(served: Served, key: CreatedApiKey) -> None:
    credentials = {"id": key.api_key.key_id, "key": key.secret.reveal(), "algorithm": "sha1"}
    sender = hawk(served.world, key, served.url + USER)
    sender.reconfigure(credentials)
    now = int(served.world.clock.now().timestamp())
    header = type(sender)(
        credentials, served.url + USER, "GET", content="", content_type="", _timestamp=now
    ).request_header
    assert refusal(get(served, header)) == (401, "hawk_refused")


def test_a9_10_profile_standard_signs_the_body_of_whatever_may_have_one(served: Served, key: CreatedApiKey) -> None:
    for method, body in (("POST", b"{}"), ("PUT", b"{}"), ("PATCH", b""), ("DELETE", b""), ("GET", b"{}")):
        header = header_of(served, key, method=method, **UNHASHED)
        response = served.http.request(method, USER, content=body, headers={"Authorization": header})
        assert response.status_code == 401, method
    assert get(served, header_of(served, key, **UNHASHED)).status_code == 200


@pytest.mark.parametrize("sent_type", ["application/json", "Application/JSON; charset=utf-8"])
def test_a9_10_a_signed_body_passes_and_a_changed_one_does_not(
    served: Served, key: CreatedApiKey, sent_type: str
) -> None:
    def post(body: bytes, content_type: str = sent_type) -> int:
        header = header_of(served, key, method="POST", content=b'{"a":1}', content_type=JSON)
        headers = {"Authorization": header, "Content-Type": content_type}
        return served.http.post(USER, content=body, headers=headers).status_code

    assert post(b'{"a":1}') == 405
    assert post(b'{"a":2}') == 401
    assert post(b"") == 401
    assert post(b'{"a":1}', "text/plain") == 401


def test_a9_10_an_empty_body_has_a_hash_too(served: Served, key: CreatedApiKey) -> None:
    header = header_of(served, key, method="POST")
    assert "hash" in attributes(header)
    assert served.http.post(USER, headers={"Authorization": header}).status_code == 405
    assert served.http.post(USER, content=b"x", headers={"Authorization": header}).status_code == 401


def test_a9_10_profile_fracttal_may_leave_the_hash_out_and_a_wrong_one_is_still_wrong(
    served: Served, legacy: CreatedApiKey
) -> None:
    plain = header_of(served, legacy, method="POST", nonce="ab12", **UNHASHED)
    wrong = header_of(served, legacy, method="POST", content=b"{}", content_type=JSON)
    assert served.http.post(USER, content=b"{}", headers={"Authorization": plain}).status_code == 405
    assert served.http.post(USER, content=b"[]", headers={"Authorization": wrong}).status_code == 401


def test_a9_12_the_mac_covers_host_port_path_and_query(served: Served, key: CreatedApiKey) -> None:
    path = "/api/user/?a=1&b=%20x&b"
    assert get(served, header_of(served, key, path), path).status_code == 200
    for other in ("/api/user/", "/api/user/?b=%20x&b&a=1", "/api/user?a=1&b=%20x&b", "/api/user/?a=1&b=+x&b"):
        assert get(served, header_of(served, key, path), other).status_code == 401
    port = served.url.rpartition(":")[2]
    for url in (
        "https://127.0.0.1/api/user/",
        "http://app.fracttal.com:443/api/user/",
        f"http://other:{port}/api/user/",
    ):
        assert get(served, hawk(served.world, key, url).request_header).status_code == 401


def test_a9_12_a_mac_for_a_host_of_the_settings_is_accepted_and_no_other(tmp_path: Path) -> None:
    with serving(tmp_path, hawk_hosts=(("app.fracttal.com", 443),)) as served:
        key = served.key()
        for url, status in (
            ("https://app.fracttal.com/api/user/", 200),
            ("http://app.fracttal.com:443/api/user/", 200),
            ("https://APP.fracttal.com/api/user/", 200),
            (f"{served.url}/api/user/", 200),
            ("http://app.fracttal.com/api/user/", 401),
            ("https://evil.example/api/user/", 401),
        ):
            sender = hawk(served.world, key, url)
            response = get(served, sender.request_header)
            assert response.status_code == status, url
            if status == 200:
                accept(sender, response)


def accept(sender: Any, response: httpx.Response) -> None:  # noqa: ANN401
    """Check that the answer is signed; mohawk would compare its own clock with the world's."""
    sender.accept_response(
        response.headers["server-authorization"],
        content=response.content,
        content_type=response.headers["content-type"],
        timestamp_skew_in_seconds=10**10,
    )


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", USER, 200), ("GET", "/api/nowhere/", 404), ("POST", USER, 405), ("HEAD", USER, 200)],
)
def test_a9_13_an_answer_is_signed_so_that_the_client_knows_it_for_ours(
    served: Served, key: CreatedApiKey, method: str, path: str, status: int
) -> None:
    sender = hawk(served.world, key, served.url + path, method)
    response = served.http.request(method, path, headers={"Authorization": sender.request_header})

    assert response.status_code == status
    accept(sender, response)
    with pytest.raises(MisComputedContentHash):
        sender.accept_response(
            response.headers["server-authorization"],
            content=response.content + b" ",
            content_type=response.headers["content-type"],
            timestamp_skew_in_seconds=10**10,
        )
    other = hawk(served.world, key, served.url + path, method)
    with pytest.raises(MacMismatch):
        accept(other, response)


def test_a9_14_a_bewit_opens_nothing_and_stands_in_no_log(
    served: Served, key: CreatedApiKey, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    resource = Resource(
        credentials={"id": key.api_key.key_id, "key": key.secret.reveal(), "algorithm": "sha256"},
        method="GET",
        nonce="",
        timestamp=int(served.world.clock.now().timestamp()) + 300,
        url=served.url + USER,
        content=None,
        content_type=None,
    )
    bewit = get_bewit(resource)
    response = served.http.get(f"{USER}?bewit={bewit}")
    assert response.status_code == 401
    assert bewit not in response.text
    served.world.console.refusals.flush()
    written = [record.getMessage() for record in caplog.records if record.name.split(".")[0] not in CLIENTS]
    assert not [line for line in written if bewit in line]
    files = [file.read_bytes() for file in served.world.settings.data_dir.rglob("*") if file.is_file()]
    assert not [content for content in files if bewit.encode() in content]


def test_a9_15_and_cve_2022_29167_a_long_host_is_refused_at_once(served: Served) -> None:
    for host in ("a." * 2048 + ":", "a" * 4096, "[" * 4096, "a:" * 2048):
        answer = raw(served.url, f"GET {USER} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        assert answer.startswith(b"HTTP/1.1 400 ")


def test_a9_17_a_key_is_shown_once_and_has_256_bits(served: Served) -> None:
    key = served.key()
    world, secret = served.world, key.secret.reveal()

    assert re.fullmatch(r"fch_[0-9A-Za-z]{49}", secret)
    assert secret not in repr(world.console.api_keys.all(world.admin))
    content = b"".join(file.read_bytes() for file in world.settings.data_dir.rglob("*") if file.is_file())
    assert key.api_key.key_id.encode() in content
    assert secret.encode() not in content
    assert secret[4:-6].encode() not in content


SENT = "The Hawk secret was sent in the header. Sign with it, never send it, and replace it now."


def test_a_hawk_secret_in_the_header_is_named_wherever_it_stands(served: Served, key: CreatedApiKey) -> None:
    found, secret = attributes(header_of(served, key)), key.secret.reveal()
    for header, status in (
        (written({**found, "mac": secret}), 401),
        (written({**found, "ext": f"key={secret}"}), 401),
        (written({**found, "id": secret}), 401),
        (written({**found, "key": secret}), 400),
        (f"Hawk {secret}", 400),
        (f"Bearer {secret}", 401),
        (secret, 401),
    ):
        response = get(served, header)
        assert (response.status_code, response.json()["message"]) == (status, SENT), header
        assert response.json()["data"] == {"cause": "secret_in_header"}
        assert secret not in response.text
    assert get(served, written({**found, "mac": key.api_key.key_id})).json()["message"] == "hawk_refused"


def test_whether_a_secret_in_the_header_is_ours_is_not_told(served: Served, key: CreatedApiKey) -> None:
    found, stranger = attributes(header_of(served, key)), new_secret(SecretKind.HAWK).reveal()
    answers = [get(served, written({**found, "mac": one})) for one in (stranger, key.secret.reveal())]
    assert answers[0].content == answers[1].content
    assert answers[0].headers["www-authenticate"] == answers[1].headers["www-authenticate"]
    unchecked = f"{stranger[:-1]}{'A' if stranger[-1] != 'A' else 'B'}"
    assert get(served, written({**found, "mac": unchecked})).json()["message"] == "hawk_refused"


def test_a_request_signed_as_post_and_sent_as_get_is_told_so_and_opens_nothing(
    served: Served, key: CreatedApiKey
) -> None:
    before = count_rows(served.world, "hawk_nonces")
    response = get(served, header_of(served, key, method="POST"))
    assert response.status_code == 401
    assert response.json()["message"] == "The request was signed for the method POST and sent with GET."
    assert response.json()["data"] == {"cause": "method_differs"}
    assert count_rows(served.world, "hawk_nonces") == before


def test_a9_08_when_full_of_live_nonces_everybody_is_refused_and_none_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path) as served:
        monkeypatch.setattr(served.world.console.hawk, "_most_nonces", 3)
        key, clock = served.key(), served.world.clock
        first = header_of(served, key)
        assert [get(served, header).status_code for header in (first, header_of(served, key))] == [200, 200]
        clock.advance(timedelta(seconds=100))
        assert get(served, header_of(served, key)).status_code == 200
        answer = get(served, header_of(served, key))
        assert refusal(answer) == (503, "nonces_full")
        assert get(served, first).status_code == 401
        assert count_rows(served.world, "hawk_nonces") == 3
        # the first two can be accepted no more, so there is room again without anybody's help
        clock.advance(timedelta(seconds=22))
        assert get(served, header_of(served, key)).status_code == 200
        assert count_rows(served.world, "hawk_nonces") == 2


def test_a9_08_the_count_of_nonces_is_that_of_their_rows(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        key = served.key()
        for _ in range(5):
            header = header_of(served, key)
            get(served, header)
            get(served, header)
        with served.world.console.store.looking_up() as repositories:
            assert repositories.hawk_nonces.live() == count_rows(served.world, "hawk_nonces") == 5
        served.world.clock.advance(timedelta(minutes=5))
        served.world.console.housekeeping.step()
        with served.world.console.store.looking_up() as repositories:
            assert repositories.hawk_nonces.live() == count_rows(served.world, "hawk_nonces") == 0


def test_a9_08_a_nonce_of_any_length_takes_little_room_and_is_good_once(served: Served, key: CreatedApiKey) -> None:
    for nonce in ("abcde", "n" * 32, "n" * 33, "n" * 3000, "n" * 3001):
        header = header_of(served, key, nonce=nonce)
        assert [get(served, header).status_code for _ in range(2)] == [200, 401], len(nonce)
    with closing(sqlite3.connect(served.world.settings.database_path)) as connection:
        assert connection.execute("SELECT max(length(nonce)) FROM hawk_nonces").fetchone()[0] <= 33


def test_a9_11_and_a9_16_nothing_of_the_header_is_told_to_a_proxy(tmp_path: Path) -> None:
    with serving(tmp_path, trusted_proxies=("127.0.0.0/8",)) as served:
        key = served.key()
        url = "https://app.quillahue.example/api/work_orders/"
        header = hawk(served.world, key, url, ext="some-ext", app="some-app", dlg="some-dlg").request_header
        told = {"X-Forwarded-Method": "GET", "X-Forwarded-Uri": "/api/work_orders/", "X-Forwarded-Proto": "https",
                "X-Forwarded-Host": "app.quillahue.example", "Authorization": header}  # fmt: skip
        answer = served.http.get("/auth/verify", headers=told)
        assert answer.status_code == 200
        assert answer.headers["x-auth-payload-verified"] == "false"
        assert not any("some-" in value for value in answer.headers.values())


def test_a9_12_a_mac_for_a_host_of_the_settings_passes_a_proxy_too(tmp_path: Path) -> None:
    hosts = (("app.fracttal.com", 443),)
    with serving(tmp_path, trusted_proxies=("127.0.0.0/8",), hawk_hosts=hosts) as served:
        key = served.key()
        for url, status in (("https://app.fracttal.com/api/items/", 200), ("https://evil.example/api/items/", 401)):
            header = hawk(served.world, key, url).request_header
            told = {"X-Forwarded-Method": "GET", "X-Forwarded-Uri": "/api/items/", "X-Forwarded-Proto": "https",
                    "X-Forwarded-Host": "gate.quillahue.example", "Authorization": header}  # fmt: skip
            assert served.http.get("/auth/verify", headers=told).status_code == status


def test_a9_18_allowed_networks_and_expiry_hold_for_a_key(served: Served) -> None:
    far, soon = served.key(networks=["192.0.2.0/24"]), served.key(networks=["127.0.0.0/8"], expires_at=(
        served.world.clock.now() + timedelta(hours=1)
    ))  # fmt: skip
    assert refusal(get(served, header_of(served, far))) == (401, "hawk_refused")
    assert get(served, header_of(served, soon)).status_code == 200
    served.world.clock.advance(timedelta(hours=1))
    assert refusal(get(served, header_of(served, soon))) == (401, "hawk_refused")
