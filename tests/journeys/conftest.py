"""Fixtures of the journeys: a base with the real clock, behind a real gateway on a real socket."""

from collections.abc import Iterator

import httpx
import pytest

from fracttal_console.bootstrap import gateway_in_thread
from tests.journeys.live import LiveBase


@pytest.fixture
def url(live: LiveBase) -> Iterator[str]:
    """Serve the base and give the URL."""
    with gateway_in_thread(live.settings, live.console) as address:
        yield address


@pytest.fixture
def http(url: str) -> Iterator[httpx.Client]:
    """Give a client that keeps cookies and follows no redirect."""
    with httpx.Client(base_url=url) as client:
        yield client
