"""`people`."""

import pytest

from tests.cli.support import Desk
from tests.support import ADMIN_EMAIL, MEMBER_EMAIL


def create(email: str, *options: str) -> tuple[str, ...]:
    return ("people", "create", "--email", email, "--name", "Ana García", "--role", "member", *options)


def test_an_account_is_made_edited_disabled_and_enabled(desk: Desk) -> None:
    file = str(desk.secret_file("ana", "anas-very-own-sentence-1"))
    made = desk.ask(*create("Ana@Example.com", "--permission-group", "Field work", "--new-password-file", file))
    assert set(made) == {"id", "email", "name", "role", "permission_group", "status", "created_at"}
    assert (made["email"], made["permission_group"]) == ("ana@example.com", "Field work")

    edited = desk.ask("people", "edit", "ana@example.com", "--name", "Ana G.", "--role", "support",
                      "--no-permission-group")  # fmt: skip
    assert (edited["name"], edited["role"], edited["permission_group"]) == ("Ana G.", "support", None)

    assert desk.ask("people", "disable", str(made["id"]))["status"] == "disabled"
    as_ana = ("people", "list", "--operator", "ana@example.com", "--password-file", file)
    assert desk.refused(*as_ana)["error"] == "sign_in_failed"
    assert desk.ask("people", "enable", "ana@example.com")["status"] == "active"
    assert desk.run(*as_ana).code == 0


def test_both_passwords_may_come_from_standard_input(desk: Desk) -> None:
    lines = "not-a-real-password-0000\nbos-very-own-sentence-22\n"
    desk.ask(*create("bo@example.com", "--password-file", "-", "--new-password-file", "-"), stdin=lines)

    refusal = desk.refused("people", "list", "--operator", "bo@example.com", "--password-file", "-",
                           stdin="bos-very-own-sentence-22")  # fmt: skip
    assert refusal["error"] == "not_allowed"


def test_a_new_password_replaces_the_old_one(desk: Desk) -> None:
    old = str(desk.secret_file("old", "the-first-of-two-sentences"))
    desk.ask(*create("cai@example.com", "--new-password-file", old))

    desk.ask("people", "edit", "cai@example.com", "--new-password-file", "-", stdin="the-second-of-two-sentences")

    assert desk.refused("people", "list", "--operator", "cai@example.com", "--password-file", old)["error"] == (
        "sign_in_failed"
    )


def test_a_list_holds_no_password(desk: Desk) -> None:
    people = desk.ask("people", "list")

    assert {ADMIN_EMAIL, MEMBER_EMAIL} <= {person["email"] for person in people}
    assert "argon2" not in desk.run("people", "list", "--json").out


def test_the_last_super_administrator_stays(desk: Desk) -> None:
    assert desk.refused("people", "disable", ADMIN_EMAIL)["error"] == "last_super_administrator"
    assert desk.refused("people", "edit", ADMIN_EMAIL, "--role", "member")["error"] == "last_super_administrator"


@pytest.mark.parametrize(
    ("options", "field", "rule"),
    [
        (("--email", "nobody"), "email", "email_malformed"),
        (("--email", MEMBER_EMAIL), "email", "duplicate"),
        (("--name", ""), "name", "empty"),
        (("--permission-group", "Nobody's"), "permission_group", "unknown_group"),
        (("--permission-group", ""), "permission_group", "empty"),
    ],
)
def test_a_person_who_breaks_a_rule_is_refused(desk: Desk, options: tuple[str, ...], field: str, rule: str) -> None:
    file = str(desk.directory / "password")
    refusal = desk.refused(*create("new@example.com", "--new-password-file", file), *options)

    assert (refusal["field"], refusal["rule"]) == (field, rule)


@pytest.mark.parametrize("role", ["admin", "superadmin", ""])
def test_a_role_that_there_is_not_is_wrong_usage(desk: Desk, role: str) -> None:
    outcome = desk.run(*create("new@example.com"), "--role", role)

    assert outcome.code == 2
    assert "super_admin, support, member" in outcome.err


def test_an_edit_of_nothing_is_wrong_usage(desk: Desk) -> None:
    assert desk.run("people", "edit", MEMBER_EMAIL).code == 2
    both = ("--permission-group", "Field work", "--no-permission-group")
    assert desk.run("people", "edit", MEMBER_EMAIL, *both).code == 2


def test_a_list_says_who_is_invited_and_who_has_codes_and_can_be_narrowed(desk: Desk) -> None:
    desk.ask("people", "invite", "--email", "lia@example.com", "--name", "Lia", "--role", "support")

    (lia,) = desk.ask("people", "list", "--status", "invited")
    assert (lia["email"], lia["status"], lia["totp_since"], lia["last_sign_in"], lia["authorizations"]) == (
        "lia@example.com", "invited", None, None, 0,
    )  # fmt: skip
    emails = [row["email"] for row in desk.ask("people", "list", "--role", "support", "--role", "super_admin")]
    assert emails[0] == ADMIN_EMAIL
    assert "lia@example.com" in emails
    assert MEMBER_EMAIL not in emails
    assert desk.ask("people", "list", "--with-codes") == []
    without = [row["email"] for row in desk.ask("people", "list", "--permission-group", "none")]
    assert {ADMIN_EMAIL, "lia@example.com"} <= set(without)
    grouped = [row["email"] for row in desk.ask("people", "list", "--permission-group", "Field work")]
    assert not set(grouped) & set(without)
    assert [row["email"] for row in desk.ask("people", "list", "--search", "LIA exam")] == ["lia@example.com"]
    assert desk.refused("people", "list", "--status", "asleep")["rule"] == "unknown_choice"
    heads, *lines = desk.run("people", "list", "--search", "lia").out.splitlines()
    assert heads.split()[-3:] == ["Codes", "Last", "sign-in"]
    assert "  invited  no" in lines[1]
