"""What went wrong elsewhere and is not already a test beside the part that it concerns."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.support import Desk
from tests.gateway.served import Served, serving
from tests.gateway.test_verify import PROXY, ask, bearer_of


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("behind"), trusted_proxies=(PROXY,)) as made:
        yield made


def test_cve_2021_32701_what_was_found_about_a_token_for_one_permission_counts_for_no_other(behind: Served) -> None:
    job = behind.job(permission_group="Reading")
    bearer = bearer_of(job)
    asked = [("GET", "/api/items/"), ("POST", "/api/items/"), ("GET", "/api/personnel/"), ("GET", "/api/work_orders/")]
    for _ in range(3):
        answers = [ask(behind, method, path, bearer).status_code for method, path in asked]
        assert answers == [200, 403, 403, 200]


def test_cve_2020_10187_no_list_view_or_export_holds_a_secret(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.found()
    desk.ask("permission-groups", "create", "--name", "Campo", "--allow", "items:view")
    consumer = desk.ask(
        "consumers", "create", "--name", "Portal", "--permission-group", "Campo",
        "--grant", "authorization_code", "--redirect-uri", "https://portal.example/cb",
    )  # fmt: skip
    key = desk.ask("api-keys", "create", "--name", "Bodega", "--permission-group", "Campo")
    secrets = [consumer["client_secret"], key["secret"]]
    assert all(len(secret) > 40 for secret in secrets)

    for command in (
        ("consumers", "list"), ("consumers", "show", consumer["id"]), ("api-keys", "list"),
        ("authorizations", "list"), ("audit", "list"), ("people", "list"),
    ):  # fmt: skip
        for outcome in (desk.run(*map(str, command)), desk.run(*map(str, command), "--json")):
            assert outcome.code == 0
            assert not [secret for secret in secrets if secret in outcome.out + outcome.err]
    for kind in ("csv", "jsonl"):
        export = tmp_path / f"events.{kind}"
        desk.ask("audit", "export", str(export), "--format", kind)
        content = export.read_text("utf-8")
        assert "Bodega" in content
        assert not [secret for secret in secrets if secret in content]
