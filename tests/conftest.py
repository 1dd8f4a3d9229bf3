"""Fixtures shared by all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.journeys.live import LiveBase, MadeBase, copied, make
from tests.ports import kept_port
from tests.races.table import write_table
from tests.support import World, make_world

# Hypothesis fails a test for being slow as well as for being wrong; how long one takes here is up to whoever else is
# using the machine, the other half of these tests included.
hypothesis_settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("tests")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Close with the figures of the races, where any were run."""
    write_table(terminalreporter)


@pytest.fixture(scope="session")
def _first_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Make a base and close it: to make one costs five times what it costs to copy and open it."""
    made = make_world(tmp_path_factory.mktemp("world"))
    made.console.close()
    return made


@pytest.fixture
def world(_first_world: World, tmp_path: Path) -> Iterator[World]:
    """Give an open base in a real file, a copy of one that is made once."""
    copy = _first_world.copied(tmp_path)
    try:
        yield copy
    finally:
        copy.console.close()


@pytest.fixture(scope="session")
def _first_live(tmp_path_factory: pytest.TempPathFactory) -> MadeBase:
    """Make a base with the real clock and close it, for those who copy it."""
    return make(tmp_path_factory.mktemp("live"))


@pytest.fixture
def live(_first_live: MadeBase, tmp_path: Path) -> Iterator[LiveBase]:
    """Give an open base in a real file whose clock runs, a copy of one that is made once."""
    with copied(_first_live, tmp_path) as base:
        yield base


@pytest.fixture
def port() -> Iterator[int]:
    """Give a port of the test's own, on which nobody listens yet."""
    with kept_port() as kept:
        yield kept
