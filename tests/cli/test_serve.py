"""`serve`: ready line, clean stop, and nothing secret where others can look."""

import json
import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.support import Desk
from tests.support import password


@pytest.fixture
def server(desk: Desk) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = desk.process("serve", "--port", "0")
    assert process.stdout is not None
    try:
        ready = json.loads(process.stdout.readline())
        assert ready["ready"] is True
        assert set(ready) == {"ready", "url"}
        yield process, ready["url"]
    finally:
        process.kill()
        process.communicate()


def test_it_says_when_it_is_ready_and_stops_cleanly(server: tuple[subprocess.Popen[str], str]) -> None:
    process, url = server
    with urllib.request.urlopen(f"{url}/healthz", timeout=10) as answer:  # noqa: S310 - our own address
        assert answer.status == 200

    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=30)

    assert (process.returncode, out) == (0, "")
    assert "Traceback" not in err


def test_commands_work_while_it_serves(desk: Desk, server: tuple[subprocess.Popen[str], str]) -> None:
    assert server[0].poll() is None
    assert desk.run("people", "list").code == 0


def test_no_secret_stands_in_its_command_line_or_environment(
    desk: Desk, server: tuple[subprocess.Popen[str], str]
) -> None:
    seen = b""
    for name in ("cmdline", "environ"):
        try:
            seen += Path(f"/proc/{server[0].pid}/{name}").read_bytes()
        except PermissionError:
            # the process is shielded: not even its own user may look
            assert os.geteuid() != 0
    assert b"serve" in seen
    for secret in (password().reveal(), desk.key_file.read_text().strip()):
        assert secret.encode() not in seen


def test_a_taken_port_is_named(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        outcome = desk.run("serve", "--port", str(port))

    assert (outcome.code, outcome.out) == (1, "")
    assert f"127.0.0.1:{port}" in outcome.err


def test_an_address_beyond_loopback_is_refused_without_a_proxy(desk: Desk) -> None:
    outcome = desk.run("serve", "--host", "192.0.2.1", "--port", "0")

    assert outcome.code == 1
    assert "192.0.2.1" in outcome.err


def test_without_a_base_there_is_nothing_to_serve(fresh: Desk) -> None:
    assert fresh.run("serve", "--port", "0").code == 1


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_cannot_be_is_wrong_usage(desk: Desk, port: str) -> None:
    assert desk.run("serve", "--port", port).code == 2


def test_without_the_flag_the_port_is_the_setting_s_and_the_flag_outranks_it(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        ports = [str(taken.getsockname()[1]) for taken in (one, other)]
        setting = {"FRACTTAL_CONSOLE_GATEWAY_PORT": ports[0]}
        assert f"127.0.0.1:{ports[0]}" in desk.run("serve", env=setting).err
        assert f"127.0.0.1:{ports[1]}" in desk.run("serve", "--port", ports[1], env=setting).err
