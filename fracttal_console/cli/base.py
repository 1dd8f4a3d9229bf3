"""`init`, `recover` and the like: make the base, change its master key, open it again when that is lost."""

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.options import acting, machine_readable
from fracttal_console.cli.output import facts, show
from fracttal_console.cli.spoken import SpokenCommand, option
from fracttal_console.texts.catalogue import N_


@click.command(cls=SpokenCommand, help=N_("Make the base, its keys and its first super administrator."))
@option("--company", metavar="NAME", required=True, help=N_("Name of the company whose base this is."))
@option("--email", required=True, help=N_("E-mail address of the first super administrator."))
@option("--name", required=True, help=N_("Name of the first super administrator."))
@option(
    "--password-file",
    metavar="FILE",
    default=None,
    help=N_("First line of this file is the new password; - reads standard input. Else you are asked."),
)
@machine_readable
@click.pass_obj
def init(invocation: Invocation, *, company: str, email: str, name: str, password_file: str | None) -> None:
    """Make a base and say its recovery code, this once."""
    from fracttal_console.bootstrap import init_base  # noqa: PLC0415 - half a second that help need not take

    invocation.flags["password_file"] = password_file
    settings = invocation.settings()
    invocation.make_room(settings)
    password = invocation.secrets.new_password(settings.password_file, email)
    made = init_base(settings, company=company, email=email, name=name, password=password, environ=invocation.environ)
    code, _ = made.recovery_code.reveal(), invocation.texts.gettext
    document = {
        "base_id": made.base.base_id,
        "company": made.base.company,
        "recovery_code": code,
        "key_provider": settings.key_provider,
    }
    lines = [
        _("The base was made."),
        "",
        *facts(
            [
                (_("Company"), made.base.company),
                (_("Base"), made.base.base_id),
                (_("Master key"), settings.key_provider),
                (_("Recovery code"), code),
            ]
        ),
        "",
        _("The recovery code is shown this once. Write it down and keep it apart from this computer."),
    ]
    show(invocation, document, lines)


@click.command(cls=SpokenCommand, help=N_("Give the base a new master key, with the recovery code."))
@option("--recovery-code-file", "path", metavar="FILE", required=True,
        help=N_("First line of this file is the recovery code; - reads standard input."))  # fmt: skip
@machine_readable
@click.pass_obj
def recover(invocation: Invocation, *, path: str) -> None:
    """Give the base a new master key."""
    from fracttal_console.bootstrap import recover_base  # noqa: PLC0415 - as above

    settings = invocation.settings()
    base = recover_base(settings, invocation.secrets.from_file(path), environ=invocation.environ)
    document = {"base_id": base.base_id, "company": base.company, "key_provider": settings.key_provider}
    _ = invocation.texts.gettext
    lines = [
        _("The base of {company} has a new master key ({provider}). The recovery code stays good.").format(
            company=base.company, provider=settings.key_provider
        )
    ]
    show(invocation, document, lines)


@click.command(cls=SpokenCommand, help=N_("Give the base a new master key, with the old one."))
@acting
def rotate_master_key(invocation: Invocation) -> None:
    """Put a new master key in the place of the old one."""
    with invocation.acting() as (console, actor):
        kept = console.master_key.rotate(actor)
        base = console.base
    words = invocation.texts.gettext(
        "The base of {company} has a new master key ({provider}); the old one opens nothing."
    )
    document = {"base_id": base.base_id, "company": base.company, "key_provider": kept}
    show(invocation, document, [words.format(company=base.company, provider=kept)])


@click.command(cls=SpokenCommand, help=N_("Give a super administrator a new password, with the recovery code."))
@option("--email", required=True, help=N_("E-mail address of the super administrator."))
@option("--recovery-code-file", "path", metavar="FILE", required=True,
        help=N_("First line of this file is the recovery code; - reads standard input."))  # fmt: skip
@option(
    "--new-password-file",
    metavar="FILE",
    default="",
    help=N_("First line of this file is the new password; - reads standard input. Else you are asked."),
)
@machine_readable
@click.pass_obj
def recover_person(invocation: Invocation, *, email: str, path: str, new_password_file: str) -> None:
    """Give a super administrator a new password, and take the second factor away."""
    from fracttal_console.bootstrap import recover_person as recover_account  # noqa: PLC0415 - as above

    settings = invocation.settings()
    code = invocation.secrets.from_file(path)
    password = invocation.secrets.new_password(new_password_file, email)
    person = recover_account(settings, code, email=email, password=password)
    words = invocation.texts.gettext(
        "{email} has the new password, and signs in without a code. Sessions and tokens ended. Set codes up again."
    )
    show(invocation, {"id": person.id, "email": person.email}, [words.format(email=person.email)])
