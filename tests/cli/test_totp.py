"""`totp`, `--totp`, links for passwords, and `recover-person`."""

import time
from base64 import b32decode

import pytest

from fracttal_console.crypto.totp import STEP_SECONDS, totp_code
from tests.cli.support import Desk
from tests.support import ADMIN_EMAIL, MEMBER_EMAIL

NEW = "a-brand-new-sentence-of-mine"


def code_of(letters: str, steps: int = 0) -> str:
    secret = b32decode(letters + "=" * (-len(letters) % 8))
    return totp_code(secret, int(time.time()) // STEP_SECONDS + steps)


@pytest.fixture
def recovery_code(fresh: Desk) -> str:
    """Make a base of its own, and give its recovery code: codes for the shared one would be in everybody's way."""
    code: str = fresh.found().document["recovery_code"]
    return code


@pytest.fixture
def recovery_file(fresh: Desk, recovery_code: str) -> str:
    return str(fresh.secret_file("recovery", recovery_code))


def enrolled(desk: Desk) -> tuple[str, list[str]]:
    letters: str = desk.ask("totp", "enrol")["secret"]
    codes: list[str] = desk.ask("totp", "confirm", code_of(letters, -1))["recovery_codes"]
    return letters, codes


def test_codes_are_set_up_asked_for_and_removed(fresh: Desk, recovery_code: str) -> None:
    assert recovery_code
    assert fresh.ask("totp", "show") == {"since": None, "recovery_codes_left": 0}
    letters, codes = enrolled(fresh)
    assert len(codes) == 10

    assert fresh.refused("people", "list")["error"] == "totp_needed"
    assert fresh.refused("people", "list", "--totp", "000000")["error"] == "totp_wrong"
    assert fresh.run("people", "list", "--totp", code_of(letters)).code == 0
    assert fresh.refused("people", "list", "--totp", code_of(letters, -1))["error"] == "totp_wrong"

    assert fresh.ask("totp", "show", "--totp", codes[0].lower())["recovery_codes_left"] == 9
    assert fresh.ask("totp", "remove", "--totp", codes[1]) == {"removed": True}
    assert fresh.refused("totp", "remove")["error"] == "totp_absent"


def test_people_see_a_picture_and_the_secret_and_the_recovery_codes(fresh: Desk, recovery_code: str) -> None:
    assert recovery_code
    said = fresh.run("totp", "enrol").out
    assert "▀" in said
    letters = next(line.split()[-1] for line in said.splitlines() if line.startswith("Secret"))
    said = fresh.run("totp", "confirm", code_of(letters)).out
    assert sum(line.count("-") == 3 and len(line) == 19 for line in said.splitlines()) == 10


def test_the_picture_is_the_uri() -> None:
    from fracttal_console.domain.secrets import SecretText  # noqa: PLC0415
    from fracttal_console.qr_codes import lines_of, squares_of  # noqa: PLC0415

    content = SecretText("otpauth://totp/A:a@b.example?secret=AAAA&issuer=A")
    squares, lines = squares_of(content), lines_of(content)
    assert len(squares) == len(squares[0]) >= 21
    # the finder in the corner: seven dark squares in a row
    assert squares[0][:8] == (True,) * 7 + (False,)
    read = [line.removeprefix("\x1b[30;107m").removesuffix("\x1b[0m") for line in lines]
    assert {len(line) for line in read} == {len(squares) + 4}
    upper = [sign in "▀█" for sign in read[1]]
    assert tuple(upper[2:-2]) == squares[0]


def test_a_person_is_invited_and_a_password_reset_by_a_link(fresh: Desk, recovery_code: str) -> None:
    assert recovery_code
    invited = fresh.ask("people", "invite", "--email", "Dan@Example.com", "--name", "Dan", "--role", "support")
    assert (invited["email"], invited["status"]) == ("dan@example.com", "invited")
    assert invited["link"].startswith("http://127.0.0.1:8750/account/set-password?token=fci_")
    again = fresh.ask("people", "reset-password", "dan@example.com",
                      env={"FRACTTAL_CONSOLE_ISSUER": "https://auth.example.com/"})  # fmt: skip
    token = again["link"].removeprefix("https://auth.example.com/account/set-password?token=")
    console = fresh.opened()
    try:
        assert console.invitations.look(token).email == "dan@example.com"
    finally:
        console.close()


def test_a_lost_device_is_mended_by_a_super_administrator(fresh: Desk, recovery_code: str) -> None:
    assert recovery_code
    file = str(fresh.secret_file("eva", "evas-very-own-sentence-1"))
    fresh.ask("people", "create", "--email", "eva@example.com", "--name", "Eva", "--role", "support",
              "--new-password-file", file)  # fmt: skip
    as_eva = ("--operator", "eva@example.com", "--password-file", file)
    letters = fresh.ask("totp", "enrol", *as_eva)["secret"]
    fresh.ask("totp", "confirm", code_of(letters), *as_eva)
    assert fresh.refused("people", "list", *as_eva)["error"] == "totp_needed"

    assert fresh.ask("people", "reset-totp", "eva@example.com") == {"reset": True}
    assert fresh.run("people", "list", *as_eva).code == 0


def test_the_last_super_administrator_gets_in_again_with_the_recovery_code(fresh: Desk, recovery_file: str) -> None:
    enrolled(fresh)
    file = str(fresh.secret_file("new", NEW))
    done = fresh.ask("recover-person", "--email", ADMIN_EMAIL.upper(), "--recovery-code-file", recovery_file,
                     "--new-password-file", file)  # fmt: skip
    assert done["email"] == ADMIN_EMAIL
    assert fresh.refused("people", "list")["error"] == "sign_in_failed"
    assert fresh.run("people", "list", "--password-file", file).code == 0
    newest = fresh.ask("audit", "list", "--password-file", file)
    tags = [event["event"] for event in newest]
    assert "people:recover" in tags


def test_recovering_refuses_what_it_is_not_for(fresh: Desk, recovery_file: str) -> None:
    file = str(fresh.secret_file("new", NEW))
    fresh.ask("people", "create", "--email", MEMBER_EMAIL, "--name", "M", "--role", "member",
              "--new-password-file", file)  # fmt: skip
    options = ("--recovery-code-file", recovery_file, "--new-password-file")
    assert fresh.refused("recover-person", "--email", "no@example.com", *options, file)["error"] == "not_found"
    assert fresh.refused("recover-person", "--email", MEMBER_EMAIL, *options, file)["error"] == "invalid"
    weak = str(fresh.secret_file("weak", "password"))
    assert fresh.refused("recover-person", "--email", ADMIN_EMAIL, *options, weak)["error"] == "invalid"
    wrong = str(fresh.secret_file("wrong", "AAAAA-" * 7 + "AAAAA"))
    refused = fresh.refused("recover-person", "--email", ADMIN_EMAIL, "--recovery-code-file", wrong,
                            "--new-password-file", file)  # fmt: skip
    assert refused["error"] == "recovery_code_wrong"
    assert fresh.run("people", "list").code == 0
