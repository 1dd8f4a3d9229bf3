"""`api-keys`."""

from typing import Any

import pytest

from tests.cli.support import Desk


def make(desk: Desk, name: str, *options: str) -> dict[str, Any]:
    made: dict[str, Any] = desk.ask("api-keys", "create", "--name", name, "--permission-group", "Field work", *options)
    return made


def listed(desk: Desk, name: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [key for key in desk.ask("api-keys", "list") if key["name"] == name]
    assert len(found) == 1
    return found[0]


def test_a_key_is_made_with_its_secret_in_clear_this_once(desk: Desk) -> None:
    made = make(desk, "Nightly report")

    assert set(made) == {"id", "key", "secret"}
    assert made["key"].startswith("fck_")
    assert made["secret"].startswith("fch_")
    for outcome in (desk.run("api-keys", "list"), desk.run("api-keys", "list", "--json"), desk.run("audit", "list")):
        assert made["secret"] not in outcome.out


def test_people_are_told_to_store_the_secret(desk: Desk) -> None:
    outcome = desk.run("api-keys", "create", "--name", "By hand", "--permission-group", "Field work")

    assert outcome.code == 0
    assert "fch_" in outcome.out
    assert "shown this once" in outcome.out


def test_every_option_is_kept(desk: Desk) -> None:
    made = make(desk, "Full", "--profile", "fracttal", "--expires", "2099-05-22", "--allow-network", "203.0.113.0/24",
                "--allow-network", "10.0.0.0/8", "--owner", "Ana", "--contact", "ana@example.com")  # fmt: skip

    key = listed(desk, "Full")
    assert key["id"] == made["id"]
    assert key["permission_group"] == "Field work"
    assert (key["profile"], key["status"], key["owner"]) == ("fracttal", "active", "Ana")
    assert key["networks"] == ["10.0.0.0/8", "203.0.113.0/24"]
    assert key["expires_at"] == "2099-05-22T00:00:00.000Z"
    assert [secret["status"] for secret in key["secrets"]] == ["active"]
    assert set(key["secrets"][0]) == {
        "id", "hint", "status", "created_at", "created_by", "expires_at", "retired_at", "idle_days", "last_used_at",
        "last_used_from", "last_used_path",
    }  # fmt: skip


def test_edit_changes_what_is_given_and_takes_limits_away(desk: Desk) -> None:
    made = make(desk, "Edited", "--expires", "2099-01-01T12:00:00+02:00", "--allow-network", "10.0.0.0/8")

    edited = desk.ask("api-keys", "edit", made["key"], "--name", "Edited once", "--owner", "Ana")
    assert (edited["name"], edited["owner"], edited["networks"]) == ("Edited once", "Ana", ["10.0.0.0/8"])
    assert edited["expires_at"] == "2099-01-01T10:00:00.000Z"

    bare = desk.ask("api-keys", "edit", "Edited once", "--no-expiry", "--no-networks")
    assert (bare["expires_at"], bare["networks"]) == (None, [])


def test_legacy_basic_is_off_until_it_is_asked_for_and_named_as_weaker(desk: Desk) -> None:
    make(desk, "Plain")
    make(desk, "Old program", "--legacy-basic")
    assert (listed(desk, "Plain")["legacy_basic"], listed(desk, "Plain")["weaker"]) == (False, [])
    assert (listed(desk, "Old program")["legacy_basic"], listed(desk, "Old program")["weaker"]) == (
        True,
        ["secret_sent"],
    )
    shown = desk.run("api-keys", "show", "Old program").out
    assert "Legacy Basic" in shown
    assert "The secret may be sent as it is, by HTTP Basic." in shown

    assert desk.ask("api-keys", "edit", "Old program", "--no-legacy-basic")["legacy_basic"] is False
    edited = desk.ask("api-keys", "edit", "Plain", "--legacy-basic", "--profile", "fracttal")
    assert edited["weaker"] == ["secret_sent", "payload_unsigned"]
    assert desk.ask("api-keys", "edit", "Plain", "--owner", "Ana")["legacy_basic"] is True
    assert desk.ask("api-keys", "disable", "Plain")["legacy_basic"] is True


def test_a_key_is_disabled_enabled_and_revoked(desk: Desk) -> None:
    key = str(make(desk, "Moved")["id"])

    assert desk.ask("api-keys", "disable", key)["status"] == "disabled"
    assert desk.refused("api-keys", "disable", key)["error"] == "wrong_state"
    assert desk.ask("api-keys", "enable", key)["status"] == "active"
    assert desk.ask("api-keys", "revoke", key)["status"] == "revoked"
    assert desk.refused("api-keys", "enable", key)["error"] == "wrong_state"
    assert desk.refused("api-keys", "edit", key, "--name", "Back")["error"] == "wrong_state"


@pytest.mark.parametrize("ref", ["", " ", "0", "999999", "Nobody's", "fck_00000000000000000000", "9" * 30])
@pytest.mark.parametrize("verb", ["revoke", "disable"])
def test_what_is_not_there_is_not_found(desk: Desk, verb: str, ref: str) -> None:
    before = desk.ask("api-keys", "list")

    assert desk.refused("api-keys", verb, ref)["error"] == "not_found"
    assert desk.ask("api-keys", "list") == before


@pytest.mark.parametrize(
    ("options", "field", "rule"),
    [
        (("--name", ""), "name", "empty"),
        (("--name", "x" * 81), "name", "too_long"),
        (("--permission-group", "Nobody's"), "permission_group", "unknown_group"),
        (("--permission-group", ""), "permission_group", "empty"),
        (("--expires", "tomorrow"), "expires", "date_malformed"),
        (("--expires", "0001-01-01T00:00:00+23:00"), "expires", "date_malformed"),
        (("--expires", ""), "expires", "empty"),
        (("--expires", "2020-01-01"), "expires", "date_past"),
        (("--allow-network", "everywhere"), "allow_network", "network_malformed"),
    ],
)
def test_a_key_that_breaks_a_rule_is_refused(desk: Desk, options: tuple[str, ...], field: str, rule: str) -> None:
    refusal = desk.refused("api-keys", "create", "--name", "Refused", "--permission-group", "Field work", *options)

    assert (refusal["error"], refusal["field"], refusal["rule"]) == ("invalid", field, rule)


@pytest.mark.parametrize(
    "options",
    [
        ("create", "--name", "x"),
        ("create", "--name", "x", "--permission-group", "Field work", "--profile", "lax"),
        ("edit", "1"),
        ("edit", "1", "--expires", "2099-01-01", "--no-expiry"),
        ("edit", "1", "--allow-network", "10.0.0.0/8", "--no-networks"),
        ("rotate",),
        ("revoke",),
    ],
)
def test_wrong_usage_is_2(desk: Desk, options: tuple[str, ...]) -> None:
    assert desk.run("api-keys", *options).code == 2
