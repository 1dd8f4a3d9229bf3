"""`audit`: what was done and by whom, and whether the record is whole."""

from typing import Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.failures import REFUSED
from fracttal_console.cli.options import acting
from fracttal_console.cli.output import moment, short_moment, show, table
from fracttal_console.cli.spoken import SpokenGroup, option
from fracttal_console.domain.audit import Event
from fracttal_console.texts.catalogue import N_


@click.group(cls=SpokenGroup, help=N_("What was done, by whom, in a chain that shows tampering."))
def audit() -> None:
    """Hold the commands on the audit log."""


@audit.command("list", help=N_("List events, newest first."))
@option("--limit", type=click.IntRange(1, 100_000), default=100, show_default=True, help=N_("How many at most."))
@acting
def _list(invocation: Invocation, *, limit: int) -> None:
    with invocation.acting() as (console, actor):
        events = console.audit.newest(actor, most=limit)
    texts = invocation.texts
    headings = (N_("No."), N_("When"), N_("Who"), N_("Event"), N_("About"), N_("Reason"))
    rows = [
        [str(e.seq), short_moment(e.at), e.actor.name or str(e.actor.kind), e.tag, e.target.name, e.reason]
        for e in events
    ]
    show(invocation, list(map(_document, events)), table([texts.gettext(h) for h in headings], rows, texts))


@audit.command("verify", help=N_("Check the whole chain of events; the exit code is 1 where it is broken."))
@acting
@click.pass_context
def _verify(ctx: click.Context, invocation: Invocation) -> None:
    with invocation.acting() as (console, actor):
        report = console.audit.check(actor)
    texts = invocation.texts
    intact = report.broken_at is None
    document: dict[str, Any] = {"intact": intact, "events": report.events, "broken_at": report.broken_at}
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


def _document(event: Event) -> dict[str, Any]:
    actor, target = event.actor, event.target
    return {
        "seq": event.seq,
        "at": moment(event.at),
        "event": event.tag,
        "actor": {
            "kind": str(actor.kind),
            "id": actor.id,
            "name": actor.name,
            "role": str(actor.role) if actor.role else None,
            "address": actor.address,
        },
        "target": {"kind": target.kind, "id": target.id, "name": target.name},
        "changes": [{"field": c.field, "before": c.before, "after": c.after} for c in event.changes],
        "facts": dict(event.facts),
        "reason": event.reason,
    }
