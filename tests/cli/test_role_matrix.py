"""The role matrix through the commands: each command for super administrator, support, member (E24)."""

from importlib import import_module
from pathlib import Path

import click
import pytest

from fracttal_console import cli
from tests.cli.support import Desk
from tests.support import ADMIN_EMAIL, MEMBER_EMAIL, SUPPORT_EMAIL

OPERATORS = {"super administrator": ADMIN_EMAIL, "support": SUPPORT_EMAIL, "member": MEMBER_EMAIL}

READING = {
    "permission-groups list": (), "permission-groups show": ("Field work",),
    "permission-groups advice": ("Field work",), "api-keys list": (),
    "api-keys show": ("none",), "api-keys snippet": ("none", "--in", "curl"), "consumers list": (),
    "consumers show": ("none",), "consumers snippet": ("none", "--in", "curl"), "people list": (),
    "authorizations list": (), "authorizations show": ("1",),
    "authorizations impact": ("1",), "proposals list": (), "audit list": (),
    "audit export": ("{directory}/events.csv",), "audit verify": (), "refusals list": (), "usage show": (),
    "overview show": (), "api-keys impact": ("none",), "consumers impact": ("none",),
    "doctor explain": (), "proposals create": ("1", "--reason", "why"),
}  # fmt: skip
"""What super administrators and support may do."""

CHANGING = {
    "permission-groups create": ("--name", "", "--allow", "items:view"),
    "permission-groups edit": ("none", "--name", "x"),
    "api-keys create": ("--name", "", "--permission-group", "none"), "api-keys edit": ("none", "--name", "x"),
    "api-keys disable": ("none",), "api-keys enable": ("none",), "api-keys revoke": ("none",),
    "api-keys restore": ("none",), "api-keys rotate": ("none",),
    "api-keys extend-rotation": ("none", "--idle-days", "3"), "api-keys retire-secret": ("none", "1"),
    "consumers create": ("--name", "", "--permission-group", "none", "--grant", "client_credentials"),
    "consumers edit": ("none", "--name", "x"), "consumers disable": ("none",), "consumers enable": ("none",),
    "consumers delete": ("none",), "consumers restore": ("none",), "consumers rotate": ("none",),
    "api-keys try": ("none", "--secret-file", "{directory}/password"),
    "consumers try": ("none", "--secret-file", "{directory}/password"),
    "consumers add-key": ("none", "--file", "{directory}/key.json"), "consumers retire-key": ("none", "1"),
    "consumers extend-rotation": ("none", "--idle-days", "3"), "consumers retire-secret": ("none", "1"),
    "people create": ("--email", "x", "--name", "", "--role", "member", "--new-password-file", "{directory}/password"),
    "people invite": ("--email", "x", "--name", "", "--role", "member"), "people reset-password": ("none",),
    "people reset-totp": ("none",), "people edit": ("none", "--name", "x"), "people disable": ("none",),
    "people enable": ("none",), "authorizations revoke": ("999",), "authorizations suspend": ("999",),
    "authorizations resume": ("999",), "authorizations undo": ("999",), "proposals approve": ("999",),
    "proposals decline": ("999", "--answer", "no"), "rotate-master-key": (),
}  # fmt: skip
"""What super administrators alone may do."""

OWN = {"totp show": (), "totp confirm": ("000000",), "totp remove": (), "totp enrol": ()}
"""What is about the own account: for everybody."""

WITHOUT_ROLE = {"init", "recover", "recover-person", "serve", "tour"}


def commands() -> set[str]:
    names = set()
    for name, (where, _) in cli._COMMANDS.items():
        module, _, attribute = where.partition(":")
        command = getattr(import_module(f"fracttal_console.cli.{module}"), attribute)
        if isinstance(command, click.Group):
            names |= {f"{name} {verb}" for verb in command.list_commands(click.Context(command))}
        else:
            names.add(name)
    return names


def test_every_command_stands_in_the_matrix() -> None:
    assert commands() == {*READING, *CHANGING, *OWN, *WITHOUT_ROLE}


def error_of(desk: Desk, name: str, arguments: tuple[str, ...], operator: str) -> str:
    """Run a command that names nothing that exists and return the error it ends with, "" where it succeeds."""
    filled = [argument.format(directory=desk.directory) for argument in arguments]
    Path(desk.directory / "key.json").write_text("{}")
    Path(desk.directory / "events.csv").unlink(missing_ok=True)
    outcome = desk.run(*name.split(), *filled, "--operator", operator, "--json", stdin="GET /\n")
    assert outcome.code in {0, 1}, outcome
    return str(outcome.document.get("error", "")) if outcome.code else ""


@pytest.mark.parametrize("role", OPERATORS)
@pytest.mark.parametrize("name", [*READING, *CHANGING])
def test_a_command_is_for_whom_the_matrix_says(desk: Desk, name: str, role: str) -> None:
    allowed = role == "super administrator" or (role == "support" and name in READING)
    error = error_of(desk, name, {**READING, **CHANGING}[name], OPERATORS[role])
    assert (error == "not_allowed") is not allowed, error


@pytest.mark.parametrize("name", OWN)
def test_everybody_sets_the_own_codes_by_command(desk: Desk, name: str) -> None:
    assert error_of(desk, name, OWN[name], MEMBER_EMAIL) != "not_allowed"
