"""Fixtures for the tests of keys."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crypto.keyrings import Desktop


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        if shutil.which(program) is None:
            pytest.fail(f"{program} is missing: these tests need a real keyring (apt-get install gnome-keyring dbus)")
    # Short, because a socket's path is limited to some 100 characters.
    with tempfile.TemporaryDirectory(prefix="fc-", ignore_cleanup_errors=True) as home:
        yield Desktop(Path(home))
