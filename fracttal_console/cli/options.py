"""Options that several commands share, and how their values are read."""

import functools
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.spoken import option
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.oauth_consumers import LIFETIME_FIELDS, LifetimeChange, parse_lifetime
from fracttal_console.texts.catalogue import N_

F = Callable[..., Any]

UNTIL_REVOKED = "revoked"
"""How the lifetime of authorizations is written that do not end by themselves."""


def one_of(kind: type[StrEnum]) -> dict[str, Any]:
    """Return the settings of an option that takes one value of an enumeration; anything else is wrong usage."""
    choices = "|".join(kind)

    def member(_ctx: click.Context, _param: click.Parameter, value: str | None) -> StrEnum | None:
        if value is not None and value not in set(kind):
            said = _said(N_("“{value}” is not one of {choices}."))
            raise click.BadParameter(said.format(value=value, choices=", ".join(kind)))
        return None if value is None else kind(value)

    return {"metavar": choices, "callback": member}


def whole_number(_ctx: click.Context, _param: click.Parameter, value: str | None) -> int | None:
    """Read a whole number; anything else is wrong usage."""
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) <= 9):
        raise click.BadParameter(_said(N_("“{value}” is not a whole number.")).format(value=value))
    return int(value)


def lifetimes(command: F) -> F:
    """Add how long what a consumer is given lives; the command gets a `LifetimeChange`."""

    @functools.wraps(command)
    def reading(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - whatever the command takes
        given = {name: options.pop(f"{name}_lifetime") for name in LIFETIME_FIELDS}
        for_ever = given["authorization"] == UNTIL_REVOKED
        read = {
            name: parse_lifetime(f"{name}_lifetime", text)
            for name, text in given.items()
            if text is not None and not (name == "authorization" and for_ever)
        }
        return command(*args, lifetimes=LifetimeChange(**read, until_revoked=for_ever), **options)

    decorated: F = reading
    for add in (
        option("--authorization-lifetime", metavar="SPAN",
               help=N_("How long a consent holds, such as 180d; revoked: until it is revoked.")),
        option("--refresh-lifetime", metavar="SPAN",
               help=N_("How long refresh tokens that follow from one consent live at most, such as 90d.")),
        option("--refresh-idle-lifetime", metavar="SPAN",
               help=N_("How long a refresh token may be unused, such as 30d.")),
        option("--access-token-lifetime", metavar="SPAN",
               help=N_("How long an access token lives, such as 15m.")),
    ):  # fmt: skip
        decorated = add(decorated)
    return decorated


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
    """Read `--expires`.

    Raises:
        Invalid: field `expires`, rule `empty` or `date_malformed`.
    """
    return moment_of("expires", text)


def moment_of(field: str, text: str | None) -> datetime | None:
    """Read a moment; a date means the one at which it begins (UTC), and a time without a zone is UTC too.

    Raises:
        Invalid: the field, rule `empty` or `date_malformed`.
    """
    if text is None:
        return None
    if not text.strip():
        raise Invalid(field, "empty")
    try:
        read = datetime.fromisoformat(text.strip())
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid(field, "date_malformed", value=text[:40]) from None


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
    if not _any_given(values):
        raise click.UsageError(_said(N_("Say what is to be changed: give at least one option.")))


def refuse_beside(name: str, *values: object) -> None:
    """Refuse other options beside one that stands alone.

    Raises:
        UsageError: a value was given.
    """
    if _any_given(values):
        raise click.UsageError(
            _said(N_("{name} stands alone: give the other changes in a command of their own.")).format(name=name)
        )


def _any_given(values: Iterable[object]) -> bool:
    return not all(value is None or value is False or value == () for value in values)


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
