"""`consumers`."""

from typing import Any

import pytest

from tests.cli.support import Desk

URI = "https://portal.contratistas.example/oauth/callback"


def make(desk: Desk, name: str, grant: str, *options: str) -> dict[str, Any]:
    made: dict[str, Any] = desk.ask(
        "consumers", "create", "--name", name, "--permission-group", "Field work", "--grant", grant, *options
    )
    return made


def test_a_confidential_consumer_gets_a_secret(desk: Desk) -> None:
    made = make(desk, "Sync", "client_credentials")

    assert set(made) == {"id", "client_id", "client_secret"}
    assert made["client_id"].startswith("fcc_")
    assert made["client_secret"].startswith("fcs_")
    shown = desk.run("consumers", "list", "--json").out + desk.run("consumers", "show", "Sync").out
    assert made["client_secret"] not in shown


def test_a_public_consumer_has_no_secret(desk: Desk) -> None:
    made = make(desk, "Device", "authorization_code", "--public", "--redirect-uri", URI)

    assert made["client_secret"] is None
    shown = desk.ask("consumers", "show", made["client_id"])
    assert (shown["public"], shown["secrets"]) == (True, [])
    outcome = desk.run("consumers", "create", "--name", "Device 2", "--permission-group", "Field work", "--public",
                       "--grant", "authorization_code", "--redirect-uri", URI)  # fmt: skip
    assert "no secret" in outcome.out


def test_everything_about_a_consumer_is_shown(desk: Desk) -> None:
    made = make(desk, "Portal", "authorization_code", "--redirect-uri", URI, "--redirect-uri", "http://localhost/cb",
                "--may-introspect", "--profile", "fracttal", "--description", "For contractors", "--owner", "Ana",
                "--contact", "ana@example.com", "--allow-network", "10.0.0.0/8", "--expires", "2099-05-22")  # fmt: skip

    shown = desk.ask("consumers", "show", str(made["id"]))
    secrets, created, client_id = shown.pop("secrets"), shown.pop("created_at"), shown.pop("client_id")
    assert shown == {
        "id": made["id"],
        "name": "Portal",
        "description": "For contractors",
        "permission_group": "Field work",
        "grant": "authorization_code",
        "public": False,
        "redirect_uris": [URI, "http://localhost/cb"],
        "may_introspect": True,
        "profile": "fracttal",
        "weaker": ["pkce_optional", "refresh_token_kept", "long_access_token"],
        "status": "active",
        "owner": "Ana",
        "contact": "ana@example.com",
        "networks": ["10.0.0.0/8"],
        "lifetimes": {"access_token": 7200, "refresh_idle": 2592000, "refresh": 7776000, "authorization": 15552000},
        "switches": {"device": False, "par": "off", "dpop": "off"},
        "expires_at": "2099-05-22T00:00:00.000Z",
        "last_used_at": None,
        "auth_method": "client_secret",
        "keys": [],
    }
    assert created.endswith("Z")
    assert client_id == made["client_id"]
    assert (secrets[0]["status"], secrets[0]["created_by"]) == ("active", "Lucía Ferreyra")
    assert desk.ask("consumers", "show", "Portal") in desk.ask("consumers", "list")


def test_edit_changes_what_is_given(desk: Desk) -> None:
    make(desk, "Before", "authorization_code", "--redirect-uri", URI, "--expires", "2099-05-22")

    edited = desk.ask("consumers", "edit", "Before", "--name", "After", "--redirect-uri", "https://b.example/cb",
                      "--may-introspect", "--no-expiry")  # fmt: skip
    assert (edited["name"], edited["redirect_uris"]) == ("After", ["https://b.example/cb"])
    assert (edited["may_introspect"], edited["expires_at"]) == (True, None)
    assert desk.ask("consumers", "edit", "After", "--no-may-introspect")["may_introspect"] is False


def test_a_consumer_is_disabled_enabled_and_deleted(desk: Desk) -> None:
    ref = str(make(desk, "Passing", "client_credentials")["id"])

    assert desk.ask("consumers", "disable", ref)["status"] == "disabled"
    assert desk.ask("consumers", "enable", ref)["status"] == "active"
    assert desk.refused("consumers", "enable", ref)["error"] == "wrong_state"
    assert desk.ask("consumers", "delete", ref)["status"] == "deleted"
    assert desk.refused("consumers", "delete", ref)["error"] == "wrong_state"


@pytest.mark.parametrize("verb", ["show", "delete", "disable", "enable"])
@pytest.mark.parametrize("ref", ["", "Nobody's"])
def test_what_is_not_there_is_not_found(desk: Desk, verb: str, ref: str) -> None:
    assert desk.refused("consumers", verb, ref)["error"] == "not_found"


@pytest.mark.parametrize(
    ("options", "field", "rule"),
    [
        (("--grant", "authorization_code"), "redirect_uri", "uri_missing"),
        (("--grant", "authorization_code", "--redirect-uri", f"{URI}#end"), "redirect_uri", "uri_fragment"),
        (("--grant", "authorization_code", "--redirect-uri", "http://a.example/cb"), "redirect_uri", "uri_http_public"),
        (("--grant", "authorization_code", "--redirect-uri", "https://*.a.example/"), "redirect_uri", "uri_wildcard"),
        (("--grant", "authorization_code", "--redirect-uri", "https://u@a.example/"), "redirect_uri", "uri_userinfo"),
        (("--grant", "authorization_code", "--redirect-uri", "javascript:x"), "redirect_uri", "uri_scheme_forbidden"),
        (("--grant", "client_credentials", "--redirect-uri", URI), "redirect_uri", "uri_not_for_grant"),
        (("--grant", "client_credentials", "--public"), "public", "public_not_for_grant"),
        (("--grant", "authorization_code", "--redirect-uri", URI, "--public", "--may-introspect"),
         "may_introspect", "introspect_needs_secret"),
    ],
)  # fmt: skip
def test_a_consumer_that_breaks_a_rule_is_refused(desk: Desk, options: tuple[str, ...], field: str, rule: str) -> None:
    refusal = desk.refused("consumers", "create", "--name", "Refused", "--permission-group", "Field work", *options)

    assert (refusal["error"], refusal["field"], refusal["rule"]) == ("invalid", field, rule)


@pytest.mark.parametrize(
    "options",
    [
        ("create", "--name", "x", "--permission-group", "Field work"),
        ("create", "--name", "x", "--permission-group", "Field work", "--grant", "password"),
        ("edit", "Sync"),
        ("edit", "Sync", "--grant", "client_credentials"),
        ("rotate",),
        ("show",),
    ],
)
def test_wrong_usage_is_2(desk: Desk, options: tuple[str, ...]) -> None:
    assert desk.run("consumers", *options).code == 2


def test_what_is_switched_on_is_shown_changed_and_audited(desk: Desk) -> None:
    made = make(desk, "Pantalla", "authorization_code", "--public", "--device", "--dpop", "required")
    assert desk.ask("consumers", "show", "Pantalla")["switches"] == {"device": True, "par": "off", "dpop": "required"}
    edited = desk.ask("consumers", "edit", "Pantalla", "--par", "allowed", "--dpop", "off")
    assert edited["switches"] == {"device": True, "par": "allowed", "dpop": "off"}
    shown = desk.run("consumers", "show", made["client_id"]).out
    assert "Pushed requests" in shown
    event = next(e for e in desk.ask("audit", "list") if e["event"] == "consumers:edit")
    changes = {change["field"]: (change["before"], change["after"]) for change in event["changes"]}
    assert changes == {"par": ("off", "allowed"), "dpop": ("required", "off")}


def test_a_consumer_for_devices_alone_needs_no_redirect_uri_until_that_ends(desk: Desk) -> None:
    make(desk, "Pantalla 2", "authorization_code", "--device")
    refused = desk.run("consumers", "edit", "Pantalla 2", "--no-device")
    assert refused.code != 0
    assert "redirect" in refused.err.lower()
    job = desk.run("consumers", "create", "--name", "Job", "--permission-group", "Field work",
                   "--grant", "client_credentials", "--par", "required")  # fmt: skip
    assert job.code != 0
    assert "acts for itself" in job.err
    wrong = desk.run("consumers", "edit", "Pantalla 2", "--dpop", "sometimes")
    assert wrong.code == 2
