"""How the overview shows each thing that needs attention, and where its button leads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fracttal_console.services.attention import Attention
from fracttal_console.services.facets import FacetValue
from fracttal_console.services.refusal_facets import DAYS
from fracttal_console.texts.attention import attention_words
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.failures import STATES_FEMININE, STATES_MASCULINE
from fracttal_console.ui.tables.facet_values import profiles
from fracttal_console.ui.tables.facets import Narrowed
from fracttal_console.ui.work_page import Errand, Spot

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


@dataclass(frozen=True, slots=True)
class _Look:
    """What stands beside the words."""

    icon: str
    tone: str
    button: str
    errand: Errand
    when: str = ""


def item_of(one: Attention, now: datetime, texts: Texts) -> Item:
    """Return the line for one thing."""
    title, subtitle = attention_words(one, now, texts)
    look = _LOOKS[one.code](one, now, texts)
    return Item(look.icon, look.tone, title, subtitle, look.when, look.button, look.errand)


def ending_soon(page: str, days: int, texts: Texts) -> Errand:
    """Return what leads to the rows of a page that end within so many days."""
    words = texts.ngettext("within {n} day", "within {n} days", days).format(n=days)
    return Errand(page, Spot(facets={"expiring": (FacetValue(str(days), words),)}))


def _rising(one: Attention, _now: datetime, texts: Texts) -> _Look:
    rows = Spot(only=DAYS[0], facets={"address": (FacetValue(one.address, one.address),)})
    button, errand = texts.gettext("Open in doctor"), Errand("request_doctor", rows)
    return _Look("siren", "bad", button, errand, texts.gettext("Now"))


def _ends(one: Attention, now: datetime, texts: Texts) -> _Look:
    return _Look("clock-alert", _tone(one.at, now), _see(one, texts), _row(one), _days(one.at, now, texts))


def _authorizations_end(one: Attention, now: datetime, texts: Texts) -> _Look:
    errand = ending_soon("authorizations", one.among, texts)
    return _Look("clock-alert", _tone(one.at, now), _see_them(texts), errand, _days(one.at, now, texts))


def _weak(one: Attention, _now: datetime, texts: Texts) -> _Look:
    _, weaker = profiles(texts)
    return _Look("shield-alert", "warn", _see_them(texts), _active(one, {"profile": (weaker,)}, texts))


def _basic(one: Attention, _now: datetime, texts: Texts) -> _Look:
    accepted = FacetValue("accepted", texts.gettext("accepted"))
    return _Look("triangle-alert", "warn", _see_them(texts), _active(one, {"basic": (accepted,)}, texts))


def _owner_left(one: Attention, _now: datetime, texts: Texts) -> _Look:
    return _Look("user-x", "warn", _see(one, texts), _row(one))


def _over_privileged(one: Attention, _now: datetime, texts: Texts) -> _Look:
    errand = Errand(_PAGES[one.kind], Spot(text=one.name, thing=one.thing), act="narrow")
    return _Look("shield", "warn", _see(one, texts), errand)


def _authorizations_unused(_one: Attention, _now: datetime, texts: Texts) -> _Look:
    return _Look("moon", "idle", _see_them(texts), Errand("authorizations", Spot(only="unused")))


def _credentials_unused(one: Attention, _now: datetime, texts: Texts) -> _Look:
    return _Look("moon", "idle", _see_them(texts), Errand(_PAGES[one.kind], Spot(only="unused")))


def _chain_old(_one: Attention, _now: datetime, texts: Texts) -> _Look:
    return _Look("shield-alert", "warn", texts.gettext("Verify chain"), Errand("audit", act="verify"))


def _chain_broken(_one: Attention, _now: datetime, texts: Texts) -> _Look:
    return _Look("shield-alert", "bad", texts.gettext("Verify chain"), Errand("audit", act="verify"))


_LOOKS: Mapping[str, Callable[[Attention, datetime, Texts], _Look]] = {
    "refused_rising": _rising,
    "secret_ends": _ends,
    "credential_ends": _ends,
    "authorizations_end": _authorizations_end,
    "weak_profile": _weak,
    "legacy_basic": _basic,
    "owner_left": _owner_left,
    "over_privileged": _over_privileged,
    "authorizations_unused": _authorizations_unused,
    "credentials_unused": _credentials_unused,
    "chain_never_verified": _chain_old,
    "chain_verified_long_ago": _chain_old,
    "chain_broken": _chain_broken,
}


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


def _see_them(texts: Texts) -> str:
    return texts.gettext("See them")


def _row(one: Attention) -> Errand:
    return Errand(_PAGES[one.kind], Spot(text=one.name, thing=one.thing))


def _active(one: Attention, facets: Narrowed, texts: Texts) -> Errand:
    """Return what leads to those rows of the kind that are active and fit facets."""
    words = STATES_MASCULINE if one.kind == "consumer" else STATES_FEMININE
    state = FacetValue("active", texts.pgettext(*words["active"]))
    return Errand(_PAGES[one.kind], Spot(facets={"state": (state,), **facets}))
