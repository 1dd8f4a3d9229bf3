"""As whom a command acts, and where the password comes from."""

import contextlib
import os
import pty

import pytest

from tests.cli.support import Desk
from tests.support import ADMIN_EMAIL, MEMBER_EMAIL, SUPPORT_EMAIL, password

NO_FILE = {"FRACTTAL_CONSOLE_PASSWORD_FILE": None}


def test_a_command_needs_somebody_who_acts(desk: Desk) -> None:
    assert desk.refused("people", "list", env={"FRACTTAL_CONSOLE_OPERATOR": None})["error"] == "operator_missing"
    assert desk.refused("people", "list", "--operator", "")["error"] == "operator_missing"


def test_operator_and_password_come_from_options_too(desk: Desk) -> None:
    file = str(desk.secret_file("again", password().reveal()))
    bare = {"FRACTTAL_CONSOLE_OPERATOR": None, **NO_FILE}

    assert desk.run("people", "list", "--operator", ADMIN_EMAIL, "--password-file", file, env=bare).code == 0


def test_the_password_is_read_from_standard_input(desk: Desk) -> None:
    assert desk.run("people", "list", "--password-file", "-", stdin=f"{password().reveal()}\n").code == 0
    assert desk.refused("people", "list", "--password-file", "-", stdin="")["error"] == "password_file_unreadable"


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\n", b"x" * 10_000])
def test_a_password_file_without_a_usable_first_line_is_named(fresh: Desk, desk: Desk, content: bytes) -> None:
    path = fresh.directory / "bad"
    path.write_bytes(content)

    refusal = desk.refused("people", "list", "--password-file", str(path))

    assert refusal["error"] == "password_file_unreadable"
    assert "bad" in refusal["message"]


@pytest.mark.parametrize("path", ["/no/such/file", "/tmp", "nul\0byte"])  # noqa: S108 - a directory that is there
def test_a_password_file_that_cannot_be_read_is_refused(desk: Desk, path: str) -> None:
    assert desk.refused("people", "list", "--password-file", path)["error"] == "password_file_unreadable"


def test_without_a_terminal_nobody_is_asked(desk: Desk) -> None:
    assert desk.refused("people", "list", env=NO_FILE)["error"] == "password_file_unreadable"


@pytest.mark.parametrize("email", [SUPPORT_EMAIL, "nobody@quillahue.example"])
def test_a_wrong_password_and_an_unknown_person_are_told_alike(desk: Desk, email: str) -> None:
    arguments = ("people", "list", "--operator", email, "--password-file", "-")

    assert desk.refused(*arguments, stdin="some-other-password")["error"] == "sign_in_failed"


def test_support_sees_and_changes_nothing(desk: Desk) -> None:
    as_support = ("--operator", SUPPORT_EMAIL)

    for noun in ("permission-groups", "api-keys", "consumers", "people", "authorizations", "audit"):
        assert desk.run(noun, "list", *as_support).code == 0
    made = desk.refused("permission-groups", "create", "--name", "Mine", "--allow", "items:view", *as_support)
    assert made["error"] == "not_allowed"


def test_a_member_administers_nothing(desk: Desk) -> None:
    assert desk.refused("people", "list", "--operator", MEMBER_EMAIL)["error"] == "not_allowed"


def test_on_a_terminal_the_password_is_asked_for_and_not_shown(desk: Desk) -> None:
    outer, inner = pty.openpty()
    process = desk.process("people", "list", "--password-file", "", stdin=inner, start_new_session=True)
    os.close(inner)
    # without a controlling terminal, getpass asks on the error output and reads the standard input
    assert process.stderr is not None
    asked = process.stderr.read(len(f"Password of {ADMIN_EMAIL}:"))
    os.write(outer, f"{password().reveal()}\n".encode())
    out, _err = process.communicate(timeout=60)
    echoed = b""
    with contextlib.suppress(OSError):  # EIO: the other end is closed and nothing was echoed
        echoed = os.read(outer, 4096)
    os.close(outer)

    assert asked == f"Password of {ADMIN_EMAIL}:"
    assert process.returncode == 0
    assert ADMIN_EMAIL in out
    assert password().reveal().encode() not in echoed
