"""`usage`: how many requests there were, day by day."""

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.options import acting
from fracttal_console.cli.output import show, table
from fracttal_console.cli.spoken import SpokenGroup, option
from fracttal_console.texts.catalogue import N_


@click.group(cls=SpokenGroup, help=N_("How many requests there were."))
def usage() -> None:
    """Hold the commands on usage."""


@usage.command(
    "show", help=N_("Show requests day by day (UTC), and by endpoint; of the whole base, or of what is named.")
)
@option("--days", type=click.IntRange(1, 400), default=30, show_default=True, help=N_("How many days, today included."))
@option("--consumer", default="", help=N_("Only of this OAuth consumer: id, client id or name."))
@option("--api-key", default="", help=N_("Only of this API key: id, key id or name."))
@option("--person", default="", help=N_("Only for this person: id or e-mail; with a consumer, one authorization."))
@acting
def _show(invocation: Invocation, *, days: int, consumer: str, api_key: str, person: str) -> None:
    with invocation.acting() as (console, actor):
        figures = console.usage_figures
        daily = figures.per_day(actor, days, consumer=consumer, api_key=api_key, person=person)
        paths = figures.per_path(actor, days, consumer=consumer, api_key=api_key, person=person)
    texts = invocation.texts
    named = [texts.gettext(heading) for heading in (N_("Day"), N_("Accepted"), N_("Refused"))]
    lines = table(
        named,
        [[day.isoformat(), str(requests.accepted), str(requests.refused)] for day, requests in daily.days],
        texts,
    )
    if paths:
        named = [texts.gettext(heading) for heading in (N_("Endpoint"), N_("Accepted"), N_("Refused"))]
        lines += [
            "",
            *table(named, [[path, str(one.accepted), str(one.refused)] for path, one in paths.items()], texts),
        ]
    document = {
        "accepted": daily.total.accepted,
        "refused": daily.total.refused,
        "days": [
            {"day": day.isoformat(), "accepted": requests.accepted, "refused": requests.refused}
            for day, requests in daily.days
        ],
        "endpoints": [
            {"endpoint": path, "accepted": one.accepted, "refused": one.refused} for path, one in paths.items()
        ],
    }
    show(invocation, document, lines)
