"""`permission-groups edit --dry-run` and `permission-groups advice`."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from tests.cli.support import Desk
from tests.services.requests_made import made_requests
from tests.support import ADMIN_EMAIL, SUPPORT_EMAIL, password

GROUP = "Dry group"


@pytest.fixture(scope="module")
def counted(desk: Desk) -> Desk:
    """Give a group with a key that read and added."""
    desk.ask("permission-groups", "create", "--name", GROUP, "--allow", "items:view", "--allow", "work_orders:add")
    desk.ask("api-keys", "create", "--name", "Dry key", "--permission-group", GROUP)
    with closing(desk.opened()) as console:
        admin = console.sign_in.operator(ADMIN_EMAIL, password())
        key = next(view.api_key for view in console.api_keys.all(admin) if view.api_key.name == "Dry key")
        for days_ago in (0, 40):
            made_requests(console, datetime.now(UTC), key, "GET /api/items", 10, days_ago=days_ago)
        made_requests(console, datetime.now(UTC), key, "POST /api/work_orders", 3, days_ago=2)
    return desk


def test_a_dry_run_tells_what_would_be_refused_and_saves_nothing(counted: Desk) -> None:
    before = counted.ask("permission-groups", "show", GROUP)
    found = counted.ask("permission-groups", "edit", GROUP, "--allow", "items:view", "--dry-run")
    assert (found["refused"], found["requests"], found["days"], found["removed"]) == (3, 13, 30, ["work_orders:add"])
    (one,) = found["affected"]
    assert (one["kind"], one["name"], one["refused"], one["requests"]) == ("api_key", "Dry key", 3, 13)
    assert one["paths"] == [{"path": "POST /api/work_orders", "permission": "work_orders:add", "requests": 3}]
    assert counted.ask("permission-groups", "show", GROUP) == before


def test_people_read_the_numbers_and_that_nothing_was_saved(counted: Desk) -> None:
    said = counted.run("permission-groups", "edit", GROUP, "--read-only", "--dry-run").out
    assert "3 of 13 requests of the last 30 days would be refused." in said
    assert "Nothing was saved." in said
    assert "Dry key" in said
    assert "POST /api/work_orders: 3" in said
    said = counted.run("permission-groups", "edit", GROUP, "--no-read-only", "--dry-run").out
    assert "No request of the last 30 days would be refused." in said
    assert "There were 13." in said


def test_support_may_ask_and_may_not_save(counted: Desk) -> None:
    asked = ("permission-groups", "edit", GROUP, "--read-only", "--operator", SUPPORT_EMAIL)
    assert counted.ask(*asked, "--dry-run")["refused"] == 3
    assert counted.refused(*asked)["error"] == "not_allowed"


def test_a_dry_run_of_nothing_is_wrong_usage(counted: Desk) -> None:
    assert counted.run("permission-groups", "edit", GROUP, "--dry-run").code == 2
    refusal = counted.refused("permission-groups", "edit", GROUP, "--allow", "items:fly", "--dry-run")
    assert (refusal["field"], refusal["rule"]) == ("permissions", "unknown_permission")


def test_advice_names_what_was_used_and_says_when_it_is_too_early(counted: Desk) -> None:
    found = counted.ask("permission-groups", "advice", GROUP)
    # the group was made today: nobody knows yet what its month needs
    assert (found["used"], found["days"], found["narrower"]) == (["items:view", "work_orders:add"], 1, None)
    assert [(one["name"], one["used"]) for one in found["members"]] == [("Dry key", ["items:view", "work_orders:add"])]
    said = counted.run("permission-groups", "advice", GROUP).out
    assert "Allowed 2, used 2 in 1 day" in said
    assert "Requests are known for 1 day; advice needs 30." in said
    assert counted.refused("permission-groups", "advice", "Nobody's")["error"] == "not_found"
    assert counted.run("permission-groups", "advice", GROUP, "--days", "0").code == 2
