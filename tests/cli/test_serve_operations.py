"""`serve` as operators run it: its log, its figures, how it ends, and where it does not listen."""

import json
import signal
import socket
import stat
import subprocess
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.cli.support import Desk

STOP_SECONDS = 30


@contextmanager
def serving(desk: Desk, *options: str) -> Iterator[tuple["subprocess.Popen[str]", dict[str, Any]]]:
    process = desk.process("serve", "--port", "0", *options)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        yield process, json.loads(line or "{}")
    finally:
        process.kill()
        process.communicate()


def stopped(process: "subprocess.Popen[str]") -> str:
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=STOP_SECONDS)
    assert (process.returncode, out) == (0, "")
    return err


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  # our own address
        return str(answer.read().decode())


def paths(log: str) -> list[str]:
    return [json.loads(line)["path"] for line in log.splitlines()]


def test_the_error_output_gets_a_line_for_each_request_unless_it_is_switched_off(desk: Desk) -> None:
    with serving(desk) as (process, ready):
        for path in ("/healthz", "/account?secret=1", "/healthz"):
            fetch(ready["url"] + path)
        assert paths(stopped(process)) == ["/healthz", "/account", "/healthz"]
    with serving(desk, "--no-log-requests") as (process, ready):
        fetch(ready["url"] + "/healthz")
        assert stopped(process) == ""


def test_a_log_file_is_its_owner_s_and_may_be_moved_away_under_way(desk: Desk, tmp_path: Path) -> None:
    path, moved = tmp_path / "gateway.log", tmp_path / "gateway.log.1"
    with serving(desk, "--log", str(path)) as (process, ready):
        fetch(ready["url"] + "/healthz?1")
        wait_for(lambda: path.read_text() != "")
        path.rename(moved)
        fetch(ready["url"] + "/account")
        assert stopped(process) == ""
    assert (paths(moved.read_text()), paths(path.read_text())) == (["/healthz"], ["/account"])
    assert [stat.S_IMODE(file.stat().st_mode) for file in (path, moved)] == [0o600, 0o600]


def test_a_log_file_that_others_could_read_is_closed_to_them_and_kept(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "gateway.log"
    path.write_text('{"path":"earlier"}\n')
    path.chmod(0o644)
    with serving(desk, "--log", str(path)) as (process, ready):
        fetch(ready["url"] + "/healthz")
        stopped(process)
    assert paths(path.read_text()) == ["earlier", "/healthz"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("made", ["missing folder", "link"])
def test_a_log_that_cannot_be_written_is_named_before_anything_is_served(desk: Desk, tmp_path: Path, made: str) -> None:
    path = tmp_path / "no" / "gateway.log"
    if made == "link":
        path = tmp_path / "link.log"
        path.symlink_to(tmp_path / "elsewhere")
    outcome = desk.run("serve", "--port", "0", "--log", str(path), "--json")
    assert outcome.code == 1
    assert outcome.document["error"] == "file_not_written"
    assert str(path) in outcome.err
    assert not (tmp_path / "elsewhere").exists()


def test_figures_are_served_where_they_are_asked_for(desk: Desk) -> None:
    with serving(desk, "--metrics-port", "0") as (process, ready):
        assert ready["metrics"].startswith("http://127.0.0.1:")
        assert ready["metrics"].endswith("/metrics")
        fetch(ready["url"] + "/healthz")
        assert 'requests_total{route="/healthz",status="200"} 1' in fetch(ready["metrics"])
        stopped(process)
        with pytest.raises(urllib.error.URLError):
            fetch(ready["metrics"])


def test_a_port_for_figures_that_is_taken_is_named_and_nothing_is_served(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        outcome = desk.run("serve", "--port", "0", "--metrics-port", str(port), "--json")
    assert (outcome.code, outcome.document["error"]) == (1, "port_taken")
    assert f"127.0.0.1:{port}" in outcome.err


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104  # it is refused
def test_d_01_beyond_this_machine_it_listens_with_tls_or_behind_a_proxy_only(desk: Desk, host: str) -> None:
    outcome = desk.run("serve", "--host", host, "--port", "0", "--json")
    assert (outcome.code, outcome.document["error"]) == (1, "listen_refused")


def test_requests_under_way_are_finished_and_the_port_is_free(desk: Desk) -> None:
    made = desk.ask("consumers", "create", "--name", "Under way", "--permission-group", "Field work", "--grant",
                    "client_credentials")  # fmt: skip
    basic = b64encode(f"{made['client_id']}:{made['client_secret']}".encode()).decode()
    body = b"grant_type=client_credentials"
    with serving(desk) as (process, ready):
        where = (urlsplit(ready["url"]).hostname or "", urlsplit(ready["url"]).port or 0)
        with socket.create_connection(where, timeout=STOP_SECONDS) as asking:
            with socket.create_connection(where) as resting:
                asking.sendall(
                    f"POST /oauth/token HTTP/1.1\r\nHost: {where[0]}:{where[1]}\r\nAuthorization: Basic {basic}\r\n"
                    "Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n".encode()
                )
                # it is under way: its body is waited for
                assert asking.recv(1000).startswith(b"HTTP/1.1 100 ")
                process.send_signal(signal.SIGTERM)
                # no new connection, and those without a request are ended
                assert resting.recv(1) == b""
            wait_for(lambda: refuses(where))
            asking.sendall(body)
            answer = b"".join(iter(lambda: asking.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert b"\r\nconnection: close\r\n" in answer
        _, err = process.communicate(timeout=STOP_SECONDS)
        assert (process.returncode, paths(err)) == (0, ["/oauth/token"])
        socket.create_server(where).close()
    token = json.loads(answer.partition(b"\r\n\r\n")[2])["access_token"]
    # what was answered is committed
    with serving(desk) as (_, ready):
        asked = urllib.request.Request(  # noqa: S310  # our own address
            ready["url"] + "/api/user/", headers={"Authorization": f"Bearer {token}"}
        )
        with urllib.request.urlopen(asked, timeout=10) as user:  # noqa: S310  # as above
            assert user.status == 200


def test_a_request_that_does_not_end_delays_the_end_by_seconds_only(desk: Desk) -> None:
    with serving(desk) as (process, ready):
        where = (urlsplit(ready["url"]).hostname or "", urlsplit(ready["url"]).port or 0)
        with socket.create_connection(where, timeout=STOP_SECONDS) as asking:
            asking.sendall(
                f"POST /oauth/token HTTP/1.1\r\nHost: {where[0]}:{where[1]}\r\nExpect: 100-continue\r\n"
                "Content-Length: 5\r\n\r\n".encode()
            )
            assert asking.recv(1000).startswith(b"HTTP/1.1 100 ")
            process.send_signal(signal.SIGTERM)
            _, err = process.communicate(timeout=STOP_SECONDS)
    assert process.returncode == 0
    assert [json.loads(line)["event"] for line in err.splitlines()] != []
    assert "Traceback" not in err


def refuses(where: tuple[str, int]) -> bool:
    try:
        socket.create_connection(where).close()
    except ConnectionRefusedError:
        return True
    return False


def wait_for(happened: Any) -> None:  # noqa: ANN401
    deadline = time.monotonic() + STOP_SECONDS
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)
