"""Fixtures of the gateway's tests: a real gateway on a real socket, over a real base."""

from collections.abc import Iterator

import httpx
import pytest

from fracttal_console.bootstrap import gateway_in_thread
from tests.browsing import Application
from tests.gateway.served import Served, serving
from tests.support import World


@pytest.fixture
def url(world: World) -> Iterator[str]:
    """Serve the world and give the URL."""
    with gateway_in_thread(world.settings, world.console) as address:
        yield address


@pytest.fixture
def http(url: str) -> Iterator[httpx.Client]:
    """Give a client that keeps cookies and follows no redirect."""
    with httpx.Client(base_url=url) as client:
        yield client


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve one world for all tests of a module, which make consumers and people of their own."""
    with serving(tmp_path_factory.mktemp("served")) as made:
        yield made


@pytest.fixture(scope="module")
def web(served: Served) -> Application:
    """Give a consumer that acts for people."""
    return served.consumer()


@pytest.fixture(scope="module")
def watcher(served: Served) -> Application:
    """Give a resource server, which may introspect everybody's tokens."""
    return served.job(may_introspect=True)
