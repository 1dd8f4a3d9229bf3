"""The command line: skin number two, on the same services; each command imports only what it needs."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from fracttal_console import __version__
from fracttal_console.cli.context import Invocation
from fracttal_console.cli.failures import say_failure, say_incident
from fracttal_console.cli.spoken import SpokenGroup, option
from fracttal_console.domain.errors import ConsoleError
from fracttal_console.domain.links import SCHEME, parsed_link
from fracttal_console.texts.catalogue import N_

INTERRUPTED = 130

_COMMANDS: Mapping[str, tuple[str, str]] = {
    "init": ("base:init", N_("Make the base, its keys and its first super administrator.")),
    "recover": ("base:recover", N_("Give the base a new master key, with the recovery code.")),
    "rotate-master-key": ("base:rotate_master_key", N_("Give the base a new master key, with the old one.")),
    "recover-person": ("base:recover_person", N_("Give a super administrator a new password, with the recovery code.")),
    "serve": ("serve:serve", N_("Run the gateway until it is told to stop.")),
    "overview": ("overview:overview", N_("How the base is, and what needs attention.")),
    "permission-groups": ("permission_groups:permission_groups", N_("What credentials and people may do at most.")),
    "api-keys": ("api_keys:api_keys", N_("Hawk credentials of the base.")),
    "consumers": ("consumers:consumers", N_("Third-party applications (OAuth 2.0).")),
    "people": ("people:people", N_("Who has an account, and as what.")),
    "totp": ("totp:totp", N_("Codes that you sign in with, beside the password.")),
    "authorizations": ("authorizations:authorizations", N_("What consumers may do, for whom; and revoke it.")),
    "proposals": ("proposals:proposals", N_("Revocations that support proposes; and decide them.")),
    "audit": ("audit:audit", N_("What was done, by whom, in a chain that shows tampering.")),
    "refusals": ("refusals:refusals", N_("Requests that were refused in the last 7 days, and why.")),
    "usage": ("usage:usage", N_("How many requests there were.")),
    "doctor": ("doctor:doctor", N_("Say why a request is refused.")),
    "tour": ("tour:tour", N_("Walk the main job on a throw-away base, over real HTTP.")),
}
"""Every command: where it is, read only when it is called, and what it is for."""


class _Program(SpokenGroup):
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[-1].startswith(f"{SCHEME}:"):
            # what a desktop calls the program with for a link; it names no command
            ctx.ensure_object(Invocation).link = parsed_link(args[-1])
            args = args[:-1]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), name)
        return command

    def about(self, ctx: click.Context, name: str) -> str:  # noqa: ARG002 - the table knows it without an import
        return _COMMANDS[name][1]


def _note(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    invocation = ctx.find_object(Invocation)
    if invocation is not None and value is not None:
        invocation.flags[param.name] = value
        if param.name == "language":
            invocation.speak(value)


def _place(*names: str, **settings: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:  # noqa: ANN401
    # eager: `--language es --help` helps in Spanish
    return option(*names, expose_value=False, is_eager=True, callback=_note, **settings)


def _carry(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001, FBT001
    invocation = ctx.find_object(Invocation)
    if invocation is not None:
        invocation.portable = value


def _tell_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001, FBT001
    if value:
        click.echo(f"fracttal-console {__version__}")
        ctx.exit()


@click.command(
    cls=_Program,
    no_args_is_help=False,
    invoke_without_command=True,
    help=N_("The authority over API connections of one company base: who may reach it, with what, until when."),
)
@_place("--data-dir", metavar="DIR", help=N_("Where the base lies."))
@_place("--key-provider", metavar="PROVIDER", help=N_("Where the master key is: keyring, file:PATH, credential:NAME."))
@_place("--database-url", metavar="URL", help=N_("The database, where it is not in the data directory."))
@_place("--language", metavar="LANGUAGE", help=N_("en, es or pt_BR; by default the language of the system."))
@option(
    "--portable", is_flag=True, expose_value=False, callback=_carry,
    help=N_("Keep base, settings and key file together: in --data-dir, or beside the program. Nothing goes elsewhere."),
)  # fmt: skip
@option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_tell_version,
    help=N_("Tell the version and end."),
)  # fmt: skip
@option("--demo", is_flag=True, help=N_("Open the console on a throw-away base with sample data."))
@click.pass_context
def _program(ctx: click.Context, *, demo: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from fracttal_console.cli.window import has_display, open_window  # noqa: PLC0415 - no other command needs it

    invocation = ctx.ensure_object(Invocation)
    if demo or has_display(invocation.environ):
        open_window(ctx, invocation, demo=demo)
    click.echo(ctx.get_help())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: the command line without the program's name; None means the process's own.

    Returns:
        The exit code: 0 done, 1 refused, not found or failed, 2 wrong usage, 130 interrupted.
    """
    invocation = Invocation()
    _say_everything()
    try:
        code = _program.main(
            args=None if arguments is None else list(arguments),
            prog_name="fracttal-console",
            standalone_mode=False,
            obj=invocation,
        )
    except click.ClickException as usage:
        usage.show()
        return usage.exit_code
    except click.Abort:
        # click makes this of an interrupt; the end of what is typed has become a known failure where it was read
        return INTERRUPTED
    except ConsoleError as error:
        return say_failure(error, invocation)
    except Exception as error:  # noqa: BLE001 - the last resort: nothing below knows this failure
        return say_incident(error, invocation)
    return code if isinstance(code, int) else 0


def _say_everything() -> None:
    # a name that the terminal's encoding lacks must not stop a command half-way
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
