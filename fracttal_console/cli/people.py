"""`people`: who has an account, and as what."""

import sys
from typing import TYPE_CHECKING, Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.filters import Facets, people_filters
from fracttal_console.cli.options import acting, one_of, ref, refuse_both, refuse_empty_edit
from fracttal_console.cli.output import facts, moment, short_moment, show, state, table, yes_or_no
from fracttal_console.cli.spoken import SpokenGroup, option
from fracttal_console.domain.actors import Actor, Role
from fracttal_console.domain.invitations import link_of
from fracttal_console.domain.people import Person
from fracttal_console.texts.catalogue import N_

if TYPE_CHECKING:  # at run time this is half a second that asking for help need not take
    from fracttal_console.bootstrap import Console
    from fracttal_console.services.invitations import Invited

_NO_GROUP = ""


@click.group(cls=SpokenGroup, help=N_("Who has an account, and as what."))
def people() -> None:
    """Hold the commands on people."""


@people.command("create", help=N_("Give a person an account."))
@option("--email", required=True, help=N_("E-mail address, with which the person signs in."))
@option("--name", required=True, help=N_("Name of the person."))
@option("--role", required=True, **one_of(Role), help=N_("What the person may do in this program."))
@option("--permission-group", metavar="GROUP", help=N_("Id or name of what applications may get from the person."))
@option(
    "--new-password-file",
    metavar="FILE",
    default="",
    help=N_("First line of this file is the person's password; - reads standard input. Else you are asked."),
)
@acting
def _create(
    invocation: Invocation, *, email: str, name: str, role: Role, permission_group: str | None, new_password_file: str
) -> None:
    with invocation.acting() as (console, actor):
        password = invocation.secrets.new_password(new_password_file, email)
        person = console.people.create(
            actor,
            email=email,
            name=name,
            role=role,
            password=password,
            permission_group=_chosen(permission_group) or _NO_GROUP,
        )
        _show(invocation, person, _group(console, actor, person))


@people.command("invite", help=N_("Give a person an account, and show the link that sets its password, this once."))
@option("--email", required=True, help=N_("E-mail address, with which the person signs in."))
@option("--name", required=True, help=N_("Name of the person."))
@option("--role", required=True, **one_of(Role), help=N_("What the person may do in this program."))
@option("--permission-group", metavar="GROUP", help=N_("Id or name of what applications may get from the person."))
@acting
def _invite(invocation: Invocation, *, email: str, name: str, role: Role, permission_group: str | None) -> None:
    with invocation.acting() as (console, actor):
        group = _chosen(permission_group) or _NO_GROUP
        invited = console.invitations.invite(actor, email=email, name=name, role=role, permission_group=group)
        _show_link(invocation, invited, _group(console, actor, invited.person))


@people.command("reset-password", help=N_("Show a link by which a person sets a new password, this once."))
@ref
@acting
def _reset_password(invocation: Invocation, *, ref: str) -> None:
    with invocation.acting() as (console, actor):
        invited = console.invitations.reset(actor, ref)
        _show_link(invocation, invited, _group(console, actor, invited.person))


@people.command("reset-totp", help=N_("Let a person who lost the device sign in without codes again."))
@ref
@acting
def _reset_totp(invocation: Invocation, *, ref: str) -> None:
    with invocation.acting() as (console, actor):
        console.second_factors.reset(actor, ref)
    show(invocation, {"reset": True}, [invocation.texts.gettext("The person signs in without a code again.")])


@people.command("edit", help=N_("Change a person; a new password ends sessions and the tokens of applications."))
@ref
@option("--email", help=N_("E-mail address, with which the person signs in."))
@option("--name", help=N_("Name of the person."))
@option("--role", **one_of(Role), help=N_("What the person may do in this program."))
@option("--permission-group", metavar="GROUP", help=N_("Id or name of what applications may get from the person."))
@option("--no-permission-group", is_flag=True, help=N_("Take the group away: applications get nothing."))
@option("--new-password-file", metavar="FILE",
        help=N_("First line of this file is the new password; - reads standard input."))  # fmt: skip
@acting
def _edit(
    invocation: Invocation,
    *,
    ref: str,
    email: str | None,
    name: str | None,
    role: Role | None,
    permission_group: str | None,
    no_permission_group: bool,
    new_password_file: str | None,
) -> None:
    refuse_both("--permission-group", permission_group, "--no-permission-group", no_permission_group)
    refuse_empty_edit(email, name, role, permission_group, no_permission_group, new_password_file)
    with invocation.acting() as (console, actor):
        group = _NO_GROUP if no_permission_group else _chosen(permission_group)
        password = None if new_password_file is None else invocation.secrets.from_file(new_password_file)
        person = console.people.edit(
            actor, ref, email=email, name=name, role=role, permission_group=group, password=password
        )
        _show(invocation, person, _group(console, actor, person))


@people.command("list", help=N_("List the people: who is invited only, who signs in with codes, and when last."))
@people_filters
@acting
def _list(invocation: Invocation, *, search: str, facets: Facets) -> None:
    from fracttal_console.services.listing import ListQuery  # noqa: PLC0415 - see above

    with invocation.acting() as (console, actor):
        query = ListQuery(text=search, facets=facets, descending=False)
        views = console.people.page(actor, query, 0, sys.maxsize).rows
    texts = invocation.texts
    headings = (N_("Id"), N_("E-mail"), N_("Name"), N_("Role"), N_("Permission group"), N_("Status"), N_("Codes"),
                N_("Last sign-in"))  # fmt: skip
    cells = [
        [
            str(view.person.id), view.person.email, view.person.name, str(view.person.role), view.group_name,
            state("person", view.status, texts), yes_or_no(view.totp_since is not None, texts),
            short_moment(view.last_sign_in),
        ]
        for view in views
    ]  # fmt: skip
    documents = [
        {
            **_document(view.person, view.group_name or None),
            "totp_since": moment(view.totp_since),
            "last_sign_in": moment(view.last_sign_in),
            "authorizations": view.authorizations,
        }
        for view in views
    ]
    show(invocation, documents, table([texts.gettext(heading) for heading in headings], cells, texts))


@people.command("disable", help=N_("Disable an account: sessions end, tokens that applications hold are dead."))
@ref
@acting
def _disable(invocation: Invocation, *, ref: str) -> None:
    with invocation.acting() as (console, actor):
        person = console.people.disable(actor, ref)
        _show(invocation, person, _group(console, actor, person))


@people.command("enable", help=N_("Enable a disabled account; applications need new tokens."))
@ref
@acting
def _enable(invocation: Invocation, *, ref: str) -> None:
    with invocation.acting() as (console, actor):
        person = console.people.enable(actor, ref)
        _show(invocation, person, _group(console, actor, person))


def _chosen(group: str | None) -> str | None:
    # the service takes "" for no group at all; here only leaving the option out, or the flag, means that
    return " " if group == _NO_GROUP else group


def _group(console: "Console", actor: Actor, person: Person) -> str | None:
    if person.permission_group_id is None:
        return None
    return console.permission_groups.show(actor, str(person.permission_group_id)).name


def _show(invocation: Invocation, person: Person, group: str | None) -> None:
    _ = invocation.texts.gettext
    lines = facts(
        [
            (_("Id"), str(person.id)),
            (_("E-mail"), person.email),
            (_("Name"), person.name),
            (_("Role"), str(person.role)),
            (_("Permission group"), group or ""),
            (_("Status"), state("person", person.state, invocation.texts)),
            (_("Created"), short_moment(person.created_at)),
        ]
    )
    show(invocation, _document(person, group), lines)


def _show_link(invocation: Invocation, invited: "Invited", group: str | None) -> None:
    settings, _ = invocation.settings(), invocation.texts.gettext
    address = settings.issuer or f"http://127.0.0.1:{settings.gateway_port}"
    link = link_of(address, invited.token).reveal()
    document = {**_document(invited.person, group), "link": link, "expires_at": moment(invited.expires_at)}
    lines = [
        *facts(
            [(_("E-mail"), invited.person.email), (_("Link"), link), (_("Until"), short_moment(invited.expires_at))]
        ),
        "",
        _("The link is shown this once. Whoever has it can set the password: hand it to nobody else."),
    ]
    show(invocation, document, lines)


def _document(person: Person, group: str | None) -> dict[str, Any]:
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "role": str(person.role),
        "permission_group": group,
        "status": person.state,
        "created_at": moment(person.created_at),
    }
