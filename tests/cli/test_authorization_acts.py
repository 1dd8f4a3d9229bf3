"""`authorizations`: several at once, the undo, and what would notice; `proposals`."""

import signal
from typing import Any

import pytest

from fracttal_console.cli.progress import Stoppable
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.client_authentication import ClientMethod, PresentedClient
from fracttal_console.texts.catalogue import texts_for
from tests.cli.support import Desk

SUPPORT = "support@quillahue.example"


@pytest.fixture
def job(desk: Desk, request: pytest.FixtureRequest) -> dict[str, Any]:
    """Give the authorization of a new consumer that took a token for itself."""
    made = desk.ask("consumers", "create", "--name", f"Job of {request.node.name}"[:80], "--permission-group",
                    "Field work", "--grant", "client_credentials")  # fmt: skip
    console = desk.opened()
    try:
        client = PresentedClient(made["client_id"], SecretText(made["client_secret"]), ClientMethod.BASIC)
        console.tokens.client_credentials(client, scope="", address="127.0.0.1")
    finally:
        console.close()
    rows: list[dict[str, Any]] = desk.ask("authorizations", "list")
    return next(row for row in rows if row["consumer"]["id"] == made["id"])


@pytest.fixture(scope="module")
def support(desk: Desk) -> dict[str, str | None]:
    """Give the environment of somebody of the support staff."""
    desk.ask("people", "create", "--email", SUPPORT, "--name", "Renata", "--role", "support",
             "--new-password-file", str(desk.secret_file("password", "not-a-real-password-0000")))  # fmt: skip
    return {"FRACTTAL_CONSOLE_OPERATOR": SUPPORT}


def status(desk: Desk, row: dict[str, Any]) -> str:
    rows = desk.ask("authorizations", "list", "--history")
    return next(str(one["status"]) for one in rows if one["id"] == row["id"])


def test_a_revocation_is_undone(desk: Desk, job: dict[str, Any]) -> None:
    ref = str(job["id"])
    assert desk.refused("authorizations", "undo", ref)["error"] == "wrong_state"
    revoked = desk.ask("authorizations", "revoke", ref)
    assert revoked["final_at"] > revoked["ended_at"]
    assert desk.ask("authorizations", "undo", ref, "--reason", "wrong row") == {"id": job["id"], "status": "active"}
    assert desk.ask("audit", "list")[0]["reason"] == ""
    assert "wrong row" in {event["reason"] for event in desk.ask("audit", "list")}


def test_several_are_revoked_by_what_they_have_in_common(desk: Desk, job: dict[str, Any]) -> None:
    by_consumer = ("--consumer", job["consumer"]["client_id"])
    found = desk.ask("authorizations", "revoke", *by_consumer, "--dry-run")
    assert (found["things"], found["consumers"]) == (1, [job["consumer"]["name"]])
    assert status(desk, job) == "active"
    nothing_more = {"ids": [job["id"]], "passed_over": 0, "stopped": False}
    assert desk.ask("authorizations", "suspend", *by_consumer) == nothing_more
    assert desk.ask("authorizations", "resume", *by_consumer, "--permission", "items:view") == nothing_more
    outcome = desk.run("authorizations", "revoke", *by_consumer, "--reason", "Leaver")
    assert (outcome.code, outcome.out) == (0, "1 authorization was revoked.\n")
    assert status(desk, job) == "revoked"
    assert desk.refused("authorizations", "revoke", *by_consumer)["error"] == "nothing_chosen"


@pytest.mark.parametrize("arguments", [("--person", ""), ("--consumer", " "), ("--consumer", "", "--unused-days", "9")])
def test_a_blank_choice_is_refused_and_never_means_everything(
    desk: Desk, job: dict[str, Any], arguments: tuple[str, ...]
) -> None:
    assert desk.refused("authorizations", "revoke", *arguments)["error"] == "nothing_chosen"
    assert status(desk, job) == "active"


@pytest.mark.parametrize("verb", ["revoke", "suspend", "resume", "impact"])
def test_an_id_or_a_choice_is_needed_and_not_both(desk: Desk, verb: str) -> None:
    assert desk.run("authorizations", verb).code == 2
    assert desk.run("authorizations", verb, "1", "--person", "x").code == 2


def test_an_interrupt_stops_long_work_between_two_chunks_and_then_ends_the_program_again() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Stoppable(texts_for("en")) as stoppable:
        stoppable.report(100, 300)
        assert not stoppable.cancelled()
        signal.raise_signal(signal.SIGINT)
        assert stoppable.cancelled()
    assert signal.getsignal(signal.SIGINT) is before


def test_the_impact_is_told_to_people_and_machines(desk: Desk, job: dict[str, Any]) -> None:
    found = desk.ask("authorizations", "impact", str(job["id"]))
    assert set(found) == {
        "things", "in_use", "people", "consumers", "requests", "paths", "addresses", "last_used_at",
    }  # fmt: skip
    outcome = desk.run("authorizations", "impact", str(job["id"]))
    assert job["consumer"]["name"] in outcome.out


def test_support_proposes_and_a_super_administrator_decides(
    desk: Desk, job: dict[str, Any], support: dict[str, str | None]
) -> None:
    ref = str(job["id"])
    assert desk.refused("authorizations", "revoke", ref, env=support)["error"] == "not_allowed"
    assert desk.run("proposals", "create", ref, env=support).code == 2
    made = desk.ask("proposals", "create", ref, "--reason", "Dormant", env=support)
    assert (made["authorization_id"], made["status"], made["proposed_by"]) == (job["id"], "open", "Renata")
    assert desk.refused("proposals", "create", ref, "--reason", "Again")["error"] == "already_proposed"
    assert desk.refused("proposals", "approve", str(made["id"]), env=support)["error"] == "not_allowed"
    assert desk.refused("proposals", "decline", str(made["id"]), "--answer", " ")["error"] == "invalid"
    assert desk.ask("proposals", "decline", str(made["id"]), "--answer", "In use")["status"] == "declined"
    (seen,) = desk.ask("proposals", "list", env=support)
    assert (seen["answer"], seen["decided_by"], seen["consumer"]["id"]) == (
        "In use", "Lucía Ferreyra", job["consumer"]["id"],
    )  # fmt: skip
    again = desk.ask("proposals", "create", ref, "--reason", "Dormant still", env=support)
    assert [row["id"] for row in desk.ask("proposals", "list", "--open")] == [again["id"]]
    assert desk.ask("proposals", "approve", str(again["id"]))["status"] == "approved"
    assert status(desk, job) == "revoked"
    assert "Dormant still" in desk.run("proposals", "list").out


def test_several_revocations_are_undone_at_once(desk: Desk, job: dict[str, Any]) -> None:
    made = desk.ask("consumers", "create", "--name", "Second job", "--permission-group", "Field work",
                    "--grant", "client_credentials")  # fmt: skip
    console = desk.opened()
    try:
        client = PresentedClient(made["client_id"], SecretText(made["client_secret"]), ClientMethod.BASIC)
        console.tokens.client_credentials(client, scope="", address="127.0.0.1")
    finally:
        console.close()
    rows = desk.ask("authorizations", "list")
    second = next(row for row in rows if row["consumer"]["name"] == "Second job")
    refs = [str(job["id"]), str(second["id"])]
    for ref in refs:
        desk.ask("authorizations", "revoke", ref)
    outcome = desk.run("authorizations", "undo", *refs, "--reason", "wrong rows")
    assert (outcome.code, outcome.out) == (0, "2 revocations were undone.\n")
    assert (status(desk, job), status(desk, second)) == ("active", "active")
    events = [(event["event"], event["reason"]) for event in desk.ask("audit", "list")[:6]]
    assert ("authorizations:undo_several", "wrong rows") in events
    desk.ask("authorizations", "revoke", refs[0])
    some = desk.ask("authorizations", "undo", *refs)
    assert (some["ids"], some["passed_over"]) == ([job["id"]], 1)
    assert desk.refused("authorizations", "undo", refs[0], "nobody")["error"] == "not_found"
