"""`overview`: the figures of this moment, and what needs attention."""

from typing import TYPE_CHECKING, Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.options import acting
from fracttal_console.cli.output import facts, moment, short_moment, show
from fracttal_console.cli.spoken import SpokenGroup
from fracttal_console.texts.attention import attention_words
from fracttal_console.texts.catalogue import N_, Texts

if TYPE_CHECKING:  # at run time this is half a second that asking for help need not take
    from fracttal_console.domain.usage import Requests
    from fracttal_console.services.attention import Attention
    from fracttal_console.services.overview import Figures


@click.group(cls=SpokenGroup, help=N_("How the base is, and what needs attention."))
def overview() -> None:
    """Hold the commands of the overview."""


@overview.command("show", help=N_("Show the figures of this moment, and what needs attention, most pressing first."))
@acting
def _show(invocation: Invocation) -> None:
    texts = invocation.texts
    with invocation.acting() as (console, actor):
        figures, found = console.overview.figures(actor), console.overview.attention(actor)
        now = console.use_cases.now()
    words = [attention_words(one, now, texts) for one in found]
    lines = _lines(figures, texts)
    if words:
        lines += ["", texts.gettext("Needs attention")]
        lines += [f"- {title}. {below}" if below else f"- {title}." for title, below in words]
    document = {
        **_document(figures),
        "attention": [_noticed(one, title) for one, (title, _) in zip(found, words, strict=True)],
    }
    show(invocation, document, lines)


def _lines(figures: "Figures", texts: Texts) -> list[str]:
    _, checked = texts.gettext, figures.checked
    verified = short_moment(None if checked is None else checked.at)
    return facts(
        [
            (_("Requests today"), str(figures.today.total)),
            (_("Refused today"), str(figures.today.refused)),
            (_("Refused on such a day"), "" if figures.usual is None else str(figures.usual.refused)),
            (_("Active authorizations"), str(figures.active)),
            (_("Not used in 90 days"), str(figures.unused)),
            (_("Authorizations that end within 14 days"), str(figures.authorizations_ending)),
            (_("API keys that end within 14 days"), str(figures.keys_ending)),
            (_("Consumers that end within 14 days"), str(figures.consumers_ending)),
            (_("Events in the chain"), str(figures.events)),
            (_("Chain verified"), verified if checked is None or checked.whole else f"{verified} ({_('broken')})"),
        ]
    )


def _document(figures: "Figures") -> dict[str, Any]:
    checked = figures.checked
    return {
        "today": _requests(figures.today),
        "usual": None if figures.usual is None else _requests(figures.usual),
        "refused_rising": figures.rising,
        "refused_from": figures.source or None,
        "authorizations": {"active": figures.active, "unused": figures.unused},
        "ending": {
            "authorizations": figures.authorizations_ending,
            "api_keys": figures.keys_ending,
            "consumers": figures.consumers_ending,
            "first_at": moment(figures.first_end),
        },
        "events": figures.events,
        "chain": None if checked is None else {"verified_at": moment(checked.at), "whole": checked.whole},
    }


def _requests(requests: "Requests") -> dict[str, int]:
    return {"accepted": requests.accepted, "refused": requests.refused}


def _noticed(one: "Attention", title: str) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": title,
        "kind": one.kind or None,
        "id": one.thing,
        "name": one.name or None,
        "names": list(one.names),
        "count": one.count,
        "among": one.among,
        "at": moment(one.at),
        "address": one.address or None,
        "detail": one.detail or None,
    }
