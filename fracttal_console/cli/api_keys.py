"""`api-keys`: Hawk credentials of the base."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.credential_filters import api_key_filters, found
from fracttal_console.cli.credentials import secret_documents, secret_lines, secret_words, shown_once
from fracttal_console.cli.filters import Facets
from fracttal_console.cli.impact import add_impact_command, dry_run, show_edit_impact
from fracttal_console.cli.options import (
    acting,
    expiry,
    limits,
    limits_lifted,
    new_networks,
    ref,
    refuse_both,
    refuse_empty_edit,
)
from fracttal_console.cli.output import Fact, facts, moment, short_moment, show, state, table, yes_or_no
from fracttal_console.cli.secret_commands import SecretNames, add_secret_commands
from fracttal_console.cli.spoken import SpokenGroup, option
from fracttal_console.cli.tries import add_try_command
from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.weaknesses import weaknesses_of_api_key
from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.texts.weaknesses import weakness_words

if TYPE_CHECKING:  # at run time this is half a second that asking for help need not take
    from fracttal_console.services.api_keys import ApiKeyView


_legacy_basic = option(
    "--legacy-basic/--no-legacy-basic",
    default=None,
    help=N_("Accept the secret itself by HTTP Basic, as some old programs send it; each use is audited."),
)


@click.group(cls=SpokenGroup, help=N_("Hawk credentials of the base."))
def api_keys() -> None:
    """Hold the commands on API keys."""


@api_keys.command("create", help=N_("Make an API key; its secret is shown this once."))
@option("--name", required=True, help=N_("Name that people know it by."))
@option("--permission-group", metavar="GROUP", required=True, help=N_("Id or name of what it may do at most."))
@limits
@_legacy_basic
@acting
def _create(
    invocation: Invocation,
    *,
    name: str,
    permission_group: str,
    profile: Profile | None,
    expires: str | None,
    networks: tuple[str, ...],
    owner: str | None,
    contact: str | None,
    legacy_basic: bool | None,
) -> None:
    ends = expiry(expires)
    with invocation.acting() as (console, actor):
        created = console.api_keys.create(
            actor,
            name=name,
            permission_group=permission_group,
            profile=profile or Profile.STANDARD,
            expires_at=ends,
            networks=networks,
            owner=owner or "",
            contact=contact or "",
            legacy_basic=bool(legacy_basic),
        )
    key, secret, _ = created.api_key, created.secret.reveal(), invocation.texts.gettext
    rows = [(_("Id"), str(key.id)), (_("Key"), key.key_id), (_("Secret"), secret)]
    lines = shown_once(_("The API key was made."), rows, invocation.texts)
    show(invocation, {"id": key.id, "key": key.key_id, "secret": secret}, lines)


@api_keys.command("list", help=N_("List the API keys; no secret is shown."))
@api_key_filters
@acting
def _list(invocation: Invocation, *, search: str, facets: Facets) -> None:
    with invocation.acting() as (console, actor):
        views, now = found(console.api_keys, actor, search, facets), console.use_cases.now()
    texts = invocation.texts
    headings = (
        N_("Id"), N_("Key"), N_("Name"), N_("Permission group"), N_("Profile"), N_("Status"), N_("Expires"),
        N_("Last used"),
    )  # fmt: skip
    rows = [
        [
            str(view.api_key.id),
            view.api_key.key_id,
            view.api_key.name,
            view.group.name,
            str(view.api_key.profile),
            state("api_key", view.api_key.status, texts),
            short_moment(view.api_key.expires_at),
            short_moment(view.last_use.at if view.last_use else None),
        ]
        for view in views
    ]
    show(invocation, [_listed(view, now) for view in views], table([texts.gettext(h) for h in headings], rows, texts))


@api_keys.command("show", help=N_("Show one API key."))
@ref
@acting
def _show_one(invocation: Invocation, *, ref: str) -> None:
    with invocation.acting() as (console, actor):
        view, now = console.api_keys.show(actor, ref), console.use_cases.now()
    _, texts = invocation.texts.gettext, invocation.texts
    more = [
        (_("Secrets"), secret_words(view, now, texts)),
        (_("Last used"), short_moment(view.last_use.at if view.last_use else None)),
    ]
    lines = [*facts([*_facts(view, texts), *more]), *secret_lines(view, now, texts)]
    show(invocation, _listed(view, now), lines)


@api_keys.command("edit", help=N_("Change an API key; its secret stays."))
@ref
@option("--name", help=N_("Name that people know it by."))
@option("--permission-group", metavar="GROUP", help=N_("Id or name of what it may do at most."))
@limits
@limits_lifted
@_legacy_basic
@dry_run
@acting
def _edit(
    invocation: Invocation,
    *,
    ref: str,
    name: str | None,
    permission_group: str | None,
    profile: Profile | None,
    expires: str | None,
    no_expiry: bool,
    networks: tuple[str, ...],
    no_networks: bool,
    owner: str | None,
    contact: str | None,
    legacy_basic: bool | None,
    dry_run: bool,
) -> None:
    refuse_both("--expires", expires, "--no-expiry", no_expiry)
    switched = None if legacy_basic is None else "legacy_basic"
    refuse_empty_edit(
        name, permission_group, profile, expires, no_expiry, networks, no_networks, owner, contact, switched
    )
    wanted_networks, ends = new_networks(networks, no_networks), expiry(expires)
    with invocation.acting() as (console, actor):
        if dry_run:
            impact = console.impact.api_key_edit(actor, ref, networks=wanted_networks, legacy_basic=legacy_basic)
            show_edit_impact(invocation, impact)
            return
        edited = console.api_keys.edit(
            actor,
            ref,
            name=name,
            permission_group=permission_group,
            profile=profile,
            expires_at=ends,
            never_expires=no_expiry,
            networks=wanted_networks,
            owner=owner,
            contact=contact,
            legacy_basic=legacy_basic,
        )
        view = console.api_keys.show(actor, edited.key_id)
    _show(invocation, view)


def _moving(verb: str, about: str) -> None:
    """Add a command that moves an API key to another state."""

    @api_keys.command(verb, help=about)
    @ref
    @acting
    def _move(invocation: Invocation, *, ref: str) -> None:
        with invocation.acting() as (console, actor):
            moved: ApiKey = getattr(console.api_keys, verb)(actor, ref)
            view = console.api_keys.show(actor, moved.key_id)
        _show(invocation, view)


_moving("disable", N_("Disable an API key until it is enabled again; its next request is refused."))
_moving("enable", N_("Enable a disabled API key."))
_moving("revoke", N_("Revoke an API key; its next request is refused."))
_moving("restore", N_("Take a revoked API key back within 30 days, disabled."))

add_secret_commands(api_keys, SecretNames("api_key_secrets", "key", N_("Key"), "secret", N_("Secret")))
add_try_command(api_keys, "of_api_key")
add_impact_command(api_keys, "api_key")


def _show(invocation: Invocation, view: "ApiKeyView") -> None:
    show(invocation, _document(view), facts(_facts(view, invocation.texts)))


def _facts(view: "ApiKeyView", texts: Texts) -> list[Fact]:
    _, key = texts.gettext, view.api_key
    weaker = weakness_words(weaknesses_of_api_key(key, view.options), texts)
    return [
        (_("Id"), str(key.id)),
        (_("Key"), key.key_id),
        (_("Name"), key.name),
        (_("Permission group"), view.group.name),
        (_("Profile"), str(key.profile)),
        (_("Legacy Basic"), yes_or_no(view.options.legacy_basic, texts)),
        (_("Weaker"), " ".join(weaker)),
        (_("Status"), state("api_key", key.status, texts)),
        (_("Owner"), key.owner),
        (_("Contact"), key.contact),
        (_("Networks"), ", ".join(key.networks)),
        (_("Expires"), short_moment(key.expires_at)),
        (_("Created"), short_moment(key.created_at)),
    ]


def _document(view: "ApiKeyView") -> dict[str, Any]:
    key = view.api_key
    return {
        "id": key.id,
        "key": key.key_id,
        "name": key.name,
        "permission_group": view.group.name,
        "profile": str(key.profile),
        "legacy_basic": view.options.legacy_basic,
        "weaker": [str(one) for one in weaknesses_of_api_key(key, view.options)],
        "status": str(key.status),
        "owner": key.owner,
        "contact": key.contact,
        "networks": list(key.networks),
        "expires_at": moment(key.expires_at),
        "created_at": moment(key.created_at),
    }


def _listed(view: "ApiKeyView", now: datetime) -> dict[str, Any]:
    return {
        **_document(view),
        "last_used_at": moment(view.last_use.at if view.last_use else None),
        "secrets": secret_documents(view, now),
    }
