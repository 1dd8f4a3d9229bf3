"""A base with rows in every table, made once and copied by each test that spoils it."""

import pytest

from tests.services.walks import FullBase, fill
from tests.support import make_world


@pytest.fixture(scope="session")
def full_base(tmp_path_factory: pytest.TempPathFactory) -> FullBase:
    directory = tmp_path_factory.mktemp("full")
    return fill(make_world(directory), directory)
