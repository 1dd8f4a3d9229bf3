"""`audit`."""

import sqlite3

import pytest

from tests.cli.support import Desk
from tests.support import ADMIN_EMAIL


def test_events_are_listed_newest_first(desk: Desk) -> None:
    desk.ask("permission-groups", "create", "--name", "Audited", "--allow", "items:view")

    signed_in, made, *_ = desk.ask("audit", "list", "--limit", "3")

    assert (signed_in["event"], made["event"]) == ("sessions:sign_in", "permission_groups:create")
    assert signed_in["seq"] == made["seq"] + 1
    assert set(made) == {"seq", "at", "event", "actor", "target", "changes", "facts", "reason"}
    assert made["target"]["name"] == "Audited"
    assert made["actor"]["kind"] == "person"
    assert made["at"].endswith("Z")


def test_changes_are_told_with_before_and_after(desk: Desk) -> None:
    desk.ask("permission-groups", "create", "--name", "Renamed", "--allow", "items:view")
    desk.ask("permission-groups", "edit", "Renamed", "--name", "Newly named")

    edited = desk.ask("audit", "list", "--limit", "2")[1]

    assert edited["changes"] == [{"field": "name", "before": "Renamed", "after": "Newly named"}]


def test_the_chain_is_whole(desk: Desk) -> None:
    verified = desk.ask("audit", "verify")

    assert (verified["intact"], verified["broken_at"]) == (True, None)
    assert verified["events"] > 3
    assert "whole" in desk.run("audit", "verify").out


def test_a_broken_chain_ends_with_1(fresh: Desk) -> None:
    fresh.found()
    with sqlite3.connect(fresh.data_dir / "base.db") as connection:
        connection.execute("UPDATE events SET actor_name = 'nobody' WHERE seq = 1")
    connection.close()

    document = fresh.refused("audit", "verify")

    assert (document["error"], document["intact"], document["broken_at"]) == ("chain_broken", False, 1)


@pytest.mark.parametrize("limit", ["0", "-1", "many", "100001"])
def test_a_limit_that_cannot_be_is_wrong_usage(desk: Desk, limit: str) -> None:
    assert desk.run("audit", "list", "--limit", limit).code == 2


def test_people_get_a_table_of_events(desk: Desk) -> None:
    outcome = desk.run("audit", "list", "--limit", "2")

    assert len(outcome.out.splitlines()) == 4
    assert "sessions:sign_in" in outcome.out
    assert ADMIN_EMAIL not in outcome.err
