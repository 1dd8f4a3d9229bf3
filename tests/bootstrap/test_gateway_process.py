"""The gateway of the window: on and off, again and again, from any thread; gone when the window is gone."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.error import URLError

import pytest

from fracttal_console.bootstrap import GatewayProcess
from fracttal_console.domain.errors import GatewayNotStarted, ListenRefused, PortTaken
from fracttal_console.settings import Settings, load_settings, settings_environment
from tests.support import World


def switch_for(world: World, port: int, host: str = "127.0.0.1") -> GatewayProcess:
    return GatewayProcess(replace(world.settings, gateway_port=port), {}, host=host)


@pytest.fixture
def switch(world: World, port: int) -> Iterator[GatewayProcess]:
    made = switch_for(world, port)
    yield made
    made.stop()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=10) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except URLError:
        return False


def begun(switch: GatewayProcess) -> bool:
    return switch.pid is not None


def watchers() -> int:
    return sum(thread.name == "gateway-watch" for thread in threading.enumerate())


def test_it_answers_while_it_is_on_and_only_then(switch: GatewayProcess) -> None:
    assert switch.url == ""
    for _ in range(2):
        url = switch.start()
        assert switch.start() == switch.url == url
        assert answers(url)
        assert watchers() == 1
        switch.stop()
        switch.stop()
        assert switch.url == ""
        assert switch.pid is None
        assert not answers(url)
    assert watchers() == 0


def test_many_threads_at_once_make_one_gateway_or_none(switch: GatewayProcess) -> None:
    gate = threading.Barrier(8)

    def start(_: int) -> str:
        gate.wait()
        return switch.start()

    def stop(_: int) -> None:
        gate.wait()
        switch.stop()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(8)))) == 1
        list(pool.map(stop, range(8)))
    assert (switch.url, watchers()) == ("", 0)


def test_a_taken_port_and_a_foreign_address_are_refused_and_leave_it_off(world: World, port: int) -> None:
    switch = switch_for(world, port)
    with socket.create_server(("127.0.0.1", port)), pytest.raises(PortTaken) as refused:
        switch.start()
    assert refused.value.params == {"host": "127.0.0.1", "port": port}
    assert (switch.url, switch.pid) == ("", None)
    assert switch.start() == f"http://127.0.0.1:{port}"
    switch.stop()
    with pytest.raises(ListenRefused):
        switch_for(world, port, "192.0.2.1").start()


def test_what_else_keeps_it_from_starting_is_told_in_its_own_words(world: World, tmp_path: Path) -> None:
    lost = replace(world.settings, key_provider=f"file:{tmp_path}/elsewhere.key", language="es")
    with pytest.raises(GatewayNotStarted) as refused:
        GatewayProcess(lost, {}).start()
    assert "No existe el archivo de clave" in str(refused.value.params["reason"])


def test_a_start_that_is_under_way_is_given_up(switch: GatewayProcess) -> None:
    with ThreadPoolExecutor(1) as pool:
        starting = pool.submit(switch.start)
        while not begun(switch):
            pass
        switch.stop()
        with pytest.raises(GatewayNotStarted):
            starting.result()
    assert (switch.url, switch.pid) == ("", None)


def test_its_end_is_heard_unless_it_was_asked_for(switch: GatewayProcess) -> None:
    ended = threading.Event()
    forget = switch.listen(ended.set)
    switch.start()
    switch.stop()
    assert not ended.is_set()
    switch.start()
    assert switch.pid is not None
    os.kill(switch.pid, signal.SIGKILL)
    assert ended.wait(10)
    assert switch.url == ""
    forget()
    assert answers(switch.start())


HOLDER = """
import json, sys
from pathlib import Path
from fracttal_console.bootstrap import GatewayProcess
from fracttal_console.settings import load_settings
gateway = GatewayProcess(load_settings(json.loads(sys.argv[1])), {})
print(gateway.start(), gateway.pid, flush=True)
sys.stdin.read()
"""


def test_it_ends_when_the_window_is_killed(world: World, port: int) -> None:
    environ = settings_environment(replace(world.settings, gateway_port=port))
    window = subprocess.Popen(
        [sys.executable, "-c", HOLDER, json.dumps(environ)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert window.stdout is not None
    url, pid = window.stdout.readline().split()
    assert answers(url)
    ended = os.pidfd_open(int(pid))
    window.kill()
    window.communicate()
    assert select.select([ended], [], [], 10)[0]
    os.close(ended)
    assert not answers(url)


def test_another_process_gets_the_same_settings() -> None:
    settings = Settings(
        data_dir=Path("/srv/base"), key_provider="credential:key", issuer="https://id.example",
        hawk_hosts=(("app.example", 443), ("other.example", 8443)), trusted_proxies=("10.0.0.0/8", "::1/128"),
        language="pt_BR", theme="dark", clipboard_seconds=15, gateway_port=0,
    )  # fmt: skip
    assert load_settings(settings_environment(settings)) == settings
