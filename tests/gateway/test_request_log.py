"""The log of requests: one request is one line of JSON, of whatever was sent, and no line holds a secret."""

import base64
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from fracttal_console.gateway.exchange import Finding
from fracttal_console.gateway.request_log import Answered, RequestLog, request_line
from tests.gateway.served import Served, full_disk, hawk, raw, serving
from tests.gateway.test_verify import PROXY


class Lines:
    """What a log wrote."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, lines: str) -> None:
        """Take lines."""
        self.text += lines

    @property
    def documents(self) -> list[dict[str, Any]]:
        """Each line, read."""
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture(scope="module")
def lines() -> Lines:
    return Lines()


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory, lines: Lines) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("logged"), log=RequestLog(lines.write)) as served:
        yield served


def lines_of(tmp_path: Path, ask: Any, **settings: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    lines = Lines()
    with serving(tmp_path, log=RequestLog(lines.write), **settings) as served:
        ask(served)
    return lines.documents


def test_each_request_is_a_line(tmp_path: Path) -> None:
    found: dict[str, Any] = {}

    def ask(served: Served) -> None:
        job, key = served.job(), served.key()
        found.update(client=job.client_id, key=key.api_key.key_id)
        job.token(grant_type="client_credentials")
        served.http.get("/api/user/?start=1", headers={"Authorization": hawk_header(served, key)})
        served.http.get("/nowhere")
        served.post("/oauth/token", {"grant_type": "client_credentials"}, (job.client_id, "fcs_wrong"))

    token, user, nowhere, refused = lines_of(tmp_path, ask)
    assert set(token) == {"time", "level", "event", "method", "path", "status", "ms", "peer", "credential"}
    assert (token["method"], token["path"], token["status"]) == ("POST", "/oauth/token", 200)
    assert (token["event"], token["level"], token["peer"]) == ("request", "info", "127.0.0.1")
    assert token["credential"] == found["client"]
    assert token["ms"] > 0
    assert (user["path"], user["status"], user["credential"]) == ("/api/user/", 200, found["key"])
    assert (nowhere["path"], nowhere["status"]) == ("/nowhere", 404)
    assert (refused["status"], refused["cause"], refused["credential"]) == (401, "secret_wrong", found["client"])


def hawk_header(served: Served, key: Any) -> str:  # noqa: ANN401
    return str(hawk(served.world, key, f"{served.url}/api/user/?start=1").request_header)


def test_an_incident_is_named_in_the_line_and_in_the_answer(tmp_path: Path) -> None:
    told = []

    def ask(served: Served) -> None:
        job = served.job()
        with full_disk():
            told.append(job.token(grant_type="client_credentials").json()["error_description"])

    (line,) = lines_of(tmp_path, ask)
    assert (line["status"], line["level"]) == (503, "error")
    assert told == [f"Incident {line['incident']}."]


def test_the_client_behind_a_declared_proxy_is_named_beside_it(tmp_path: Path) -> None:
    def ask(served: Served) -> None:
        served.http.get("/nowhere", headers={"X-Forwarded-For": "198.51.100.7"})

    (line,) = lines_of(tmp_path / "one", ask, trusted_proxies=(PROXY,))
    assert (line["peer"], line["client"]) == ("127.0.0.1", "198.51.100.7")
    (line,) = lines_of(tmp_path / "other", ask)
    assert (line["peer"], "client" in line) == ("127.0.0.1", False)


def test_what_is_refused_before_it_is_a_request_is_a_line_too(tmp_path: Path) -> None:
    def ask(served: Served) -> None:
        raw(served.url, b"nonsense\r\n\r\n")
        raw(served.url, b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")

    nonsense, elsewhere = lines_of(tmp_path, ask)
    assert (nonsense["status"], nonsense["cause"], nonsense["path"]) == (400, "request_malformed", "")
    assert (elsewhere["status"], elsewhere["cause"], elsewhere["path"]) == (421, "host_unknown", "/")


HOSTILE = [
    b'/x"},{"status":200',
    b"/%0d%0a{%22event%22:%22forged%22}",
    b"/\xc3\xa1\xe2\x80\xa8\xc2\x85",
    b"/\x1b[2Jx".replace(b"\x1b", b"%1b"),
    b"/" + b"a/" * 3000,
    b"/fcs_" + b"A" * 49,
    b"/api/" + b"9f8e7d6c5b4a" * 6,
]


@pytest.mark.parametrize("path", HOSTILE)
def test_one_request_is_one_line_of_printable_ascii_whatever_its_path_holds(
    logged: Served, lines: Lines, path: bytes
) -> None:
    before = len(lines.documents)
    host = logged.url.removeprefix("http://").encode()
    raw(logged.url, b"GET %s?secret=1 HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" % (path, host))
    while len(lines.documents) == before:
        threading.Event().wait(0.02)
    line = lines.text.splitlines()[before]
    assert len(lines.documents) == before + 1
    assert line.isascii()
    assert line.isprintable()
    assert len(line) < 2500
    for hidden in ("secret=1", "A" * 49, "9f8e7d6c5b4a" * 3, "\\r", "\\n", 'forged"}'):
        assert hidden not in line


@pytest.mark.parametrize("sent", ["\n", "\r\n{}", "\u2028", "\x00", "\x1b[31m", "é", "\ud800", '"', "\\"])
def test_no_part_of_a_line_can_end_it(sent: str) -> None:
    finding = Finding(public_id=sent, cause=sent)
    line = request_line(1.0, Answered(sent, sent, 200, 0.1, sent, sent + "x", finding))
    assert line.endswith("}\n")
    assert line[:-1].isascii()
    assert line[:-1].isprintable()
    assert json.loads(line)["status"] == 200


def test_a_log_that_nobody_reads_stops_nobody_and_says_how_much_is_missing() -> None:
    gate, begun, lines = threading.Event(), threading.Event(), Lines()

    def write(text: str) -> None:
        begun.set()
        gate.wait()
        lines.write(text)

    log = RequestLog(write, lambda: 0.0, most=10)
    log.note(Answered("GET", "/first", 200, 0.0, "", "", Finding()))
    begun.wait()
    for _ in range(25):
        log.note(Answered("GET", "/", 200, 0.0, "", "", Finding()))
    assert log.dropped == 15
    gate.set()
    log.close()
    assert [line["event"] for line in lines.documents] == ["request"] * 11 + ["lines_dropped"]
    assert lines.documents[-1]["count"] == 15


def written(secret: str) -> set[str]:
    """Return a secret as it might be written, in any of the ways in which it travels."""
    plain = secret.encode()
    return {
        secret,
        base64.b64encode(plain).decode().rstrip("="),
        base64.urlsafe_b64encode(plain).decode().rstrip("="),
        plain.hex(),
        "".join(f"%{byte:02x}" for byte in plain),
        str(httpx.QueryParams({"x": secret})).removeprefix("x="),
    }
