"""How commands show an impact preview."""

from typing import Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.options import acting, ref
from fracttal_console.cli.output import facts, moment, short_moment, show
from fracttal_console.cli.spoken import option
from fracttal_console.domain.impact import EditImpact, Impact
from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.texts.edit_losses import loss_words

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


dry_run = option("--dry-run", is_flag=True, help=N_("Only say what would notice; change nothing."))
"""The option of commands that can be previewed."""


def show_edit_impact(invocation: Invocation, found: EditImpact) -> None:
    """Show what an edit would take away, and what depends on the credential."""
    texts = invocation.texts
    losses = [loss_words(loss, texts) for loss in found.losses]
    document = {
        "losses": [{"kind": str(loss.kind), "gone": list(loss.gone)} for loss in found.losses],
        "impact": impact_document(found.impact),
    }
    nothing = texts.gettext("Nothing would be taken away.")
    show(invocation, document, [*(facts(losses) if losses else [nothing]), "", *impact_lines(found.impact, texts)])


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
