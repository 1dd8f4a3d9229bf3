"""What the overview says of each thing that needs attention, and where its button leads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fracttal_console.services.attention import Attention
from fracttal_console.services.refusal_facets import DAYS
from fracttal_console.texts.brief import brief_date, clock_time, number
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.listing import listed
from fracttal_console.texts.refusals import cause_title
from fracttal_console.ui.work_page import Errand, Spot

_NAMED = 3
_PAGES = {"api_key": "api_keys", "consumer": "oauth_consumers"}
_URGENT, _SOON = 1, 7


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list."""

    icon: str
    tone: str
    title: str
    subtitle: str
    when: str
    button: str
    errand: Errand


def item_of(one: Attention, now: datetime, texts: Texts) -> Item:
    """Return the line for one thing."""
    return _SAID[one.code](one, now, texts)


def _rising(one: Attention, now: datetime, texts: Texts) -> Item:
    del now
    title = texts.ngettext("{n} request refused from {address}", "{n} requests refused from {address}", one.count)
    parts = [cause_title(one.detail, texts)]
    if one.at is not None:
        parts.append(texts.gettext("since {time}").format(time=clock_time(one.at)))
    if one.name:
        parts.append(one.name)
    return Item(
        "siren", "bad", title.format(n=number(one.count, texts), address=one.address), ", ".join(parts),
        texts.gettext("Now"), texts.gettext("Open in doctor"),
        Errand("request_doctor", Spot(text=one.address, only=DAYS[0])),
    )  # fmt: skip


def _secret_ends(one: Attention, now: datetime, texts: Texts) -> Item:
    title = texts.gettext("Secret of {name} expires {when}").format(name=one.name, when=_when(one.at, now, texts))
    return _ends(one, now, texts, title)


def _credential_ends(one: Attention, now: datetime, texts: Texts) -> Item:
    title = texts.gettext("{name} expires {when}").format(name=one.name, when=_when(one.at, now, texts))
    return _ends(one, now, texts, title)


def _ends(one: Attention, now: datetime, texts: Texts, title: str) -> Item:
    owner = texts.gettext("Owner: {name}").format(name=one.detail) if one.detail else texts.gettext("It has no owner")
    return Item("clock-alert", _tone(one.at, now), title, owner, _days(one.at, now, texts), _see(one, texts), _row(one))


def _authorizations_end(one: Attention, now: datetime, texts: Texts) -> Item:
    title = texts.ngettext(
        "{n} authorization ends within 14 days", "{n} authorizations end within 14 days", one.count
    )  # fmt: skip
    subtitle = texts.gettext("First {name}, {when}").format(name=one.name, when=_when(one.at, now, texts))
    return Item(
        "clock-alert", _tone(one.at, now), title.format(n=number(one.count, texts)), subtitle,
        _days(one.at, now, texts), texts.gettext("See them"), Errand("authorizations", Spot(only="ending")),
    )  # fmt: skip


def _weak(one: Attention, now: datetime, texts: Texts) -> Item:
    del now
    title = (
        texts.ngettext(
            "{n} consumer uses the weaker Fracttal profile", "{n} consumers use the weaker Fracttal profile", one.count
        )
        if one.kind == "consumer"
        else texts.ngettext(
            "{n} API key uses the weaker Fracttal profile", "{n} API keys use the weaker Fracttal profile", one.count
        )
    )
    return Item(
        "shield-alert", "warn", title.format(n=number(one.count, texts)), _names(one.names, texts), "",
        texts.gettext("See them"), Errand(_PAGES[one.kind], Spot(text=one.names[0] if one.count == 1 else "")),
    )  # fmt: skip


def _basic(one: Attention, now: datetime, texts: Texts) -> Item:
    del now
    title = texts.ngettext(
        "{n} API key may be sent as it is (legacy Basic)", "{n} API keys may be sent as they are (legacy Basic)",
        one.count,
    )  # fmt: skip
    return Item(
        "triangle-alert", "warn", title.format(n=number(one.count, texts)), _names(one.names, texts), "",
        texts.gettext("See them"), Errand(_PAGES[one.kind], Spot(text=one.names[0] if one.count == 1 else "")),
    )  # fmt: skip


def _owner_left(one: Attention, now: datetime, texts: Texts) -> Item:
    title = texts.gettext("Owner left: {name}").format(name=one.name)
    day = brief_date(one.at, now, texts) if one.at else "–"
    words = texts.gettext("{person} was disabled on {day}; choose a new one").format(person=one.detail, day=day)
    return Item("user-x", "warn", title, words, "", _see(one, texts), _row(one))


def _over_privileged(one: Attention, now: datetime, texts: Texts) -> Item:
    del now
    title = texts.ngettext(
        "{n} of {all} permissions not used: {name}", "{n} of {all} permissions not used: {name}", one.count
    ).format(name=one.name, n=number(one.count, texts), all=number(one.among, texts))
    words = texts.gettext("Group {group} allows more than it needs").format(group=one.detail)
    errand = Errand(_PAGES[one.kind], Spot(text=one.name, thing=one.thing), act="narrow")
    return Item("shield", "warn", title, words, "", _see(one, texts), errand)


def _authorizations_unused(one: Attention, now: datetime, texts: Texts) -> Item:
    del now
    title = texts.ngettext(
        "{n} authorization not used in 90 days", "{n} authorizations not used in 90 days", one.count
    )  # fmt: skip
    words = texts.gettext("Nobody seems to need them")
    return Item(
        "moon", "idle", title.format(n=number(one.count, texts)), words, "", texts.gettext("See them"),
        Errand("authorizations", Spot(only="unused")),
    )  # fmt: skip


def _credentials_unused(one: Attention, now: datetime, texts: Texts) -> Item:
    del now
    title = (
        texts.ngettext("{n} consumer not used in 90 days", "{n} consumers not used in 90 days", one.count)
        if one.kind == "consumer"
        else texts.ngettext("{n} API key not used in 90 days", "{n} API keys not used in 90 days", one.count)
    )
    return Item(
        "moon", "idle", title.format(n=number(one.count, texts)), _names(one.names, texts), "",
        texts.gettext("See them"), Errand(_PAGES[one.kind], Spot(only="unused")),
    )  # fmt: skip


def _never_verified(one: Attention, now: datetime, texts: Texts) -> Item:
    del now
    words = texts.ngettext(
        "{n} event, chained to the one before", "{n} events, each chained to the one before", one.count
    )
    title = texts.gettext("The audit chain was never verified")
    return _chain("warn", title, words.format(n=number(one.count, texts)), texts)


def _verified_long_ago(one: Attention, now: datetime, texts: Texts) -> Item:
    day = brief_date(one.at, now, texts) if one.at else "–"
    words = texts.gettext("Last on {day}").format(day=day)
    return _chain("warn", texts.gettext("The audit chain was not verified in 30 days"), words, texts)


def _broken(one: Attention, now: datetime, texts: Texts) -> Item:
    day = brief_date(one.at, now, texts) if one.at else "–"
    words = texts.gettext("Found on {day}: it was changed outside this program").format(day=day)
    return _chain("bad", texts.gettext("The audit chain is broken"), words, texts)


def _chain(tone: str, title: str, subtitle: str, texts: Texts) -> Item:
    button = texts.gettext("Verify chain")
    return Item("shield-alert", tone, title, subtitle, "", button, Errand("audit", act="verify"))


_SAID: Mapping[str, Callable[[Attention, datetime, Texts], Item]] = {
    "refused_rising": _rising,
    "secret_ends": _secret_ends,
    "credential_ends": _credential_ends,
    "authorizations_end": _authorizations_end,
    "weak_profile": _weak,
    "legacy_basic": _basic,
    "owner_left": _owner_left,
    "over_privileged": _over_privileged,
    "authorizations_unused": _authorizations_unused,
    "credentials_unused": _credentials_unused,
    "chain_never_verified": _never_verified,
    "chain_verified_long_ago": _verified_long_ago,
    "chain_broken": _broken,
}


def when_it_ends(at: datetime, now: datetime, texts: Texts) -> str:
    """Say inside a sentence when something ends: "today", "tomorrow", "in 3 days"."""
    days = (at.astimezone().date() - now.astimezone().date()).days
    if days <= 0:
        return texts.gettext("today")
    if days == 1:
        return texts.gettext("tomorrow")
    return texts.ngettext("in {n} day", "in {n} days", days).format(n=days)


def _when(at: datetime | None, now: datetime, texts: Texts) -> str:
    return "" if at is None else when_it_ends(at, now, texts)


def _days(at: datetime | None, now: datetime, texts: Texts) -> str:
    if at is None:
        return ""
    days = max(0, (at.astimezone().date() - now.astimezone().date()).days)
    return texts.ngettext("{n} day", "{n} days", days).format(n=days) if days else texts.gettext("Today")


def _tone(at: datetime | None, now: datetime) -> str:
    days = 0 if at is None else (at - now).days
    return "bad" if days <= _URGENT else "warn" if days <= _SOON else "idle"


def _see(one: Attention, texts: Texts) -> str:
    return texts.gettext("See consumer") if one.kind == "consumer" else texts.gettext("See key")


def _row(one: Attention) -> Errand:
    return Errand(_PAGES[one.kind], Spot(text=one.name, thing=one.thing))


def _names(names: tuple[str, ...], texts: Texts) -> str:
    if len(names) <= _NAMED:
        return listed(names, texts)
    more = len(names) - _NAMED
    rest = texts.ngettext("and {n} more", "and {n} more", more).format(n=number(more, texts))
    return f"{', '.join(names[:_NAMED])} {rest}"
