"""Fixtures: a gateway on a socket, and the two clients that the suite's modules use."""

from collections.abc import Iterator

import pytest

from tests.browsing import Application
from tests.gateway.served import Served, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve one world for all tests of a module."""
    with serving(tmp_path_factory.mktemp("served")) as made:
        yield made


@pytest.fixture(scope="module")
def client(served: Served) -> Application:
    """Give the first client."""
    return served.consumer()


@pytest.fixture(scope="module")
def client2(served: Served) -> Application:
    """Give the second client."""
    return served.consumer()
