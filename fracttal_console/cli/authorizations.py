"""`authorizations`: what consumers may do and for whom, and how it ends."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from fracttal_console.cli.authorization_acts import impact, resume, revoke, suspend, undo
from fracttal_console.cli.context import Invocation
from fracttal_console.cli.filters import Facets, authorization_filters
from fracttal_console.cli.options import acting, ref, refuse_both
from fracttal_console.cli.output import facts, moment, short_moment, show, state, table
from fracttal_console.cli.spoken import SpokenGroup, option
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.services.listing import ListQuery
from fracttal_console.texts.catalogue import N_

if TYPE_CHECKING:  # at run time this is half a second that asking for help need not take
    from fracttal_console.services.authorizations import AuthorizationView


@click.group(cls=SpokenGroup, help=N_("What consumers may do, for whom; and revoke it."))
def authorizations() -> None:
    """Hold the commands on authorizations."""


@authorizations.command("list", help=N_("List authorizations, newest first: one per consumer and person."))
@option("--history", is_flag=True, help=N_("List every one there ever was."))
@option("--search", default="", metavar="TEXT", help=N_("Only those whose names hold all these words."))
@authorization_filters
@acting
def _list(invocation: Invocation, *, history: bool, search: str, facets: Facets) -> None:
    refuse_both("--history", history, "--search, --consumer, …", facets or search)
    with invocation.acting() as (console, actor):
        views: Sequence[AuthorizationView]
        if facets or search:
            query = ListQuery(text=search, facets=facets)
            views = console.authorizations.page(actor, query, 0, sys.maxsize).rows
        else:
            views = console.authorizations.all(actor, history=history)
        catalogue = console.catalogue
    texts = invocation.texts
    headings = (
        N_("Id"), N_("Consumer"), N_("Person"), N_("Permissions"), N_("Status"), N_("Granted"), N_("Last used"),
    )  # fmt: skip
    rows = [
        [
            str(view.authorization.id),
            view.consumer.name,
            view.person.email if view.person else "",
            str(len(view.authorization.permissions)),
            state("authorization", view.status, texts),
            short_moment(view.authorization.granted_at),
            short_moment(view.last_use.at if view.last_use else None),
        ]
        for view in views
    ]
    documents = [_document(view, catalogue) for view in views]
    show(invocation, documents, table([texts.gettext(heading) for heading in headings], rows, texts))


@authorizations.command("show", help=N_("Show one authorization: since when, until when, and its last use."))
@ref
@acting
def _show(invocation: Invocation, *, ref: str) -> None:
    from fracttal_console.domain.errors import NotFound  # noqa: PLC0415 - see TYPE_CHECKING
    from fracttal_console.services.references import authorization_id  # noqa: PLC0415 - as above

    with invocation.acting() as (console, actor):
        rows = console.authorizations.page(actor, ListQuery(id=authorization_id(ref)), 0, 1).rows
        if not rows:
            raise NotFound("authorization", ref)
        view, catalogue = rows[0], console.catalogue
    _, row, use = invocation.texts.gettext, view.authorization, view.last_use
    document = {
        **_document(view, catalogue),
        "expires_at": moment(row.expires_at),
        "ended_at": moment(row.ended_at),
        "ended_by": row.ended_by or None,
        "last_used_from": use.address if use else None,
        "last_used_path": use.path if use else None,
    }
    lines = facts(
        [
            (_("Id"), str(row.id)),
            (_("Consumer"), f"{view.consumer.name} ({view.consumer.client_id})"),
            (_("Person"), view.person.email if view.person else ""),
            (_("Permissions"), ", ".join(catalogue.in_order(row.permissions))),
            (_("Status"), state("authorization", view.status, invocation.texts)),
            (_("Granted"), short_moment(row.granted_at)),
            (_("Expires"), short_moment(row.expires_at)),
            (_("Ended"), short_moment(row.ended_at)),
            (_("By"), row.ended_by),
            (_("Last used"), short_moment(use.at if use else None)),
            (_("From"), use.address if use else ""),
            (_("Path"), use.path if use else ""),
        ]
    )
    show(invocation, document, lines)


for command in (revoke, suspend, resume, undo, impact):
    authorizations.add_command(command)


def _document(view: "AuthorizationView", catalogue: PermissionCatalogue) -> dict[str, Any]:
    consumer, person = view.consumer, view.person
    return {
        "id": view.authorization.id,
        "consumer": {"id": consumer.id, "client_id": consumer.client_id, "name": consumer.name},
        "person": None if person is None else {"id": person.id, "email": person.email, "name": person.name},
        "permissions": catalogue.in_order(view.authorization.permissions),
        "status": view.status,
        "granted_at": moment(view.authorization.granted_at),
        "last_used_at": moment(view.last_use.at if view.last_use else None),
    }
