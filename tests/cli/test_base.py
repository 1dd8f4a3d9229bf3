"""Making a base, and opening one that cannot be opened."""

import re
import sqlite3

import pytest

from tests.cli.support import Desk
from tests.support import ADMIN_EMAIL, COMPANY

INIT = ("init", "--company", COMPANY, "--email", ADMIN_EMAIL, "--name", "Lucía Ferreyra")


def test_init_makes_a_private_base_and_says_the_recovery_code(fresh: Desk) -> None:
    made = fresh.ask(*INIT)

    assert set(made) == {"base_id", "company", "recovery_code", "key_provider"}
    assert (made["company"], made["key_provider"]) == (COMPANY, f"file:{fresh.key_file}")
    assert fresh.data_dir.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (fresh.key_file, fresh.data_dir / "base.db")} == {0o600}


def test_init_tells_people_the_recovery_code_once(fresh: Desk) -> None:
    outcome = fresh.run(*INIT)

    assert outcome.code == 0
    assert len(re.findall(r"(?:[0-9A-Z]{5}-){7}[0-9A-Z]{5}", outcome.out)) == 1
    assert "shown this once" in outcome.out


def test_init_takes_the_password_from_standard_input(fresh: Desk) -> None:
    fresh.ask(*INIT, "--password-file", "-", stdin="another-long-passphrase-77\r\nnot this line\n")

    assert fresh.run("people", "list", "--password-file", "-", stdin="another-long-passphrase-77").code == 0
    assert fresh.refused("people", "list")["error"] == "sign_in_failed"


@pytest.mark.parametrize("moment", ["base.db.new", "base.db.new-wal", "base.db"])
def test_init_killed_at_any_moment_leaves_a_whole_base_or_room_for_one(fresh: Desk, moment: str) -> None:
    process = fresh.process(*INIT)
    while process.poll() is None and not (fresh.data_dir / moment).exists():
        pass
    process.kill()
    process.communicate()

    if not (fresh.data_dir / "base.db").exists():
        assert fresh.refused("people", "list")["error"] == "base_missing"
        fresh.key_file.unlink(missing_ok=True)
        fresh.ask(*INIT)
    assert [person["email"] for person in fresh.ask("people", "list")] == [ADMIN_EMAIL]
    assert "whole" in fresh.run("audit", "verify").out


def test_init_over_a_base_changes_nothing(desk: Desk) -> None:
    before = desk.key_file.read_bytes()

    assert desk.refused(*INIT)["error"] == "base_exists"
    assert desk.key_file.read_bytes() == before


@pytest.mark.parametrize(
    ("option", "value", "field", "rule"),
    [
        ("--company", " ", "company", "empty"),
        ("--company", "x" * 81, "company", "too_long"),
        ("--name", "77", "name", "only_digits"),
        ("--email", "nobody", "email", "email_malformed"),
    ],
)
def test_init_names_the_field_and_the_rule_and_leaves_nothing(
    fresh: Desk, option: str, value: str, field: str, rule: str
) -> None:
    refusal = fresh.refused(*INIT, option, value)

    assert set(refusal) == {"error", "message", "field", "rule"}
    assert (refusal["error"], refusal["field"], refusal["rule"]) == ("invalid", field, rule)
    assert not fresh.data_dir.exists()
    assert not fresh.key_file.exists()


@pytest.mark.parametrize(("typed", "rule"), [("short", "password_short"), ("qwertyuiop", "password_common")])
def test_init_refuses_a_weak_password(fresh: Desk, typed: str, rule: str) -> None:
    refusal = fresh.refused(*INIT, "--password-file", "-", stdin=typed)

    assert (refusal["field"], refusal["rule"]) == ("password", rule)


def test_init_without_what_it_needs_is_wrong_usage(fresh: Desk) -> None:
    assert fresh.run("init", "--company", COMPANY).code == 2


def test_a_secret_is_not_accepted_on_the_command_line(fresh: Desk) -> None:
    assert fresh.run(*INIT, "--password", "not-a-real-password-0000").code == 2


def test_the_recovery_code_brings_a_lost_key_back(fresh: Desk) -> None:
    code = fresh.found().document["recovery_code"]
    fresh.key_file.unlink()
    assert fresh.refused("people", "list")["error"] == "key_file_missing"
    wrong = fresh.refused("recover", "--recovery-code-file", "-", stdin=code[::-1])
    assert wrong["error"] in {"recovery_code_wrong", "invalid"}
    assert not fresh.key_file.exists()

    recovered = fresh.ask("recover", "--recovery-code-file", str(fresh.secret_file("code", code)))

    assert set(recovered) == {"base_id", "company", "key_provider"}
    assert fresh.run("people", "list").code == 0


def test_recover_names_a_file_that_is_not_there(desk: Desk) -> None:
    assert "/no/such/file" in desk.refused("recover", "--recovery-code-file", "/no/such/file")["message"]


def test_a_key_file_that_others_can_read_is_refused(fresh: Desk) -> None:
    fresh.found()
    fresh.key_file.chmod(0o644)

    assert fresh.refused("people", "list")["error"] == "key_file_unsafe"


def test_another_bases_key_is_refused(fresh: Desk, desk: Desk) -> None:
    fresh.found()
    other = {"FRACTTAL_CONSOLE_KEY_PROVIDER": f"file:{desk.key_file}"}

    assert fresh.refused("people", "list", env=other)["error"] == "master_key_wrong"


def test_where_there_is_no_base_no_command_makes_one(fresh: Desk) -> None:
    assert fresh.refused("people", "list")["error"] == "base_missing"
    assert not fresh.data_dir.exists()


def test_a_file_that_is_no_database_is_refused(fresh: Desk) -> None:
    fresh.found()
    (fresh.data_dir / "base.db").write_bytes(b"a letter to grandmother, and nothing else")

    assert fresh.refused("people", "list")["error"] == "not_a_base"


def test_another_programs_database_is_refused(fresh: Desk) -> None:
    fresh.found()
    path = fresh.data_dir / "base.db"
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    path.chmod(0o600)

    assert fresh.refused("people", "list")["error"] == "not_a_base"


def test_a_base_of_a_newer_version_is_refused(fresh: Desk) -> None:
    fresh.found()
    with sqlite3.connect(fresh.data_dir / "base.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    assert fresh.refused("people", "list")["error"] == "base_newer"


def test_a_damaged_base_is_refused(fresh: Desk) -> None:
    fresh.found()
    path = fresh.data_dir / "base.db"
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 8192)

    assert fresh.refused("people", "list")["error"] in {"base_unreadable", "not_a_base"}


def test_a_base_that_others_can_read_is_refused(fresh: Desk) -> None:
    fresh.found()
    (fresh.data_dir / "base.db").chmod(0o640)

    assert fresh.refused("people", "list")["error"] == "unsafe_mode"


def test_flags_outrank_the_environment(fresh: Desk, desk: Desk) -> None:
    elsewhere = ("--data-dir", str(desk.data_dir), "--key-provider", f"file:{desk.key_file}")

    assert fresh.run(*elsewhere, "people", "list").code == 0
    by_url = ("--database-url", f"sqlite:///{desk.data_dir / 'base.db'}", "--key-provider", f"file:{desk.key_file}")
    assert fresh.run(*by_url, "people", "list").code == 0


@pytest.mark.parametrize("provider", ["plaintext", "file:", "credential:../x"])
def test_a_key_provider_that_there_is_not_is_refused(desk: Desk, provider: str) -> None:
    assert desk.refused("--key-provider", provider, "people", "list")["error"] == "key_provider_unknown"


def test_a_setting_that_cannot_be_is_named(desk: Desk) -> None:
    refusal = desk.refused("people", "list", env={"FRACTTAL_CONSOLE_TRUSTED_PROXIES": "everybody"})

    assert refusal["error"] == "setting_invalid"
    assert "trusted_proxies" in refusal["message"]


def test_without_a_keyring_no_key_is_made_in_its_place(fresh: Desk) -> None:
    assert fresh.refused(*INIT, env={"FRACTTAL_CONSOLE_KEY_PROVIDER": None})["error"] == "keyring_absent"
    assert not (fresh.data_dir / "base.db").exists()


def test_a10_11_a_new_master_key_takes_the_place_of_the_old_one(fresh: Desk) -> None:
    fresh.found()
    old = fresh.key_file.read_bytes()
    told = fresh.ask("rotate-master-key")
    assert told["key_provider"] == f"file:{fresh.key_file}"
    assert fresh.key_file.read_bytes() != old
    assert fresh.ask("people", "list")
    assert "base:rotate_key" in [row["event"] for row in fresh.ask("audit", "list")]
    fresh.key_file.write_bytes(old)
    assert fresh.refused("people", "list")["error"] == "master_key_wrong"
