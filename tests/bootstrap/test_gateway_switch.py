"""The gateway inside the console: on and off, again and again, from any thread."""

import socket
import sys
import threading
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.error import URLError

import pytest

from fracttal_console.bootstrap import GatewaySwitch
from fracttal_console.bootstrap.gateway import SWITCH_INTERVAL_SECONDS
from fracttal_console.domain.errors import ListenRefused, PortTaken
from tests.support import World


def switch_for(world: World, port: int = 0, host: str = "127.0.0.1") -> GatewaySwitch:
    return GatewaySwitch(replace(world.settings, gateway_port=port), world.console, host=host)


@pytest.fixture
def switch(world: World) -> Iterator[GatewaySwitch]:
    made = switch_for(world)
    yield made
    made.stop()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=10) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except URLError:
        return False


def gateways() -> int:
    return sum(thread.name == "gateway" for thread in threading.enumerate())


def test_it_answers_while_it_is_on_and_only_then(switch: GatewaySwitch) -> None:
    assert switch.url == ""
    for _ in range(2):
        url = switch.start()
        assert switch.url == url
        assert answers(url)
        switch.stop()
        assert switch.url == ""
        assert not answers(url)


def test_what_is_on_stays_as_it_is_and_what_is_off_too(switch: GatewaySwitch) -> None:
    switch.stop()
    assert switch.start() == switch.start()
    assert gateways() == 1
    switch.stop()
    switch.stop()
    assert gateways() == 0


def test_many_threads_at_once_make_one_gateway_or_none(switch: GatewaySwitch) -> None:
    gate = threading.Barrier(8)

    def start(_: int) -> str:
        gate.wait()
        return switch.start()

    def either(number: int) -> None:
        gate.wait()
        if number % 2:
            switch.start()
        else:
            switch.stop()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(8)))) == 1
        list(pool.map(either, range(8)))
    assert gateways() == bool(switch.url)


def test_a_taken_port_and_a_foreign_address_are_refused_and_leave_it_off(world: World) -> None:
    interval = sys.getswitchinterval()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        switch = switch_for(world, port)
        with pytest.raises(PortTaken):
            switch.start()
    assert (switch.url, gateways(), sys.getswitchinterval()) == ("", 0, interval)
    assert switch.start() == f"http://127.0.0.1:{port}"
    switch.stop()
    with pytest.raises(ListenRefused):
        switch_for(world, host="192.0.2.1").start()


def test_threads_give_way_sooner_while_it_is_on(switch: GatewaySwitch) -> None:
    before = sys.getswitchinterval()
    switch.start()
    assert sys.getswitchinterval() == pytest.approx(SWITCH_INTERVAL_SECONDS)
    switch.stop()
    assert sys.getswitchinterval() == before
