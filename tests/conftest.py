"""Fixtures shared by all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import World, make_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give an open base in a real file."""
    made = make_world(tmp_path)
    try:
        yield made
    finally:
        made.console.close()
