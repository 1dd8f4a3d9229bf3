"""Fixtures of the gateway's tests: a real gateway on a real socket, over a real base."""

from collections.abc import Iterator

import httpx
import pytest

from fracttal_console.bootstrap import gateway_in_thread
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
