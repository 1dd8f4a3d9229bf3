"""`refusals`: requests that were refused in the last days, with their causes."""

from typing import TYPE_CHECKING, Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.filters import Facets, refusal_filters
from fracttal_console.cli.options import acting
from fracttal_console.cli.output import moment, short_moment, show, table
from fracttal_console.cli.spoken import SpokenGroup, option
from fracttal_console.texts.catalogue import N_
from fracttal_console.texts.refusals import cause_advice, cause_title

if TYPE_CHECKING:  # at run time this is half a second that asking for help need not take
    from fracttal_console.services.refused_requests import RefusalView
    from fracttal_console.texts.catalogue import Texts


@click.group(cls=SpokenGroup, help=N_("Requests that were refused in the last 7 days, and why."))
def refusals() -> None:
    """Hold the commands on refused requests."""


@refusals.command("list", help=N_("List refused requests, newest first; equal ones are one row that counts."))
@option("--limit", type=click.IntRange(1, 20_000), default=100, show_default=True, help=N_("How many at most."))
@option("--search", "text", default="", help=N_("Only those with these words: a name, an address, a path, a cause."))
@refusal_filters
@acting
def _list(invocation: Invocation, *, limit: int, text: str, facets: Facets) -> None:
    from fracttal_console.services.listing import ListQuery  # noqa: PLC0415 - see above

    with invocation.acting() as (console, actor):
        page = console.refused_requests.page(actor, ListQuery(text=text, facets=facets), 0, limit)
    texts = invocation.texts
    headings = (N_("Last"), N_("Times"), N_("Cause"), N_("Whose"), N_("From"), N_("Request"))
    rows = [
        [
            short_moment(view.refusal.last_at),
            str(view.refusal.times),
            cause_title(view.refusal.cause, texts),
            view.refusal.credential_name,
            view.refusal.address,
            view.refusal.endpoint,
        ]
        for view in page.rows
    ]
    documents = [_document(view, texts) for view in page.rows]
    show(invocation, documents, table([texts.gettext(heading) for heading in headings], rows, texts))


def _document(view: "RefusalView", texts: "Texts") -> dict[str, Any]:
    refusal = view.refusal
    return {
        "id": refusal.id,
        "kind": str(refusal.kind),
        "cause": refusal.cause,
        "title": cause_title(refusal.cause, texts),
        "what_to_do": cause_advice(refusal.cause, texts),
        "credential": {
            "kind": refusal.credential_kind or None, "id": refusal.credential_id, "name": refusal.credential_name,
        },
        "person": None if view.person is None else {"id": view.person.id, "email": view.person.email},
        "address": refusal.address,
        "endpoint": refusal.endpoint,
        "times": refusal.times,
        "first_at": moment(refusal.first_at),
        "last_at": moment(refusal.last_at),
        "facts": dict(refusal.facts),
        "missing_permissions": list(view.missing),
        "repair": view.repair or None,
    }  # fmt: skip
