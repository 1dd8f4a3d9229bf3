"""How commands show an impact preview."""

from typing import Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.options import acting, ref
from fracttal_console.cli.output import facts, moment, short_moment, show
from fracttal_console.domain.impact import Impact
from fracttal_console.texts.catalogue import N_, Texts

_PATHS_SHOWN = 10


def impact_document(impact: Impact) -> dict[str, Any]:
    """Return an impact preview for machines."""
    return {
        "things": impact.things,
        "in_use": impact.in_use,
        "people": impact.people,
        "consumers": list(impact.consumers),
        "requests": {"24_hours": impact.requests_day, "30_days": impact.requests_month},
        "paths": [{"path": path, "requests": number} for path, number in impact.paths],
        "addresses": list(impact.addresses),
        "last_used_at": moment(impact.last_used_at),
    }


def impact_lines(impact: Impact, texts: Texts) -> list[str]:
    """Return an impact preview for people."""
    paths = [f"{path} ({number})" for path, number in impact.paths[:_PATHS_SHOWN]]
    if len(impact.paths) > _PATHS_SHOWN:
        paths.append("…")
    return facts(
        [
            (texts.gettext("How many"), str(impact.things)),
            (texts.gettext("Used in the last 30 days"), str(impact.in_use)),
            (texts.gettext("People"), str(impact.people)),
            (texts.gettext("Consumers"), ", ".join(impact.consumers)),
            (texts.gettext("Requests in 24 hours"), str(impact.requests_day)),
            (texts.gettext("Requests in 30 days"), str(impact.requests_month)),
            (texts.gettext("Paths"), ", ".join(paths)),
            (texts.gettext("Addresses"), ", ".join(impact.addresses)),
            (texts.gettext("Last used"), short_moment(impact.last_used_at)),
        ]
    )


def add_impact_command(group: click.Group, verb: str) -> None:
    """Add the command that previews the end of one of a kind; `verb` is what the service of impacts calls it."""

    @group.command("impact", help=N_("Say what would notice if it ended now."))
    @ref
    @acting
    def _impact(invocation: Invocation, *, ref: str) -> None:
        with invocation.acting() as (console, actor):
            impact: Impact = getattr(console.impact, verb)(actor, ref)
        show_impact(invocation, impact)


def show_impact(invocation: Invocation, impact: Impact) -> None:
    """Show an impact preview."""
    show(invocation, impact_document(impact), impact_lines(impact, invocation.texts))
