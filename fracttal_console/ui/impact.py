"""An impact preview in words: who and what would notice, one line each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QWidget

from fracttal_console.domain.errors import ConsoleError
from fracttal_console.domain.impact import Impact
from fracttal_console.texts.brief import brief_ago, number
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.operations import Lane

_NAMED = 8


@dataclass(frozen=True, slots=True)
class ImpactLine:
    """One fact: an icon, the figure, and what it means."""

    icon: str
    figure: str
    meaning: str
    ink: str = "text2"


def impact_lines(impact: Impact, now: datetime, texts: Texts) -> tuple[ImpactLine, ...]:
    """Say what would notice."""
    if not impact.things:
        nobody = texts.gettext("Nobody has granted it anything, or all of that has ended.")
        alone = (ImpactLine("users", texts.gettext("No authorization"), nobody),)
        # a consumer may ask for tokens and use none here
        return (*alone, *_requests(impact, now, texts), *_where(impact, texts)) if impact.in_use else alone
    return (*_who(impact, texts), *_requests(impact, now, texts), *_where(impact, texts))


def read_impact(page: QWidget, desk: Desk, read: Callable[[], Impact], show: Callable[[Impact], None]) -> None:
    """Read an impact beside the window and show it, if the page is still in sight by then.

    Args:
        page: the page or dialog over which it is asked.
        desk: the tools of the window.
        read: asks the services.
        show: opens the dialog, or acts at once where nothing is in use.
    """

    def arrived(impact: Impact) -> None:
        # locked meanwhile, or gone to another page: nothing may open over that
        if page.isVisible():
            show(impact)

    def refused(error: ConsoleError) -> None:
        desk.operations.refuse(error)

    desk.operations.run(page, read, arrived, refused, lane=Lane.READ)


def _who(impact: Impact, texts: Texts) -> tuple[ImpactLine, ...]:
    if impact.people:
        people = texts.ngettext("{n} person", "{n} people", impact.people).format(n=number(impact.people, texts))
        if len(impact.consumers) == 1:
            loses = texts.ngettext("loses this application at once", "lose this application at once", impact.people)
        else:
            loses = texts.ngettext("loses these applications at once", "lose these applications at once", impact.people)
        return (ImpactLine("users", people, loses),)
    if not impact.consumers:
        return ()
    several = len(impact.consumers)
    words = texts.ngettext("{n} application", "{n} applications", several).format(n=number(several, texts))
    return (ImpactLine("bot", words, texts.ngettext("it acts for itself", "they act for themselves", several)),)


def _requests(impact: Impact, now: datetime, texts: Texts) -> tuple[ImpactLine, ...]:
    if impact.last_used_at is None and not impact.requests_month:
        return (ImpactLine("moon", texts.gettext("Never used"), texts.gettext("no request so far")),)
    ago = "" if impact.last_used_at is None else brief_ago(impact.last_used_at, now, texts)
    if not impact.in_use and not impact.requests_month:
        return (
            ImpactLine("moon", texts.gettext("Not used in 30 days"), texts.gettext("last used: {ago}").format(ago=ago)),
        )
    if not impact.requests_month:
        return (
            ImpactLine("activity", texts.gettext("In use"), texts.gettext("last used: {ago}").format(ago=ago), "warn"),
        )
    lately = texts.ngettext("{n} request in 24 h", "{n} requests in 24 h", impact.requests_day)
    month = number(impact.requests_month, texts)
    meaning = texts.gettext("{n} in 30 days").format(n=month)
    if ago:
        meaning = texts.gettext("{n} in 30 days; the last one: {ago}").format(n=month, ago=ago)
    ink = "bad" if impact.requests_day else "warn"
    return (ImpactLine("activity", lately.format(n=number(impact.requests_day, texts)), meaning, ink),)


def _where(impact: Impact, texts: Texts) -> tuple[ImpactLine, ...]:
    lines = []
    paths = tuple(dict.fromkeys(_plain(path) for path, _ in impact.paths))
    if paths:
        words = texts.ngettext("{n} path in use", "{n} paths in use", len(paths)).format(n=len(paths))
        lines.append(ImpactLine("route", words, _some(paths)))
    if impact.addresses:
        several = len(impact.addresses)
        words = texts.ngettext("{n} address", "{n} addresses", several).format(n=several)
        lines.append(ImpactLine("map-pin", words, _some(impact.addresses)))
    return tuple(lines)


def _plain(path: str) -> str:
    return path.rpartition(" ")[2].removeprefix("/api/").strip("/") or "/"


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
