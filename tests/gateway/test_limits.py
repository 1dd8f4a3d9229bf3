"""Limits before anything is looked at: size of headers and body, how often the same header, encodings, the port."""

import resource
import socket
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from fracttal_console.bootstrap import gateway_in_thread
from fracttal_console.domain.errors import ListenRefused, PortTaken
from tests.gateway.served import Served, browser, raw
from tests.support import World

PATHS = ["/oauth/token", "/oauth/introspect", "/api/user/", "/account", "/oauth/authorize", "/healthz", "/nowhere"]


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def request(served: Served, path: str, *headers: str, method: str = "POST", body: bytes = b"") -> bytes:
    host = served.url.removeprefix("http://")
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", *headers]
    return raw(served.url, ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body)


@pytest.mark.parametrize("path", PATHS)
def test_a3_03_a_body_that_is_announced_too_large_is_refused_unread(served: Served, path: str) -> None:
    for length in (64 * 1024 + 1, 200_000_000, 10**15):
        assert status(request(served, path, f"Content-Length: {length}")) == 413


@pytest.mark.parametrize("path", PATHS)
def test_a3_03_a_body_in_chunks_is_refused_when_it_grows_too_large(served: Served, path: str) -> None:
    chunk = b"1000\r\n" + b"x" * 4096 + b"\r\n"
    assert status(request(served, path, "Transfer-Encoding: chunked", body=chunk * 20 + b"0\r\n\r\n")) == 413


def test_a3_03_the_largest_body_that_is_allowed_is_read(served: Served) -> None:
    job = served.job()
    padding = "x" * (64 * 1024 - 300)
    assert job.token(grant_type="client_credentials", padding=padding).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_a3_03_a_header_block_that_is_too_large_is_refused(served: Served, path: str) -> None:
    big = request(served, path, "X-Padding: " + "x" * 16 * 1024, method="GET")
    many = request(served, path, *(f"X-{number}: x" for number in range(4000)), method="GET")
    assert (status(big), status(many)) == (431, 431)


def test_cve_2025_61920_a_huge_header_costs_neither_memory_nor_the_service(served: Served) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    parts = urlsplit(served.url)
    chunk = b"x" * 65536
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: " + parts.netloc.encode() + b"\r\nX-Padding: ")
        sent = 0
        try:
            while sent < 200_000_000:
                connection.sendall(chunk)
                sent += len(chunk)
        except OSError:
            pass
    # it was cut off long before all of it was taken in
    assert sent < 20_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10 * 1024
    assert served.http.get("/healthz").status_code == 200


def test_a3_03_more_than_sixty_four_parameters_are_refused(served: Served) -> None:
    job = served.job()
    # 64 with the kind of grant; the secret travels in the header
    few = {f"p{number}": "x" for number in range(63)}
    many = {f"p{number}": "x" for number in range(64)}
    assert job.token(grant_type="client_credentials", **few).status_code == 200
    assert job.token(grant_type="client_credentials", **many).json()["error"] == "invalid_request"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "x", "identity, gzip"])
def test_a3_03_and_cve_2025_62706_a_packed_body_is_refused(served: Served, encoding: str) -> None:
    answer = request(served, "/oauth/token", f"Content-Encoding: {encoding}", "Content-Length: 3", body=b"abc")
    assert status(answer) == 415


@pytest.mark.parametrize("name", ["Authorization", "Host", "Content-Type", "Content-Length", "Origin"])
def test_of_two_headers_that_decide_something_none_counts(served: Served, name: str) -> None:
    values = {"Host": served.url.removeprefix("http://"), "Content-Length": "0"}
    lines = [f"{name}: {values.get(name, 'x')}"] * (1 if name == "Host" else 2)
    assert status(request(served, "/healthz", *lines, method="GET")) == 400


FRAMES = {
    "both lengths": ("Content-Length: 5", "Transfer-Encoding: chunked"),
    "two lengths": ("Content-Length: 5", "Content-Length: 6"),
    "a negative length": ("Content-Length: -1",),
    "a length with sign": ("Content-Length: +5",),
    "a length in hex": ("Content-Length: 0x5",),
    "an empty length": ("Content-Length:",),
    "a folded line": ("X-Folded: a\r\n b",),
    "a blank before the colon": ("X-Blank : a",),
    "a null byte": ("X-Null: a\x00b",),
}


@pytest.mark.parametrize("case", FRAMES)
def test_a10_12_a_message_that_can_be_read_in_two_ways_is_refused(served: Served, case: str) -> None:
    answer = request(served, "/oauth/token", *FRAMES[case], body=b"a=b&c")
    assert status(answer) == 400


@pytest.mark.parametrize(
    "line",
    ["GET http://evil.example/ HTTP/1.1", "GET /\x00 HTTP/1.1", "GET  HTTP/1.1", "G\xc9T / HTTP/1.1", "GET / HTTP/9.9"],
)
def test_a10_09_nonsense_on_the_wire_is_answered_and_ends_nothing(served: Served, line: str) -> None:
    host = served.url.removeprefix("http://")
    answer = raw(served.url, f"{line}\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("latin-1"))
    assert status(answer) in {400, 404, 421}
    assert b"Traceback" not in answer
    assert served.http.get("/healthz").json() == {"status": "ok"}


def test_d_02_a_taken_port_is_named_and_no_other_is_chosen(world: World) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as squatter:
        port = squatter.getsockname()[1]
        with pytest.raises(PortTaken) as caught:
            gateway_in_thread(world.settings, world.console, port=port)
        squatter.setblocking(False)
        with pytest.raises(BlockingIOError):
            squatter.accept()
    assert str(port) in repr(caught.value.args) + repr(vars(caught.value))


def test_d_01_nothing_beyond_loopback_is_listened_on_without_a_declared_proxy(world: World) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1", "example.com"):  # noqa: S104  # it is refused
        with pytest.raises(ListenRefused):
            gateway_in_thread(world.settings, world.console, host=host)


def test_d_01_the_gateway_listens_on_loopback_only(served: Served) -> None:
    port = urlsplit(served.url).port or 0
    lines = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    listening = [line[1] for line in lines if line[3] == "0A" and int(line[1].split(":")[1], 16) == port]
    assert listening == [f"0100007F:{port:04X}"]


def test_a_stopped_gateway_leaves_its_port(world: World, port: int) -> None:
    with gateway_in_thread(world.settings, world.console, port=port) as first:
        pass
    with gateway_in_thread(world.settings, world.console, port=port) as second, browser(second) as client:
        assert second == first
        assert client.get("/healthz").status_code == 200
