"""Rotation, lifetimes and the bin by command, the same for `consumers` and `api-keys`."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cli.support import Desk

NOUNS = ["consumers", "api-keys"]
DATE = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
LATER = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()


def make(desk: Desk, noun: str, name: str, *options: str) -> dict[str, Any]:
    kind = ("--grant", "client_credentials") if noun == "consumers" else ()
    made: dict[str, Any] = desk.ask(noun, "create", "--name", name, "--permission-group", "Field work", *kind, *options)
    return made


def secrets(desk: Desk, noun: str, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.ask(noun, "show", name)["secrets"]
    return found


def secret_of(document: dict[str, Any]) -> str:
    text: str = document.get("client_secret") or document["secret"]
    return text


@pytest.mark.parametrize("noun", NOUNS)
def test_a_rotation_makes_a_secret_shown_this_once_and_tells_when_the_old_one_retires(desk: Desk, noun: str) -> None:
    made = make(desk, noun, "Rotated")
    rotated = desk.ask(noun, "rotate", "Rotated", "--idle-days", "3", "--retire-by", DATE)
    assert rotated["id"] == made["id"]
    assert secret_of(rotated) != secret_of(made)
    assert secret_of(rotated).endswith(rotated["hint"][-4:])
    assert (rotated["retiring"]["idle_days"], rotated["retiring"]["retire_by"]) == (3, f"{DATE}T00:00:00.000Z")
    old, new = secrets(desk, noun, "Rotated")
    assert (old["status"], new["status"]) == ("retiring", "active")
    assert (old["idle_days"], old["expires_at"], old["last_used_at"]) == (3, f"{DATE}T00:00:00.000Z", None)
    assert (new["created_by"], new["idle_days"], new["expires_at"]) == ("Lucía Ferreyra", None, None)
    for outcome in (desk.run(noun, "show", "Rotated"), desk.run(noun, "list", "--json"), desk.run("audit", "list")):
        assert secret_of(rotated) not in outcome.out
    assert "retiring" in desk.run(noun, "show", "Rotated").out


@pytest.mark.parametrize("noun", NOUNS)
def test_an_old_secret_is_given_more_time_and_retired(desk: Desk, noun: str) -> None:
    make(desk, noun, "Extended")
    old = desk.ask(noun, "rotate", "Extended")["retiring"]
    extended = desk.ask(noun, "extend-rotation", "Extended", "--idle-days", "20", "--retire-by", f"{LATER}T12:00")
    assert (extended["hint"], extended["idle_days"], extended["retire_by"]) == (
        old["hint"], 20, f"{LATER}T12:00:00.000Z",
    )  # fmt: skip
    retired = desk.ask(noun, "retire-secret", "Extended", str(old["id"]))
    assert retired == {"id": old["id"], "hint": old["hint"], "status": "retired"}
    assert [row["status"] for row in secrets(desk, noun, "Extended")] == ["retired", "active"]
    assert secrets(desk, noun, "Extended")[0]["retired_at"] is not None
    assert desk.refused(noun, "extend-rotation", "Extended")["error"] == "not_found"
    only = secrets(desk, noun, "Extended")[1]["hint"]
    assert desk.refused(noun, "retire-secret", "Extended", only)["error"] == "only_secret"


@pytest.mark.parametrize("noun", NOUNS)
def test_a_third_secret_is_refused_but_now_retires_all_others(desk: Desk, noun: str) -> None:
    make(desk, noun, "Third")
    desk.ask(noun, "rotate", "Third")
    assert desk.refused(noun, "rotate", "Third")["error"] == "two_secrets_live"
    assert desk.ask(noun, "rotate", "Third", "--now")["retiring"] is None
    assert [row["status"] for row in secrets(desk, noun, "Third")] == ["retired", "retired", "active"]


@pytest.mark.parametrize("noun", NOUNS)
def test_a_compromised_secret_retires_at_once_and_it_is_on_record(desk: Desk, noun: str) -> None:
    make(desk, noun, "Leaked")
    assert desk.ask(noun, "rotate", "Leaked", "--compromised")["retiring"] is None
    assert [row["status"] for row in secrets(desk, noun, "Leaked")] == ["retired", "active"]
    newest = next(row for row in desk.ask("audit", "list") if row["event"].endswith(":rotate"))
    assert (newest["target"]["name"], newest["facts"]["compromised"]) == ("Leaked", True)


def test_people_are_told_to_store_the_new_secret_and_when_the_old_one_retires(desk: Desk) -> None:
    make(desk, "consumers", "Told")
    said = desk.run("consumers", "rotate", "Told").out
    assert "fcs_" in said
    assert "shown this once" in said
    assert "after 7 days without use" in said
    assert "was retired" in desk.run("consumers", "retire-secret", "Told", said.split("…")[1][:4]).out


@pytest.mark.parametrize(
    "options",
    [
        ("--now", "--idle-days", "1"),
        ("--now", "--retire-by", DATE),
        ("--compromised", "--idle-days", "1"),
        ("--compromised", "--retire-by", DATE),
        ("--idle-days", "x"),
        ("--idle-days", "-1"),
    ],
)
def test_options_that_cannot_be_are_wrong_usage(desk: Desk, options: tuple[str, ...]) -> None:
    assert desk.run("api-keys", "rotate", "Nobody", *options).code == 2


def test_a_public_consumer_has_no_secret_to_rotate(desk: Desk) -> None:
    desk.ask("consumers", "create", "--name", "Public", "--permission-group", "Field work", "--grant",
             "authorization_code", "--redirect-uri", "https://a.example/cb", "--public")  # fmt: skip
    assert desk.refused("consumers", "rotate", "Public")["error"] == "without_secret"


@pytest.mark.parametrize(("noun", "end"), [("consumers", "delete"), ("api-keys", "revoke")])
def test_what_ended_comes_back_disabled(desk: Desk, noun: str, end: str) -> None:
    made = make(desk, noun, "Binned")
    public = made.get("client_id") or made["key"]
    assert desk.refused(noun, "restore", public)["error"] == "wrong_state"
    desk.ask(noun, end, "Binned")
    twin = make(desk, noun, "Binned")
    assert desk.refused(noun, "restore", public)["error"] == "restore_name_taken"
    desk.ask(noun, end, twin.get("client_id") or twin["key"])
    assert desk.ask(noun, "restore", public)["status"] == "disabled"
    assert desk.ask(noun, "enable", public)["status"] == "active"


def test_lifetimes_are_set_kept_and_lifted(desk: Desk) -> None:
    make(desk, "consumers", "Lasting", "--access-token-lifetime", "10m", "--authorization-lifetime", "30d")
    day = 86400
    assert desk.ask("consumers", "show", "Lasting")["lifetimes"] == {
        "access_token": 600, "refresh_idle": 30 * day, "refresh": 90 * day, "authorization": 30 * day,
    }  # fmt: skip
    edited = desk.ask("consumers", "edit", "Lasting", "--refresh-lifetime", "40d", "--refresh-idle-lifetime", "36h",
                      "--authorization-lifetime", "revoked")  # fmt: skip
    assert edited["lifetimes"] == {
        "access_token": 600, "refresh_idle": 36 * 3600, "refresh": 40 * day, "authorization": None,
    }  # fmt: skip
    said = desk.run("consumers", "show", "Lasting").out
    assert "36h" in said
    assert "until it is revoked" in said


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--access-token-lifetime", "59s"), ("--access-token-lifetime", "2d"), ("--access-token-lifetime", "15"),
        ("--access-token-lifetime", ""), ("--refresh-idle-lifetime", "366d"), ("--refresh-lifetime", "29d"),
        ("--authorization-lifetime", "1h"), ("--authorization-lifetime", "99999999d"),
    ],
)  # fmt: skip
def test_lifetimes_that_cannot_be_are_refused(desk: Desk, option: str, value: str) -> None:
    refused = desk.refused("consumers", "create", "--name", "Never", "--permission-group", "Field work", "--grant",
                           "client_credentials", option, value)  # fmt: skip
    assert refused["error"] == "invalid"


@pytest.mark.parametrize("noun", NOUNS)
def test_a_snippet_is_complete_but_for_the_secret(desk: Desk, noun: str) -> None:
    made = make(desk, noun, "Shown")
    document = desk.ask(noun, "snippet", "Shown", "--in", "python", "--url", "https://auth.example.com")
    assert "https://auth.example.com" in document["text"]
    assert (made.get("client_id") or made["key"]) in document["text"]
    assert desk.run(noun, "snippet", "Shown", "--in", "curl").out.startswith("# The secret is in FRACTTAL_SECRET")
    assert desk.run(noun, "snippet", "Shown", "--in", "cobol").code == 2


def test_a_snippet_uses_what_is_switched_on(desk: Desk) -> None:
    place = "--grant", "authorization_code", "--redirect-uri", "https://portal.example/back"
    desk.ask("consumers", "create", "--name", "Tablero", "--permission-group", "Field work", *place)
    refused = desk.run("consumers", "snippet", "Tablero", "--in", "python", "--device")
    assert refused.code != 0
    desk.ask("consumers", "edit", "Tablero", "--device", "--dpop", "required")
    document = desk.ask("consumers", "snippet", "Tablero", "--in", "python", "--device")
    assert document["kind"].startswith("device")
    assert "dpop+jwt" in document["text"]
    assert "device_authorization" not in desk.ask("consumers", "snippet", "Tablero", "--in", "python")["text"]


def test_the_impact_is_told_before_something_ends(desk: Desk) -> None:
    made = desk.ask("api-keys", "create", "--name", "Weighed", "--permission-group", "Field work")
    desk.ask("api-keys", "rotate", "Weighed")
    shown = desk.ask("api-keys", "impact", made["key"])
    assert (shown["things"], shown["in_use"], shown["requests"]) == (1, 0, {"24_hours": 0, "30_days": 0})
    old, new = desk.ask("api-keys", "show", "Weighed")["secrets"]
    weighed = desk.ask("api-keys", "retire-secret", "Weighed", str(old["id"]), "--dry-run")
    assert (weighed["things"], weighed["last_used_at"]) == (1, None)
    told = desk.run("api-keys", "show", "Weighed").out
    for column in ("Secret", "Lucía Ferreyra", old["hint"], new["hint"]):
        assert column in told
    statuses = [secret["status"] for secret in desk.ask("api-keys", "show", "Weighed")["secrets"]]
    assert statuses == ["retiring", "active"]
    assert new["id"] != old["id"]
    job = desk.ask("consumers", "create", "--name", "Weighed", "--permission-group", "Field work", "--grant",
                   "client_credentials")  # fmt: skip
    assert desk.ask("consumers", "impact", job["client_id"])["in_use"] == 0
    assert "Requests in 24 hours" in desk.run("consumers", "impact", job["client_id"]).out


@pytest.mark.parametrize("noun", NOUNS)
def test_a_rotation_at_once_is_previewed_and_changes_nothing(desk: Desk, noun: str) -> None:
    make(desk, noun, "Weighed at once")
    found = desk.ask(noun, "rotate", "Weighed at once", "--now", "--dry-run")
    assert (found["things"], found["in_use"], found["requests"]["24_hours"]) == (1, 0, 0)
    assert "Requests in 24 hours" in desk.run(noun, "rotate", "Weighed at once", "--compromised", "--dry-run").out
    assert [row["status"] for row in secrets(desk, noun, "Weighed at once")] == ["active"]
    refused = desk.run(noun, "rotate", "Weighed at once", "--dry-run")
    assert (refused.code, "both secrets work" in refused.err) == (2, True)


def test_an_edit_is_previewed_with_what_it_takes_away(desk: Desk) -> None:
    uris = ("https://a.example/back", "https://b.example/back")
    kept = ("--redirect-uri", uris[0])
    desk.ask("consumers", "create", "--name", "Weighed edit", "--permission-group", "Field work", "--grant",
             "authorization_code", *kept, "--redirect-uri", uris[1], "--allow-network", "10.0.0.0/8",
             "--device")  # fmt: skip
    edit = ("consumers", "edit", "Weighed edit", *kept, "--allow-network", "10.1.0.0/16", "--no-device", "--dry-run")
    found = desk.ask(*edit)
    assert found["losses"] == [
        {"kind": "redirect_uris", "gone": [uris[1]]},
        {"kind": "networks", "gone": ["10.0.0.0/8"]},
        {"kind": "devices", "gone": []},
    ]
    assert found["impact"]["in_use"] == 0
    assert f"no longer accepted: {uris[1]}" in desk.run(*edit).out
    shown = desk.ask("consumers", "show", "Weighed edit")
    assert (shown["redirect_uris"], shown["networks"]) == (list(uris), ["10.0.0.0/8"])
    nothing = desk.run("consumers", "edit", "Weighed edit", "--owner", "Ana", "--dry-run")
    assert "Nothing would be taken away." in nothing.out
    desk.ask("api-keys", "create", "--name", "Weighed key", "--permission-group", "Field work", "--legacy-basic")
    found = desk.ask(
        "api-keys", "edit", "Weighed key", "--no-legacy-basic", "--allow-network", "10.0.0.0/8", "--dry-run"
    )
    assert [loss["kind"] for loss in found["losses"]] == ["networks", "legacy_basic"]
    assert desk.ask("api-keys", "show", "Weighed key")["legacy_basic"] is True
