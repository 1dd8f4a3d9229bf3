"""`totp`: the codes with which whoever acts signs in, beside the password."""

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.options import acting
from fracttal_console.cli.output import facts, moment, short_moment, show
from fracttal_console.cli.spoken import SpokenGroup
from fracttal_console.domain.secrets import SecretText
from fracttal_console.texts.catalogue import N_


@click.group(cls=SpokenGroup, help=N_("Codes that you sign in with, beside the password."))
def totp() -> None:
    """Hold the commands on the own codes."""


@totp.command("show", help=N_("Tell whether you sign in with codes, and how many recovery codes are left."))
@acting
def _show(invocation: Invocation) -> None:
    with invocation.acting() as (console, actor):
        state = console.second_factors.state(actor)
    _ = invocation.texts.gettext
    left = "" if state.since is None else str(state.recovery_codes_left)
    lines = facts([(_("Codes since"), short_moment(state.since)), (_("Recovery codes left"), left)])
    show(invocation, {"since": moment(state.since), "recovery_codes_left": state.recovery_codes_left}, lines)


@totp.command("enrol", help=N_("Show the secret for your device, this once; confirm makes it count."))
@acting
def _enrol(invocation: Invocation) -> None:
    with invocation.acting() as (console, actor):
        new = console.second_factors.enrol(actor)
    _ = invocation.texts.gettext
    document = {"uri": new.uri.reveal(), "secret": new.letters.reveal()}
    if invocation.as_json:
        show(invocation, document, ())
        return
    from fracttal_console.qr_codes import lines_of  # noqa: PLC0415 - only a person reads pictures

    lines = [
        _("Read this picture with the authenticator of your device, or type the secret into it."),
        "",
        *lines_of(new.uri),
        "",
        *facts([(_("Secret"), new.letters.reveal())]),
        "",
        _("It counts once you give a code of it: fracttal-console totp confirm CODE"),
    ]
    show(invocation, document, lines)


@totp.command("confirm", help=N_("Let the codes of your device count, and show the recovery codes, this once."))
@click.argument("code")
@acting
def _confirm(invocation: Invocation, *, code: str) -> None:
    with invocation.acting() as (console, actor):
        codes = console.second_factors.confirm(actor, SecretText(code))
    _ = invocation.texts.gettext
    clear = [code.reveal() for code in codes]
    lines = [
        _("From now on you sign in with a code as well. Each of these stands in for your device once:"),
        "",
        *clear,
        "",
        _("They are shown this once. Write them down and keep them apart from the device."),
    ]
    show(invocation, {"recovery_codes": clear}, lines)


@totp.command("remove", help=N_("Sign in without codes again."))
@acting
def _remove(invocation: Invocation) -> None:
    with invocation.acting() as (console, actor):
        console.second_factors.remove(actor)
    show(invocation, {"removed": True}, [invocation.texts.gettext("You sign in without a code again.")])
