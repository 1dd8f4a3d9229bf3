"""`permission-groups`."""

import pytest

from tests.cli.support import Desk


def test_a_group_is_made_shown_edited_and_listed(desk: Desk) -> None:
    made = desk.ask("permission-groups", "create", "--name", "Stock", "--allow", "items:edit", "--allow", "items:view")
    assert made["permissions"] == made["allowed"] == ["items:view", "items:edit"]
    assert made["read_only"] is False

    edited = desk.ask("permission-groups", "edit", "Stock", "--name", "Stores", "--read-only")
    assert (edited["id"], edited["name"], edited["read_only"]) == (made["id"], "Stores", True)
    assert (edited["permissions"], edited["allowed"]) == (["items:view", "items:edit"], ["items:view"])

    assert desk.ask("permission-groups", "edit", "Stores", "--no-read-only")["read_only"] is False
    assert desk.ask("permission-groups", "edit", "Stores", "--allow", "items:add")["permissions"] == ["items:add"]
    assert desk.ask("permission-groups", "show", str(made["id"])) in desk.ask("permission-groups", "list")


@pytest.mark.parametrize(
    ("options", "field", "rule"),
    [
        (("--name", "Field work", "--allow", "items:view"), "name", "duplicate"),
        (("--name", "", "--allow", "items:view"), "name", "empty"),
        (("--name", "Bad", "--allow", "items:fly"), "permissions", "unknown_permission"),
    ],
)
def test_a_group_that_breaks_a_rule_is_refused(desk: Desk, options: tuple[str, ...], field: str, rule: str) -> None:
    refusal = desk.refused("permission-groups", "create", *options)

    assert (refusal["field"], refusal["rule"]) == (field, rule)


def test_a_group_that_is_not_there_is_not_found(desk: Desk) -> None:
    assert desk.refused("permission-groups", "show", "Nobody's")["error"] == "not_found"


@pytest.mark.parametrize("arguments", [("create", "--name", "x"), ("edit", "Field work"), ("show",), ("delete", "1")])
def test_wrong_usage_is_2(desk: Desk, arguments: tuple[str, ...]) -> None:
    outcome = desk.run("permission-groups", *arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert "Usage:" in outcome.err


def test_people_get_aligned_columns(desk: Desk) -> None:
    lines = desk.run("permission-groups", "list").out.splitlines()

    assert lines[0].split() == ["Id", "Name", "Read-only", "Permissions"]
    assert lines[2].index("Field work") == lines[0].index("Name")
