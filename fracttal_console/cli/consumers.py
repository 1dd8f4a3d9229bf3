"""`consumers`: third-party applications, registered as OAuth 2.0 consumers."""

import click

from fracttal_console.cli.consumer_shown import as_document, as_lines, as_table
from fracttal_console.cli.context import Invocation
from fracttal_console.cli.credential_filters import consumer_filters, found
from fracttal_console.cli.credentials import secret_lines, shown_once
from fracttal_console.cli.filters import Facets
from fracttal_console.cli.impact import add_impact_command, dry_run, show_edit_impact
from fracttal_console.cli.key_commands import add_key_commands, read_key_file
from fracttal_console.cli.options import (
    acting,
    expiry,
    lifetimes,
    limits,
    limits_lifted,
    new_networks,
    one_of,
    ref,
    refuse_beside,
    refuse_both,
    refuse_empty_edit,
)
from fracttal_console.cli.output import facts, show
from fracttal_console.cli.secret_commands import SecretNames, add_secret_commands
from fracttal_console.cli.spoken import SpokenGroup, option
from fracttal_console.cli.switches import switches
from fracttal_console.cli.tries import add_try_command
from fracttal_console.domain.consumer_keys import AuthMethod
from fracttal_console.domain.consumer_switches import SwitchChange
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.oauth_consumers import GrantType, LifetimeChange
from fracttal_console.texts.catalogue import N_


@click.group(cls=SpokenGroup, help=N_("Third-party applications (OAuth 2.0)."))
def consumers() -> None:
    """Hold the commands on OAuth consumers."""


@consumers.command("create", help=N_("Register a consumer; its secret is shown this once."))
@option("--name", required=True, help=N_("Name that people see when they consent."))
@option("--permission-group", metavar="GROUP", required=True, help=N_("Id or name of what it may do at most."))
@option("--grant", required=True, **one_of(GrantType), help=N_("How it obtains tokens: for a person, or for itself."))
@option("--redirect-uri", "redirect_uris", metavar="URI", multiple=True,
        help=N_("Where people return to after consenting, compared exactly; may be given several times."))  # fmt: skip
@option("--public", is_flag=True, help=N_("It cannot keep a secret (an application on a device, say): give it none."))
@option("--may-introspect", is_flag=True, help=N_("It may check tokens of every consumer: it guards resources."))
@option("--description", help=N_("What it is for."))
@option("--key-file", metavar="FILE",
        help=N_("It proves itself by these public keys (JWKS, JWK or PEM) and gets no secret."))  # fmt: skip
@limits
@lifetimes
@switches
@acting
def _create(
    invocation: Invocation,
    *,
    name: str,
    permission_group: str,
    grant: GrantType,
    redirect_uris: tuple[str, ...],
    public: bool,
    may_introspect: bool,
    description: str | None,
    key_file: str | None,
    profile: Profile | None,
    expires: str | None,
    networks: tuple[str, ...],
    owner: str | None,
    contact: str | None,
    lifetimes: LifetimeChange,
    switches: SwitchChange,
) -> None:
    ends, public_keys = expiry(expires), "" if key_file is None else read_key_file(key_file)
    with invocation.acting() as (console, actor):
        created = console.consumers.create(
            actor,
            name=name,
            permission_group=permission_group,
            grant=grant,
            redirect_uris=redirect_uris,
            public=public,
            may_introspect=may_introspect,
            profile=profile or Profile.STANDARD,
            description=description or "",
            owner=owner or "",
            contact=contact or "",
            networks=networks,
            expires_at=ends,
            lifetimes=lifetimes,
            public_keys=public_keys,
            switches=switches,
        )
    consumer, _ = created.consumer, invocation.texts.gettext
    secret = created.secret.reveal() if created.secret else None
    rows = [(_("Id"), str(consumer.id)), (_("Client id"), consumer.client_id)]
    done = _("The consumer was registered.")
    if secret is None:
        by_keys, without = _("It proves itself by its keys and has no secret."), _("It is public and has no secret.")
        lines = [done, "", *facts(rows), "", by_keys if public_keys else without]
    else:
        lines = shown_once(done, [*rows, (_("Client secret"), secret)], invocation.texts)
    show(invocation, {"id": consumer.id, "client_id": consumer.client_id, "client_secret": secret}, lines)


@consumers.command("list", help=N_("List the consumers; no secret is shown."))
@consumer_filters
@acting
def _list(invocation: Invocation, *, search: str, facets: Facets) -> None:
    with invocation.acting() as (console, actor):
        views, now = found(console.consumers, actor, search, facets), console.use_cases.now()
    show(invocation, [as_document(view, now) for view in views], as_table(views, invocation.texts))


@consumers.command("show", help=N_("Show one consumer."))
@ref
@acting
def _show(invocation: Invocation, *, ref: str) -> None:
    with invocation.acting() as (console, actor):
        view, now = console.consumers.show(actor, ref), console.use_cases.now()
    lines = [*as_lines(view, now, invocation.texts), *secret_lines(view, now, invocation.texts)]
    show(invocation, as_document(view, now), lines)


@consumers.command("edit", help=N_("Change a consumer; its grant, and whether it is public, stay as they are."))
@ref
@option("--name", help=N_("Name that people see when they consent."))
@option("--permission-group", metavar="GROUP", help=N_("Id or name of what it may do at most."))
@option("--redirect-uri", "redirect_uris", metavar="URI", multiple=True,
        help=N_("Where people return to; those given replace all it had."))  # fmt: skip
@option("--add-redirect-uri", "added_uri", metavar="URI",
        help=N_("Add this one to where people return to, and change nothing else."))  # fmt: skip
@option("--may-introspect/--no-may-introspect", default=None,
        help=N_("It may check tokens of every consumer: it guards resources."))  # fmt: skip
@option("--auth-method", **one_of(AuthMethod), help=N_("By what it proves itself."))
@option("--description", help=N_("What it is for."))
@limits
@limits_lifted
@lifetimes
@switches
@dry_run
@acting
def _edit(
    invocation: Invocation,
    *,
    ref: str,
    name: str | None,
    permission_group: str | None,
    redirect_uris: tuple[str, ...],
    added_uri: str | None,
    may_introspect: bool | None,
    auth_method: AuthMethod | None,
    description: str | None,
    profile: Profile | None,
    expires: str | None,
    no_expiry: bool,
    networks: tuple[str, ...],
    no_networks: bool,
    owner: str | None,
    contact: str | None,
    lifetimes: LifetimeChange,
    switches: SwitchChange,
    dry_run: bool,
) -> None:
    refuse_both("--expires", expires, "--no-expiry", no_expiry)
    given = (
        name, permission_group, redirect_uris, None if may_introspect is None else str(may_introspect), description,
        profile, expires, no_expiry, networks, no_networks, owner, contact, auth_method,
        lifetimes != LifetimeChange(), switches != SwitchChange(),
    )  # fmt: skip
    if added_uri is not None:
        # one use case, one event: what is added goes in by itself
        refuse_beside("--add-redirect-uri", *given, dry_run)
        with invocation.acting() as (console, actor):
            added = console.consumers.add_redirect_uri(actor, ref, added_uri)
            view, now = console.consumers.show(actor, str(added.id)), console.use_cases.now()
        show(invocation, as_document(view, now), as_lines(view, now, invocation.texts))
        return
    refuse_empty_edit(*given)
    wanted_networks, ends = new_networks(networks, no_networks), expiry(expires)
    with invocation.acting() as (console, actor):
        if dry_run:
            found_impact = console.impact.consumer_edit(
                actor, ref, redirect_uris=redirect_uris or None, networks=wanted_networks, auth_method=auth_method,
                switches=switches,
            )  # fmt: skip
            show_edit_impact(invocation, found_impact)
            return
        edited = console.consumers.edit(
            actor,
            ref,
            name=name,
            permission_group=permission_group,
            redirect_uris=redirect_uris or None,
            may_introspect=may_introspect,
            profile=profile,
            description=description,
            owner=owner,
            contact=contact,
            networks=wanted_networks,
            expires_at=ends,
            never_expires=no_expiry,
            lifetimes=lifetimes,
            auth_method=auth_method,
            switches=switches,
        )
        view, now = console.consumers.show(actor, str(edited.id)), console.use_cases.now()
    show(invocation, as_document(view, now), as_lines(view, now, invocation.texts))


def _moving(verb: str, about: str) -> None:
    """Add a command that moves a consumer to another state."""

    @consumers.command(verb, help=about)
    @ref
    @acting
    def _move(invocation: Invocation, *, ref: str) -> None:
        with invocation.acting() as (console, actor):
            moved = getattr(console.consumers, verb)(actor, ref)
            view, now = console.consumers.show(actor, str(moved.id)), console.use_cases.now()
        show(invocation, as_document(view, now), as_lines(view, now, invocation.texts))


_moving("disable", N_("Disable a consumer until it is enabled again; its tokens answer inactive meanwhile."))
_moving("enable", N_("Enable a disabled consumer."))
_moving("delete", N_("Delete a consumer: its authorizations end and its tokens are dead."))
_moving("restore", N_("Take a deleted consumer back within 30 days, disabled; people must consent again."))

add_secret_commands(
    consumers,
    SecretNames("consumer_secrets", "client_id", N_("Client id"), "client_secret", N_("Client secret")),
)
add_try_command(consumers, "of_consumer")
add_impact_command(consumers, "consumer")
add_key_commands(consumers)
