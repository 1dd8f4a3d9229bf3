"""`overview`, `refusals`, `usage` and `doctor`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from fracttal_console.bootstrap import Console
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.services.refusal_recorder import RefusedRequest
from tests.cli.support import Desk


@contextmanager
def opened(desk: Desk) -> Iterator[Console]:
    console = desk.opened()
    try:
        yield console
    finally:
        console.close()


def refuse(desk: Desk, address: str, **facts: str | int) -> None:
    with opened(desk) as console:
        for _ in range(2):
            console.refusals.note(
                RefusedRequest(kind=RefusalKind.HAWK, cause="mac_wrong", public_id="fck_nobody", address=address,
                               method="GET", path="/api/items/", facts=facts)
            )  # fmt: skip


def test_refused_requests_are_listed_with_cause_and_advice(desk: Desk) -> None:
    refuse(desk, "45.71.8.3", skew=3)
    (row,) = desk.ask("refusals", "list", "--search", "45.71.8.3")
    assert (row["cause"], row["times"], row["address"], row["endpoint"]) == (
        "key_unknown", 2, "45.71.8.3", "GET /api/items/",
    )  # fmt: skip
    assert row["facts"] == {"skew": 3}
    assert row["what_to_do"]
    assert "API key unknown" in desk.run("refusals", "list").out
    assert desk.ask("refusals", "list", "--search", "nothing like it") == []


def test_usage_is_shown_by_day_and_endpoint(desk: Desk) -> None:
    before = desk.ask("usage", "show", "--days", "3")["refused"]
    refuse(desk, "45.71.8.4")
    shown = desk.ask("usage", "show", "--days", "3")
    assert len(shown["days"]) == 3
    assert shown["refused"] == before + 2
    assert shown["endpoints"] == [{"endpoint": "GET /api/items", "accepted": 0, "refused": before + 2}]
    assert "GET /api/items" in desk.run("usage", "show").out
    assert desk.run("usage", "show", "--consumer", "nobody").code == 1
    assert desk.run("usage", "show", "--days", "0").code == 2


def test_the_overview_tells_figures_and_what_needs_attention(desk: Desk) -> None:
    before = desk.ask("overview", "show")["today"]["refused"]
    refuse(desk, "45.71.8.5")
    desk.ask("api-keys", "create", "--name", "Ends soon", "--permission-group", "Field work", "--expires",
             (datetime.now(UTC) + timedelta(days=2)).isoformat())  # fmt: skip
    try:
        shown = desk.ask("overview", "show")
        assert shown["today"]["refused"] == before + 2
        assert shown["ending"]["api_keys"] == 1
        # signing in for the second command is one more
        assert shown["events"] == len(desk.ask("audit", "list", "--limit", "1000")) - 1
        (ends,) = [one for one in shown["attention"] if one["code"] == "credential_ends"]
        assert (ends["kind"], ends["name"], ends["title"]) == ("api_key", "Ends soon", "Ends soon expires in 2 days")
        out = desk.run("--language", "es", "overview", "show").out
        assert "Ends soon vence en 2 días" in out
        assert "Requiere atención" in out
        rows = desk.ask("api-keys", "list", "--expiring-days", "14")
        assert [row["name"] for row in rows] == ["Ends soon"]
        assert desk.ask("api-keys", "list", "--expiring-days", "1") == []
    finally:
        desk.ask("api-keys", "revoke", "Ends soon")


def test_a_pasted_request_is_explained_from_a_file(desk: Desk) -> None:
    pasted = desk.directory / "pasted.txt"
    pasted.write_text("curl -H 'Authorization: Bearer fca_cut' https://api.quillahue.example/api/items/")
    outcome = desk.run("doctor", "explain", str(pasted), "--json")
    assert outcome.code == 1
    assert [one["code"] for one in outcome.document["findings"]] == ["token_damaged"]
    assert outcome.document["kind"] == "bearer"
    said = desk.run("doctor", "explain", str(pasted))
    assert "[x] This is no access token of this program" in said.out
    assert "fca_cut" not in said.out + said.err


@pytest.mark.parametrize("host", ["api.example:443", "[::1]:8750"])
def test_further_hosts_can_be_named(desk: Desk, host: str) -> None:
    pasted = desk.directory / "pasted.txt"
    pasted.write_text('Hawk id="x"')
    assert desk.run("doctor", "explain", str(pasted), "--host", host).code == 1
    assert "setting" in desk.run("doctor", "explain", str(pasted), "--host", "a b").err
