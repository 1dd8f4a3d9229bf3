"""What needs attention, in words: a title and a line below it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from fracttal_console.texts.brief import brief_date, clock_time, number
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.listing import listed
from fracttal_console.texts.refusals import cause_title

_NAMED = 3


class Noticed(Protocol):
    """One thing to look at, as the services tell it."""

    @property
    def code(self) -> str:
        """What it is."""

    @property
    def kind(self) -> str:
        """Whose it is: the kind."""

    @property
    def name(self) -> str:
        """Whose it is: the name."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of several."""

    @property
    def count(self) -> int:
        """How many."""

    @property
    def among(self) -> int:
        """Of how many, or within how many days."""

    @property
    def at(self) -> datetime | None:
        """A moment that matters."""

    @property
    def address(self) -> str:
        """From where."""

    @property
    def detail(self) -> str:
        """A further word."""


Words = tuple[str, str]
"""A title, and what is said below it."""


def attention_words(one: Noticed, now: datetime, texts: Texts) -> Words:
    """Return title and second line of one thing."""
    return _SAID[one.code](one, now, texts)


def when_it_ends(at: datetime, now: datetime, texts: Texts) -> str:
    """Say inside a sentence when something ends: "today", "tomorrow", "in 3 days"."""
    days = (at.astimezone().date() - now.astimezone().date()).days
    if days <= 0:
        return texts.gettext("today")
    if days == 1:
        return texts.gettext("tomorrow")
    return texts.ngettext("in {n} day", "in {n} days", days).format(n=days)


def _rising(one: Noticed, _now: datetime, texts: Texts) -> Words:
    title = texts.ngettext("{n} request refused from {address}", "{n} requests refused from {address}", one.count)
    parts = [cause_title(one.detail, texts)]
    if one.at is not None:
        parts.append(texts.gettext("since {time}").format(time=clock_time(one.at)))
    if one.name:
        parts.append(one.name)
    return title.format(n=number(one.count, texts), address=one.address), ", ".join(parts)


def _secret_ends(one: Noticed, now: datetime, texts: Texts) -> Words:
    title = texts.gettext("Secret of {name} expires {when}")
    return title.format(name=one.name, when=_when(one.at, now, texts)), _owner(one, texts)


def _credential_ends(one: Noticed, now: datetime, texts: Texts) -> Words:
    title = texts.gettext("{name} expires {when}")
    return title.format(name=one.name, when=_when(one.at, now, texts)), _owner(one, texts)


def _owner(one: Noticed, texts: Texts) -> str:
    return texts.gettext("Owner: {name}").format(name=one.detail) if one.detail else texts.gettext("It has no owner")


def _authorizations_end(one: Noticed, now: datetime, texts: Texts) -> Words:
    days = one.among
    if days == 1:
        title = texts.ngettext("{n} authorization ends within a day", "{n} authorizations end within a day", one.count)
    else:
        title = texts.ngettext(
            "{n} authorization ends within {days} days", "{n} authorizations end within {days} days", one.count
        )
    first = texts.gettext("Then {name}, {when}") if one.detail else texts.gettext("First {name}, {when}")
    below = first.format(name=one.name, when=_when(one.at, now, texts))
    return title.format(n=number(one.count, texts), days=days), below


def _weak(one: Noticed, _now: datetime, texts: Texts) -> Words:
    title = (
        texts.ngettext(
            "{n} consumer uses the weaker Fracttal profile", "{n} consumers use the weaker Fracttal profile", one.count
        )
        if one.kind == "consumer"
        else texts.ngettext(
            "{n} API key uses the weaker Fracttal profile", "{n} API keys use the weaker Fracttal profile", one.count
        )
    )
    return title.format(n=number(one.count, texts)), _names(one.names, texts)


def _basic(one: Noticed, _now: datetime, texts: Texts) -> Words:
    title = texts.ngettext(
        "{n} API key may be sent as it is (legacy Basic)", "{n} API keys may be sent as they are (legacy Basic)",
        one.count,
    )  # fmt: skip
    return title.format(n=number(one.count, texts)), _names(one.names, texts)


def _owner_left(one: Noticed, now: datetime, texts: Texts) -> Words:
    day = brief_date(one.at, now, texts) if one.at else "–"
    below = texts.gettext("{person} was disabled on {day}; choose a new one").format(person=one.detail, day=day)
    return texts.gettext("Owner left: {name}").format(name=one.name), below


def _over_privileged(one: Noticed, _now: datetime, texts: Texts) -> Words:
    title = texts.ngettext(
        "{n} of {all} permissions not used: {name}", "{n} of {all} permissions not used: {name}", one.count
    ).format(name=one.name, n=number(one.count, texts), all=number(one.among, texts))
    return title, texts.gettext("Group {group} allows more than it needs").format(group=one.detail)


def _authorizations_unused(one: Noticed, _now: datetime, texts: Texts) -> Words:
    title = texts.ngettext(
        "{n} authorization not used in 90 days", "{n} authorizations not used in 90 days", one.count
    )  # fmt: skip
    return title.format(n=number(one.count, texts)), texts.gettext("Nobody seems to need them")


def _credentials_unused(one: Noticed, _now: datetime, texts: Texts) -> Words:
    title = (
        texts.ngettext("{n} consumer not used in 90 days", "{n} consumers not used in 90 days", one.count)
        if one.kind == "consumer"
        else texts.ngettext("{n} API key not used in 90 days", "{n} API keys not used in 90 days", one.count)
    )
    return title.format(n=number(one.count, texts)), _names(one.names, texts)


def _never_verified(one: Noticed, _now: datetime, texts: Texts) -> Words:
    below = texts.ngettext(
        "{n} event, chained to the one before", "{n} events, each chained to the one before", one.count
    )
    return texts.gettext("The audit chain was never verified"), below.format(n=number(one.count, texts))


def _verified_long_ago(one: Noticed, now: datetime, texts: Texts) -> Words:
    day = brief_date(one.at, now, texts) if one.at else "–"
    return texts.gettext("The audit chain was not verified in 30 days"), texts.gettext("Last on {day}").format(day=day)


def _broken(one: Noticed, now: datetime, texts: Texts) -> Words:
    day = brief_date(one.at, now, texts) if one.at else "–"
    below = texts.gettext("Found on {day}: it was changed outside this program").format(day=day)
    return texts.gettext("The audit chain is broken"), below


_SAID: Mapping[str, Callable[[Noticed, datetime, Texts], Words]] = {
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


def _when(at: datetime | None, now: datetime, texts: Texts) -> str:
    return "" if at is None else when_it_ends(at, now, texts)


def _names(names: tuple[str, ...], texts: Texts) -> str:
    if len(names) <= _NAMED:
        return listed(names, texts)
    more = len(names) - _NAMED
    rest = texts.ngettext("and {n} more", "and {n} more", more).format(n=number(more, texts))
    return f"{', '.join(names[:_NAMED])} {rest}"
