"""Connections as raw bytes: how long, how many, in what pieces, and what is no request at all."""

import http.client
import os
import resource
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from fracttal_console.bootstrap import gateway_in_thread
from fracttal_console.gateway.admission import Admission, ConnectionLimits, Entry
from fracttal_console.gateway.connections import MAX_PIPELINED
from tests.gateway.served import Served, raw, serving
from tests.gateway.test_tls import make_tls
from tests.support import World

BRIEF = 0.05
LONG = 60.0


@contextmanager
def limited(world: World, **limits: float) -> Iterator[str]:
    with gateway_in_thread(world.settings, world.console, limits=ConnectionLimits(**limits)) as url:  # type: ignore[arg-type]
        yield url


def connect(url: str, source: str = "127.0.0.1") -> socket.socket:
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30, source_address=(source, 0))


def asked(url: str, *headers: str, line: str = "GET /healthz HTTP/1.1", close: bool = False) -> bytes:
    lines = [line, f"Host: {urlsplit(url).netloc}", *headers, *(["Connection: close"] if close else [])]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def answer(connection: socket.socket) -> tuple[int, bytes]:
    response = http.client.HTTPResponse(connection)
    response.begin()
    return response.status, response.read()


def everything(connection: socket.socket) -> bytes:
    chunks = []
    try:
        while chunk := connection.recv(65536):
            chunks.append(chunk)
    except ConnectionResetError:
        pass
    return b"".join(chunks)


def statuses(answers: bytes) -> list[int]:
    return [int(part[:3]) for part in answers.split(b"HTTP/1.1 ")[1:]]


@pytest.mark.parametrize("begun", [b"", b"GET /healthz HTTP/1.1\r\n", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: a"])
def test_d_23_a_head_that_never_ends_is_not_waited_for(world: World, begun: bytes) -> None:
    with limited(world, head_seconds=BRIEF, idle_seconds=LONG) as url:
        assert raw(url, begun) == b""


def test_d_23_a_head_that_comes_byte_by_byte_is_not_waited_for(world: World) -> None:
    with limited(world, head_seconds=0.2, idle_seconds=LONG) as url, connect(url) as connection:
        connection.settimeout(0.01)
        for sign in b"GET / HTTP/1.1\r\nX-Slow: " + b"a" * 2000:
            # each byte would be new life to a limit that looks at the last one only
            try:
                connection.sendall(bytes((sign,)))
                if connection.recv(1) == b"":
                    return
            except TimeoutError:
                continue
            except (BrokenPipeError, ConnectionResetError):
                return
        pytest.fail("it was waited for twenty seconds")


def test_d_23_a_body_that_never_ends_is_not_waited_for(world: World) -> None:
    with limited(world, body_seconds=BRIEF) as url:
        begun = asked(url, "Content-Length: 10", line="POST /oauth/token HTTP/1.1") + b"a=b"
        assert statuses(raw(url, begun)) == [408]


def test_d_23_a_connection_at_rest_is_ended_but_not_before_its_time(world: World) -> None:
    with limited(world, head_seconds=BRIEF, idle_seconds=LONG) as url, connect(url) as connection:
        connection.sendall(asked(url))
        assert answer(connection) == (200, b'{"status":"ok"}')
        connection.settimeout(4 * BRIEF)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        connection.settimeout(30)
        connection.sendall(asked(url))
        assert answer(connection)[0] == 200
    with limited(world, idle_seconds=BRIEF) as url, connect(url) as connection:
        connection.sendall(asked(url))
        assert answer(connection)[0] == 200
        assert connection.recv(1) == b""


@pytest.mark.parametrize("after", [b"\r\n", b"\r\n\r\n", b"G", b"GET / HTTP/1.1\r\n"])
def test_d_23_what_is_no_whole_request_does_not_make_a_rest_last(world: World, after: bytes) -> None:
    with limited(world, head_seconds=BRIEF, idle_seconds=LONG) as url, connect(url) as connection:
        connection.sendall(asked(url))
        assert answer(connection)[0] == 200
        connection.sendall(after)
        assert everything(connection) == b""


def test_d_23_asking_for_another_protocol_does_not_make_a_rest_last(world: World) -> None:
    with limited(world, head_seconds=BRIEF, idle_seconds=LONG) as url, connect(url) as connection:
        connection.sendall(asked(url, "Connection: Upgrade", "Upgrade: websocket"))
        assert answer(connection)[0] == 200
        connection.sendall(b"\r\n")
        assert everything(connection) == b""


@pytest.mark.parametrize("last", [True, False])
def test_d_23_an_answer_that_nobody_takes_off_is_not_kept(world: World, last: bool) -> None:  # noqa: FBT001
    with limited(world, idle_seconds=0.2, connections=1, per_peer=1) as url, connect(url) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one = asked(url, line="GET /assets/inter-latin.woff2 HTTP/1.1", close=last)
        connection.sendall(one if last else one * MAX_PIPELINED)
        # its place is the only one: another is served when it was given up, and not before
        for _ in range(3000):
            if statuses(raw(url, asked(url, close=True))) == [200]:
                break
        else:
            pytest.fail("it was kept")


def test_d_23_too_many_connections_are_told_and_those_that_are_in_stay(world: World) -> None:
    with limited(world, connections=8, per_peer=8) as url, ExitStack() as stack:
        inside = [stack.enter_context(connect(url)) for _ in range(8)]
        for one in inside:
            one.sendall(asked(url))
            assert answer(one)[0] == 200
        refused = raw(url, asked(url))
        assert statuses(refused) == [503]
        assert b'{"error":"too_many_connections"}' in refused
        assert b"connection: close" in refused.lower()
        # who was let in is served on
        inside[0].sendall(asked(url))
        assert answer(inside[0])[0] == 200
        inside.pop().close()
        for _ in range(200):
            if statuses(raw(url, asked(url, close=True))) == [200]:
                break
            os.sched_yield()
        else:
            pytest.fail("the place of one that left was not given away")


def test_d_23_one_peer_cannot_take_the_places_of_all(world: World) -> None:
    with limited(world, connections=8, per_peer=4) as url, ExitStack() as stack:
        for _ in range(4):
            one = stack.enter_context(connect(url, "127.0.0.2"))
            one.sendall(asked(url))
            assert answer(one)[0] == 200
        fifth = stack.enter_context(connect(url, "127.0.0.2"))
        fifth.sendall(asked(url))
        assert b'{"error":"too_many_of_one_peer"}' in everything(fifth)
        other = stack.enter_context(connect(url, "127.0.0.3"))
        other.sendall(asked(url))
        assert answer(other)[0] == 200


def test_d_23_a_declared_proxy_is_not_one_peer(tmp_path: Path) -> None:
    limits = ConnectionLimits(connections=8, per_peer=2)
    with (
        serving(tmp_path, limits=limits, trusted_proxies=("127.0.0.2/32",)) as served,
        ExitStack() as stack,
    ):
        for _ in range(6):
            one = stack.enter_context(connect(served.url, "127.0.0.2"))
            one.sendall(asked(served.url))
            assert answer(one)[0] == 200


def test_d_23_so_many_that_nobody_can_be_told_are_cut_off(world: World) -> None:
    with limited(world, connections=4, per_peer=4, head_seconds=LONG) as url, ExitStack() as stack:
        crowd = [stack.enter_context(connect(url)) for _ in range(20)]
        ended = 0
        for one in crowd[8:]:
            ended += everything(one) == b""
        assert ended == 12


def test_d_23_a_handshake_that_never_ends_is_not_waited_for(world: World, tmp_path: Path) -> None:
    limits = ConnectionLimits(head_seconds=0.2)
    with (
        gateway_in_thread(world.settings, world.console, tls=make_tls(tmp_path), limits=limits) as url,
        connect(url) as connection,
    ):
        assert everything(connection) == b""


def test_two_hundred_and_fifty_six_connections_are_served_at_once(world: World) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 1024), hard), hard))
    with limited(world) as url, ExitStack() as stack:
        crowd = [stack.enter_context(connect(url, f"127.0.0.{2 + number % 2}")) for number in range(256)]
        for one in crowd:
            one.sendall(asked(url))
        assert {answer(one)[0] for one in crowd} == {200}
        assert statuses(raw(url, asked(url))) == [503]


def test_requests_may_come_before_the_answers_to_earlier_ones(served: Served) -> None:
    url = served.url
    many = asked(url) + asked(url, line="GET /nowhere HTTP/1.1") + asked(url, line="GET /account HTTP/1.1")
    assert statuses(raw(url, many + asked(url, close=True))) == [200, 404, 200, 200]


def test_so_many_requests_ahead_that_they_would_fill_memory_end_the_connection(served: Served) -> None:
    answers = statuses(raw(served.url, asked(served.url, line="GET /account HTTP/1.1") * 2000))
    assert len(answers) <= MAX_PIPELINED + 2
    assert served.http.get("/healthz").status_code == 200


def test_d_23_large_answers_are_made_only_as_fast_as_they_are_taken_off(served: Served) -> None:
    # these are answered at once, each in the moment in which it is read: without an end, all 2000 would lie in memory
    font = asked(served.url, line="GET /assets/inter-latin.woff2 HTTP/1.1")
    with connect(served.url) as connection:
        connection.sendall(font * 2000)
        # a few hundred fit into the buffers of both kernels
        assert len(statuses(everything(connection))) < 1000
    with connect(served.url) as connection:
        connection.sendall(font * (MAX_PIPELINED - 1) + asked(served.url, close=True))
        assert statuses(everything(connection)) == [200] * MAX_PIPELINED


def test_a10_12_nonsense_behind_a_good_request_takes_neither_its_answer_nor_its_place(served: Served) -> None:
    good = asked(served.url, line="GET /account HTTP/1.1")
    assert statuses(raw(served.url, good + b"\x00\x01\x02 nonsense\r\n\r\n")) == [200]


@pytest.mark.parametrize("head", [
    b"GET /healthz HTTP/1.1\nHost: %s\n\n",
    b"GET /healthz HTTP/1.1\r\nHost: %s\nX: y\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: %s\r\n\n",
    b"GET /healthz HTTP/1.1\r\nHost: %s\r\nX: a\rb\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: %s\r\nX: a\r\n folded\r\n\r\n",
    b"POST /oauth/token HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
    b"POST /oauth/token HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: gzip\r\n\r\nabc",
    b"POST /oauth/token HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    b"POST /oauth/token HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\nZ\r\n\r\n",
    b"POST /oauth/token HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n%.0s",
    b"\x16\x03\x01\x02\x00\x01\x00%.0s\r\n\r\n",
])  # fmt: skip
def test_a10_12_what_could_be_read_in_two_ways_is_refused_and_ends_the_connection(served: Served, head: bytes) -> None:
    # the connection stays open on this side: that it ends is the gateway's doing
    found = raw(served.url, head % urlsplit(served.url).netloc.encode())
    assert statuses(found) == [400]
    assert b"\r\nconnection: close\r\n" in found.lower()
    assert b"\r\ncontent-type: application/json\r\n" in found


def test_who_ends_only_his_own_half_gets_his_answer(served: Served) -> None:
    for path in ("/healthz", "/account"):
        with connect(served.url) as connection:
            connection.sendall(asked(served.url, line=f"GET {path} HTTP/1.1"))
            connection.shutdown(socket.SHUT_WR)
            assert statuses(everything(connection)) == [200]


def test_who_ends_in_the_middle_of_a_request_gets_none(served: Served) -> None:
    begun = asked(served.url, "Content-Length: 10", line="POST /oauth/token HTTP/1.1") + b"a=b"
    for part in (begun, begun[:30]):
        with connect(served.url) as connection:
            connection.sendall(part)
            connection.shutdown(socket.SHUT_WR)
            assert everything(connection) == b""
    assert served.http.get("/healthz").status_code == 200


def test_d_01_in_clear_only_this_machine_and_declared_proxies_are_served(world: World) -> None:
    own = _own_address()
    if own is None:
        pytest.skip("this machine has no address but its loopback; the rule is tested below all the same")
    declared = replace(world.settings, trusted_proxies=("192.0.2.1/32",))
    with gateway_in_thread(declared, world.console, host="0.0.0.0") as url:  # noqa: S104  # what the test is about
        port = urlsplit(url).port or 0
        near, far = f"http://127.0.0.1:{port}", f"http://{own}:{port}"
        assert statuses(raw(near, asked(near, close=True))) == [200]
        refused = raw(far, asked(near))
        assert statuses(refused) == [403]
        assert b"neither_tls_nor_proxy" in refused


@pytest.mark.parametrize(("peer", "in_clear", "with_tls"), [
    ("127.0.0.1", Entry.LET_IN, Entry.LET_IN),
    ("::1", Entry.LET_IN, Entry.LET_IN),
    ("192.0.2.1", Entry.LET_IN, Entry.LET_IN),
    ("::ffff:192.0.2.1", Entry.LET_IN, Entry.LET_IN),
    ("192.0.2.2", Entry.NOT_IN_CLEAR, Entry.LET_IN),
    ("2001:db8::1", Entry.NOT_IN_CLEAR, Entry.LET_IN),
    ("", Entry.NOT_IN_CLEAR, Entry.LET_IN),
])  # fmt: skip
def test_d_01_who_is_served_in_clear(peer: str, in_clear: Entry, with_tls: Entry) -> None:
    for expected, clear in ((in_clear, True), (with_tls, False)):
        assert Admission(ConnectionLimits(), ("192.0.2.1/32",), in_clear=clear).enter(peer) is expected


def test_d_23_all_addresses_of_one_ipv6_network_are_one_peer() -> None:
    admission = Admission(ConnectionLimits(per_peer=2), (), in_clear=False)
    entries = [admission.enter(f"2001:db8::{number:x}") for number in range(1, 4)]
    assert entries == [Entry.LET_IN, Entry.LET_IN, Entry.PEER_FULL]
    assert admission.enter("2001:db8:0:1::1") is Entry.LET_IN
    admission.leave("2001:db8::1", Entry.LET_IN)
    assert admission.enter("2001:db8::9") is Entry.LET_IN


def _own_address() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        own: str = probe.getsockname()[0]
        return None if own.startswith("127.") else own


def test_tls_answers_are_complete_when_the_other_half_ends(world: World, tmp_path: Path) -> None:
    tls = make_tls(tmp_path)
    trusting = ssl.create_default_context(cafile=str(tls.certificate))
    with (
        gateway_in_thread(world.settings, world.console, tls=tls) as url,
        trusting.wrap_socket(connect(url), server_hostname="127.0.0.1") as connection,
    ):
        connection.sendall(asked(url, close=True))
        assert statuses(everything(connection)) == [200]
