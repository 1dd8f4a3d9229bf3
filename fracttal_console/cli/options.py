"""Options that several commands share, and how their values are read."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.spoken import option
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.errors import Invalid
from fracttal_console.texts.catalogue import N_

F = Callable[..., Any]


def one_of(kind: type[StrEnum]) -> dict[str, Any]:
    """Return the settings of an option that takes one value of an enumeration; anything else is wrong usage."""
    choices = "|".join(kind)

    def member(_ctx: click.Context, _param: click.Parameter, value: str | None) -> StrEnum | None:
        if value is not None and value not in set(kind):
            said = _said(N_("“{value}” is not one of {choices}."))
            raise click.BadParameter(said.format(value=value, choices=", ".join(kind)))
        return None if value is None else kind(value)

    return {"metavar": choices, "callback": member}


def machine_readable(command: F) -> F:
    """Add `--json`."""
    return option(
        "--json", "as_json", is_flag=True, expose_value=False, callback=_note_json,
        help=N_("Answer with one JSON document."),
    )(command)  # fmt: skip


def acting(command: F) -> F:
    """Add what names the one who acts, and `--json`; the command gets the invocation first."""
    decorated = click.pass_obj(command)
    decorated = machine_readable(decorated)
    decorated = option(
        "--password-file", metavar="FILE", expose_value=False, callback=_note,
        help=N_("First line of this file is your password; - reads standard input. Else you are asked."),
    )(decorated)  # fmt: skip
    decorated = option(
        "--totp", metavar="CODE", expose_value=False, callback=_note,
        help=N_("Code of your device, or a recovery code, where you sign in with one. Else you are asked."),
    )(decorated)  # fmt: skip
    return option(
        "--operator", metavar="EMAIL", expose_value=False, callback=_note,
        help=N_("E-mail address of the person as whom this is done."),
    )(decorated)  # fmt: skip


def limits(command: F) -> F:
    """Add profile, expiry, networks, owner and contact, as `create` has them."""
    for add in (
        option("--contact", help=N_("How to reach the owner.")),
        option("--owner", help=N_("Who answers for it.")),
        option("--allow-network", "networks", metavar="CIDR", multiple=True,
               help=N_("Accept it only from this network; may be given several times.")),
        option("--expires", metavar="DATE",
               help=N_("When it ends: YYYY-MM-DD (as that day begins, UTC) or an ISO 8601 moment.")),
        option("--profile", **one_of(Profile),
               help=N_("How strict the protocol is with it; a new one gets standard.")),
    ):  # fmt: skip
        command = add(command)
    return command


def limits_lifted(command: F) -> F:
    """Add what takes expiry and networks away again, as only `edit` has it."""
    for add in (
        option("--no-networks", is_flag=True, help=N_("Accept it from every network again.")),
        option("--no-expiry", is_flag=True, help=N_("Let it never end.")),
    ):
        command = add(command)
    return command


def ref(command: F) -> F:
    """Add the position that names the thing: its id, or what people call it."""
    return click.argument("ref")(command)


def expiry(text: str | None) -> datetime | None:
    """Read `--expires`; a date means the moment at which it begins (UTC), and so does a time without a zone.

    Raises:
        Invalid: field `expires`, rule `empty` or `date_malformed`.
    """
    if text is None:
        return None
    if not text.strip():
        raise Invalid("expires", "empty")
    try:
        read = datetime.fromisoformat(text.strip())
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid("expires", "date_malformed", value=text[:40]) from None


def new_networks(networks: tuple[str, ...], no_networks: bool) -> tuple[str, ...] | None:  # noqa: FBT001
    """Return the networks that an edit sets: those given, none at all, or None to leave them."""
    refuse_both("--allow-network", networks, "--no-networks", no_networks)
    return () if no_networks else networks or None


def refuse_both(one: str, one_given: object, other: str, other_given: object) -> None:
    """Refuse two options that contradict each other.

    Raises:
        UsageError: both were given.
    """
    if one_given and other_given:
        raise click.UsageError(_said(N_("{one} and {other} exclude each other.")).format(one=one, other=other))


def refuse_empty_edit(*values: object) -> None:
    """Refuse an edit that changes nothing.

    Raises:
        UsageError: no value was given.
    """
    if all(value is None or value is False or value == () for value in values):
        raise click.UsageError(_said(N_("Say what is to be changed: give at least one option.")))


def _said(message: str) -> str:
    invocation = click.get_current_context().find_object(Invocation)
    return invocation.texts.gettext(message) if invocation else message


def _note(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    invocation = ctx.find_object(Invocation)
    if invocation is not None:
        invocation.flags[param.name] = value


def _note_json(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    invocation = ctx.find_object(Invocation)
    if invocation is not None:
        invocation.as_json = value
