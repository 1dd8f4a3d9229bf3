"""`permission-groups`: what credentials and people may do at most."""

import sys
from typing import Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.filters import Facets, permission_group_filters
from fracttal_console.cli.options import acting, ref, refuse_empty_edit
from fracttal_console.cli.output import facts, moment, short_moment, show, table, yes_or_no
from fracttal_console.cli.permission_advice import advice_document, advice_lines, what_if_document, what_if_lines
from fracttal_console.cli.spoken import SpokenGroup, option
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.texts.catalogue import N_, Texts


@click.group(cls=SpokenGroup, help=N_("What credentials and people may do at most."))
def permission_groups() -> None:
    """Hold the commands on permission groups."""


@permission_groups.command("create", help=N_("Make a permission group."))
@option("--name", required=True, help=N_("Name that people know it by."))
@option("--allow", metavar="RESOURCE:ACTION", multiple=True, required=True,
        help=N_("A permission, such as work_orders:view; may be given several times."))  # fmt: skip
@option("--read-only", is_flag=True, help=N_("Leave only viewing and reports of what is allowed."))
@acting
def _create(invocation: Invocation, *, name: str, allow: tuple[str, ...], read_only: bool) -> None:
    with invocation.acting() as (console, actor):
        group = console.permission_groups.create(actor, name=name, permissions=allow, read_only=read_only)
        _show(invocation, group, console.catalogue)


@permission_groups.command("edit", help=N_("Change a permission group; it counts from the next request on."))
@ref
@option("--name", help=N_("Name that people know it by."))
@option("--allow", metavar="RESOURCE:ACTION", multiple=True,
        help=N_("A permission; those given replace all it had."))  # fmt: skip
@option("--read-only/--no-read-only", default=None, help=N_("Leave only viewing and reports of what is allowed."))
@option("--dry-run", is_flag=True, help=N_("Save nothing: say which requests of the last 30 days would be refused."))
@acting
def _edit(
    invocation: Invocation, *, ref: str, name: str | None, allow: tuple[str, ...], read_only: bool | None, dry_run: bool
) -> None:
    refuse_empty_edit(name, allow, None if read_only is None else str(read_only))
    with invocation.acting() as (console, actor):
        if dry_run:
            found = console.what_if.group(actor, ref, permissions=allow or None, read_only=read_only)
            lines = what_if_lines(found, console.catalogue, invocation.texts)
            show(invocation, what_if_document(found, console.catalogue), lines)
            return
        group = console.permission_groups.edit(actor, ref, name=name, permissions=allow or None, read_only=read_only)
        _show(invocation, group, console.catalogue)


@permission_groups.command("list", help=N_("List the permission groups."))
@permission_group_filters
@acting
def _list(invocation: Invocation, *, search: str, facets: Facets) -> None:
    from fracttal_console.services.listing import ListQuery  # noqa: PLC0415 - half a second that help need not take

    with invocation.acting() as (console, actor):
        query = ListQuery(text=search, facets=facets, descending=False)
        groups = [view.group for view in console.permission_groups.page(actor, query, 0, sys.maxsize).rows]
        catalogue = console.catalogue
    texts = invocation.texts
    headings = [texts.gettext(heading) for heading in (N_("Id"), N_("Name"), N_("Read-only"), N_("Permissions"))]
    rows = [[str(g.id), g.name, yes_or_no(g.read_only, texts), str(len(g.permissions))] for g in groups]
    show(invocation, [_document(group, catalogue) for group in groups], table(headings, rows, texts))


@permission_groups.command("show", help=N_("Show one permission group."))
@ref
@acting
def _show_one(invocation: Invocation, *, ref: str) -> None:
    with invocation.acting() as (console, actor):
        _show(invocation, console.permission_groups.show(actor, ref), console.catalogue)


@permission_groups.command("advice", help=N_("Say what a permission group allows that nobody used."))
@ref
@option("--days", type=click.IntRange(1, 400), default=90, show_default=True, help=N_("How many days, today included."))
@acting
def _advise(invocation: Invocation, *, ref: str, days: int) -> None:
    with invocation.acting() as (console, actor):
        advice = console.least_privilege.group(actor, ref, days)
        catalogue = console.catalogue
    show(invocation, advice_document(advice, catalogue), advice_lines(advice, catalogue, invocation.texts))


def _show(invocation: Invocation, group: PermissionGroup, catalogue: PermissionCatalogue) -> None:
    show(invocation, _document(group, catalogue), _lines(group, catalogue, invocation.texts))


def _document(group: PermissionGroup, catalogue: PermissionCatalogue) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.name,
        "permissions": catalogue.in_order(group.permissions),
        "read_only": group.read_only,
        "allowed": catalogue.in_order(group.allowed),
        "created_at": moment(group.created_at),
    }


def _lines(group: PermissionGroup, catalogue: PermissionCatalogue, texts: Texts) -> list[str]:
    _ = texts.gettext
    return facts(
        [
            (_("Id"), str(group.id)),
            (_("Name"), group.name),
            (_("Read-only"), yes_or_no(group.read_only, texts)),
            (_("Permissions"), ", ".join(catalogue.in_order(group.permissions))),
            (_("Allowed in effect"), ", ".join(catalogue.in_order(group.allowed))),
            (_("Created"), short_moment(group.created_at)),
        ]
    )
