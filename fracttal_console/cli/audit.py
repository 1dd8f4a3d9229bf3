"""`audit`: what was done and by whom, and whether the record is whole."""

from pathlib import Path
from typing import Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.failures import REFUSED
from fracttal_console.cli.filters import Facets, event_filters
from fracttal_console.cli.options import acting, one_of
from fracttal_console.cli.output import short_moment, show, table
from fracttal_console.cli.progress import Stoppable
from fracttal_console.cli.spoken import SpokenGroup, option
from fracttal_console.services.event_documents import ExportFormat, event_document
from fracttal_console.services.listing import ListQuery
from fracttal_console.texts.catalogue import N_


@click.group(cls=SpokenGroup, help=N_("What was done, by whom, in a chain that shows tampering."))
def audit() -> None:
    """Hold the commands on the audit log."""


@audit.command("list", help=N_("List events, newest first."))
@option("--limit", type=click.IntRange(1, 100_000), default=100, show_default=True, help=N_("How many at most."))
@option("--search", default="", metavar="TEXT", help=N_("Only those whose names hold all these words."))
@event_filters
@acting
def _list(invocation: Invocation, *, limit: int, search: str, facets: Facets) -> None:
    with invocation.acting() as (console, actor):
        events = console.audit.page(actor, ListQuery(text=search, facets=facets), 0, limit).rows
    texts = invocation.texts
    headings = (N_("No."), N_("When"), N_("Who"), N_("Event"), N_("About"), N_("Reason"))
    rows = [
        [str(e.seq), short_moment(e.at), e.actor.name or str(e.actor.kind), e.tag, e.target.name, e.reason]
        for e in events
    ]
    show(invocation, list(map(event_document, events)), table([texts.gettext(h) for h in headings], rows, texts))


@audit.command("export", help=N_("Write events to a file that only you may read, oldest first; it is an event itself."))
@click.argument("file", type=click.Path(path_type=Path))
@option("--format", "form", **one_of(ExportFormat), help=N_("How it is written; else the ending of FILE says it."))
@option("--search", default="", metavar="TEXT", help=N_("Only those whose names hold all these words."))
@event_filters
@acting
@click.pass_context
def _export(
    ctx: click.Context, invocation: Invocation, *, file: Path, form: ExportFormat | None, search: str, facets: Facets
) -> None:
    by_ending = ExportFormat.JSON_LINES if file.suffix.lower() in {".jsonl", ".ndjson"} else ExportFormat.CSV
    with invocation.acting() as (console, actor):
        query = ListQuery(text=search, facets=facets)
        with Stoppable(invocation.texts) as stoppable:
            exported = console.audit.export(actor, file, query, form=form or by_ending, progress=stoppable)
    texts = invocation.texts
    document = {
        "path": str(file), "format": str(form or by_ending), "events": exported.events, "complete": exported.complete,
    }  # fmt: skip
    if not exported.complete:
        words = texts.gettext("Stopped: {n} of {total} events stand in {name}, the oldest first.")
        show(invocation, document, [words.format(n=exported.events, total=exported.matching, name=file.name)])
        ctx.exit(REFUSED)
    line = texts.ngettext("{n} event was written to {path}.", "{n} events were written to {path}.", exported.events)
    show(invocation, document, [line.format(n=exported.events, path=file)])


@audit.command("verify", help=N_("Check the whole chain of events; the exit code is 1 where it is broken."))
@acting
@click.pass_context
def _verify(ctx: click.Context, invocation: Invocation) -> None:
    with invocation.acting() as (console, actor), Stoppable(invocation.texts) as stoppable:
        report = console.audit.check(actor, progress=stoppable)
    texts = invocation.texts
    intact = report.broken_at is None
    document: dict[str, Any] = {"intact": intact, "events": report.events, "broken_at": report.broken_at}
    if intact and not report.complete:
        line = texts.ngettext(
            "Stopped: the first {n} event is whole, the rest was not looked at.",
            "Stopped: the first {n} events are whole, the rest was not looked at.",
            report.events,
        )
        # of the whole nothing can be said
        show(invocation, {**document, "intact": None}, [line.format(n=report.events)])
        ctx.exit(REFUSED)
    if intact:
        line = texts.ngettext("The chain is whole: {n} event.", "The chain is whole: {n} events.", report.events)
        show(invocation, document, [line.format(n=report.events)])
        return
    message = texts.gettext(
        "The chain is broken at event {place}. The audit log was changed outside this program. "
        "Find out who wrote to the file, then restore it from a backup."
    ).format(place=report.broken_at)
    click.echo(message, err=True)
    if invocation.as_json:
        show(invocation, {**document, "error": "chain_broken", "message": message}, [])
    ctx.exit(REFUSED)
