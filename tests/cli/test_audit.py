"""`audit`."""

import json
import signal
import sqlite3
import stat
from pathlib import Path

import pytest

from fracttal_console.cli.progress import Stoppable
from fracttal_console.services import audit as services_audit
from fracttal_console.storage import audit as storage_audit
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


def test_events_are_narrowed_by_several_values_each(desk: Desk) -> None:
    desk.ask("permission-groups", "create", "--name", "Narrow", "--allow", "items:view")
    desk.ask("permission-groups", "edit", "Narrow", "--name", "Narrower")

    def listed(*options: str) -> list[str]:
        return [event["event"] for event in desk.ask("audit", "list", *options)]

    assert listed("--target", "Narrow", "--target", "Narrower", "--after", "2020-01-01") == [
        "permission_groups:edit", "permission_groups:create",
    ]  # fmt: skip
    assert listed("--action", "permission_groups:edit", "--search", "narrower") == ["permission_groups:edit"]
    assert set(listed("--action", "permission_groups:*", "--actor", ADMIN_EMAIL)) == {
        "permission_groups:create", "permission_groups:edit",
    }  # fmt: skip
    assert listed("--before", "2020-01-01") == []
    assert listed("--address", "198.51.100.77") == []
    assert listed("--target-kind", "permission_group", "--limit", "1") == ["permission_groups:edit"]


@pytest.mark.parametrize(
    "options", [("--after", "yesterday"), ("--action", "paint:*"), ("--actor", "")], ids=lambda options: options[0]
)
def test_a_filter_that_cannot_be_is_refused(desk: Desk, options: tuple[str, str]) -> None:
    assert desk.refused("audit", "list", *options)["error"] == "invalid"


def test_events_are_exported_in_the_form_that_the_name_or_the_option_says(desk: Desk, tmp_path: Path) -> None:
    lines, rows, other = (tmp_path / name for name in ("events.jsonl", "events.csv", "events.txt"))
    told = desk.ask("audit", "export", str(lines), "--action", "base:init")
    assert told == {"path": str(lines), "format": "jsonl", "events": 1, "complete": True}
    (event,) = map(json.loads, lines.read_text(encoding="utf-8").splitlines())
    assert (event["event"], event["seq"]) == ("base:init", 1)
    assert event == desk.ask("audit", "list", "--action", "base:init")[0]
    assert desk.ask("audit", "export", str(rows))["events"] > 3
    assert rows.read_text(encoding="utf-8").startswith("seq,at,event,")
    assert desk.ask("audit", "export", str(other), "--format", "jsonl", "--action", "base:*")["format"] == "jsonl"
    newest = desk.ask("audit", "list", "--action", "audit:export", "--limit", "1")[0]
    assert newest["facts"]["filter"] == ["action=base:*"]
    assert stat.S_IMODE(rows.stat().st_mode) == 0o600
    assert "2 events" not in desk.run("audit", "export", str(rows), "--action", "base:init").out


def test_a_place_where_no_file_can_be_is_named(desk: Desk, tmp_path: Path) -> None:
    document = desk.refused("audit", "export", str(tmp_path / "missing" / "events.csv"))
    assert document["error"] == "file_not_written"
    assert desk.run("audit", "export", str(tmp_path / "x"), "--format", "pdf").code == 2


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let long work go on event by event, and interrupt it after the second, as Ctrl+C does."""
    monkeypatch.setattr(services_audit, "CHUNK", 1)
    monkeypatch.setattr(storage_audit, "_CHUNK", 1)

    def report(_stoppable: Stoppable, done: int, _total: int) -> None:
        if done == 2:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Stoppable, "report", report)


@pytest.mark.usefixtures("interrupted")
def test_an_export_that_is_interrupted_tells_how_many_stand_in_the_file(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "half.jsonl"
    outcome = desk.run("audit", "export", str(path), "--json")
    assert outcome.code == 1
    assert outcome.document == {"path": str(path), "format": "jsonl", "events": 2, "complete": False}
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2
    facts = desk.ask("audit", "list", "--action", "audit:export", "--limit", "1")[0]["facts"]
    assert (facts["events"], facts["matching"] > 2) == (2, True)
    assert desk.run("audit", "export", str(path)).out.startswith("Stopped: 2 of ")


@pytest.mark.usefixtures("interrupted")
def test_a_check_that_is_interrupted_says_nothing_of_the_whole(desk: Desk) -> None:
    outcome = desk.run("audit", "verify", "--json")
    assert outcome.code == 1
    assert outcome.document == {"intact": None, "events": 2, "broken_at": None}
    assert "the rest was not looked at" in desk.run("audit", "verify").out
