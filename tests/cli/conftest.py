"""One base for all tests that can share it, and a fresh place for those that cannot."""

from pathlib import Path

import pytest

from tests.cli.support import Desk
from tests.support import MEMBER_EMAIL, SUPPORT_EMAIL


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a base with a permission group, a member and somebody of support; each test uses names of its own."""
    made = Desk(tmp_path_factory.mktemp("desk"))
    assert made.found().code == 0
    made.ask("permission-groups", "create", "--name", "Field work", "--allow", "work_orders:view",
             "--allow", "work_orders:add", "--allow", "items:view")  # fmt: skip
    for email, role in ((MEMBER_EMAIL, "member"), (SUPPORT_EMAIL, "support")):
        made.ask("people", "create", "--email", email, "--name", f"Some {role}", "--role", role,
                 "--new-password-file", str(made.directory / "password"))  # fmt: skip
    return made


@pytest.fixture
def fresh(tmp_path: Path) -> Desk:
    """Give a place without a base."""
    return Desk(tmp_path)
