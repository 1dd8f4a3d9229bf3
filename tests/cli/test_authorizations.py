"""`authorizations`: what the programs have, and how it ends."""

from typing import Any

import pytest

from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.client_authentication import ClientMethod, PresentedClient
from tests.cli.support import Desk


@pytest.fixture(scope="module")
def granted(desk: Desk) -> dict[str, Any]:
    """Give the authorization of a consumer that took a token for itself."""
    made = desk.ask("consumers", "create", "--name", "Taker", "--permission-group", "Field work",
                    "--grant", "client_credentials")  # fmt: skip
    console = desk.opened()
    try:
        secret = SecretText(made["client_secret"])
        client = PresentedClient(made["client_id"], secret, ClientMethod.BASIC)
        console.tokens.client_credentials(client, scope="", address="127.0.0.1")
    finally:
        console.close()
    found: dict[str, Any] = listed(desk, made["id"])[0]
    return found


def listed(desk: Desk, consumer_id: int, *options: str) -> list[dict[str, Any]]:
    return [row for row in desk.ask("authorizations", "list", *options) if row["consumer"]["id"] == consumer_id]


def test_an_authorization_is_listed_in_its_fixed_shape(granted: dict[str, Any]) -> None:
    assert set(granted) == {"id", "consumer", "person", "permissions", "status", "granted_at", "last_used_at"}
    assert set(granted["consumer"]) == {"id", "client_id", "name"}
    assert granted["person"] is None
    assert granted["status"] == "active"
    assert set(granted["permissions"]) == {"items:view", "work_orders:view", "work_orders:add"}


def test_one_is_shown_with_its_end_and_its_last_use(desk: Desk, granted: dict[str, Any]) -> None:
    shown = desk.ask("authorizations", "show", str(granted["id"]))
    assert shown == {
        **granted, "expires_at": shown["expires_at"], "ended_at": None, "ended_by": None, "last_used_from": None,
        "last_used_path": None,
    }  # fmt: skip
    out = desk.run("authorizations", "show", str(granted["id"])).out
    assert "work_orders:add" in out
    assert desk.refused("authorizations", "show", "999")["error"] == "not_found"


def test_it_is_suspended_and_resumed_with_a_reason(desk: Desk, granted: dict[str, Any]) -> None:
    ref = str(granted["id"])
    assert desk.ask("authorizations", "suspend", ref, "--reason", "on leave") == {"id": granted["id"],
                                                                                 "status": "suspended"}  # fmt: skip
    assert desk.refused("authorizations", "suspend", ref)["error"] == "wrong_state"
    assert desk.ask("authorizations", "resume", ref)["status"] == "active"
    assert desk.refused("authorizations", "resume", ref)["error"] == "wrong_state"
    about = [e for e in desk.ask("audit", "list") if e["target"] == {**e["target"], "kind": "authorization",
                                                                     "id": granted["id"]}]  # fmt: skip
    reasons = {e["event"]: e["reason"] for e in about}
    assert reasons["authorizations:suspend"] == "on leave"


def test_it_is_revoked_once_and_stays_as_history(desk: Desk, granted: dict[str, Any]) -> None:
    revoked = desk.ask("authorizations", "revoke", str(granted["id"]), "--reason", "left the company")

    assert (revoked["id"], revoked["status"]) == (granted["id"], "revoked")
    assert listed(desk, granted["consumer"]["id"], "--history")[0]["status"] == "revoked"
    assert desk.refused("authorizations", "revoke", str(granted["id"]))["error"] == "wrong_state"
    event = next(e for e in desk.ask("audit", "list") if e["event"] == "authorizations:revoke")
    assert event["reason"] == "left the company"


@pytest.mark.parametrize(
    ("ref", "error"), [("", "invalid"), ("  ", "invalid"), ("999", "not_found"), ("all", "not_found")]
)
def test_nothing_chosen_never_means_everything(desk: Desk, ref: str, error: str) -> None:
    before = desk.ask("authorizations", "list", "--history")

    assert desk.refused("authorizations", "revoke", ref)["error"] == error
    assert desk.ask("authorizations", "list", "--history") == before


def test_revoke_without_an_id_is_wrong_usage(desk: Desk) -> None:
    assert desk.run("authorizations", "revoke").code == 2


def test_people_get_a_table(desk: Desk, granted: dict[str, Any]) -> None:
    outcome = desk.run("authorizations", "list")

    assert outcome.code == 0
    assert granted["consumer"]["name"] in outcome.out


def test_authorizations_are_narrowed_as_in_the_window(desk: Desk, granted: dict[str, Any]) -> None:
    consumer = granted["consumer"]

    def ids(*options: str) -> set[int]:
        return {row["id"] for row in desk.ask("authorizations", "list", *options)}

    everything = ids()
    for option, value in (
        ("--consumer", consumer["client_id"]), ("--person", "itself"), ("--permission", "work_orders:*"),
        ("--granted-after", "2020-01-01"), ("--search", "taker"), ("--profile", "standard"),
    ):  # fmt: skip
        assert granted["id"] in ids(option, value), option
    for option, value in (
        ("--permission", "work_orders:delete"), ("--granted-before", "2020-01-01"), ("--unused-days", "5"),
        ("--expiring-days", "5"), ("--status", "suspended"), ("--profile", "fracttal"), ("--search", "nobody"),
    ):  # fmt: skip
        assert granted["id"] not in ids(option, value), option
    states = [flag for state in ("active", "suspended", "expired", "revoked") for flag in ("--status", state)]
    assert ids(*states) == everything
    assert ids("--consumer", consumer["name"], "--status", "suspended") == set()


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (("--status", "blue"), "invalid"),
        (("--permission", "everything"), "invalid"),
        (("--granted-after", "then"), "invalid"),
        (("--consumer", "nobody"), "not_found"),
        (("--person", "nobody@nowhere.example"), "not_found"),
    ],
)
def test_a_filter_that_cannot_be_is_refused(desk: Desk, options: tuple[str, str], error: str) -> None:
    assert desk.refused("authorizations", "list", *options)["error"] == error


def test_history_and_filters_exclude_each_other(desk: Desk) -> None:
    assert desk.run("authorizations", "list", "--history", "--status", "active").code == 2
    assert desk.run("authorizations", "list", "--unused-days", "0").code == 2
