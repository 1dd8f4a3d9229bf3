"""Dates, spans and distances in time, in words. Babel is loaded only when a date is written."""

from datetime import datetime

from fracttal_console.texts.catalogue import Texts

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_LONGEST_AGO = 30 * _DAY


def long_date(moment: datetime, texts: Texts) -> str:
    """Write the date of a moment, in the moment's own time zone: "22 de mayo de 2027"."""
    from babel.dates import format_date  # noqa: PLC0415 - 20 ms that most commands and requests need not pay

    return format_date(moment.date(), format="long", locale=texts.language)


def lifetime(days: int, texts: Texts) -> str:
    """Write a number of days: "180 días"."""
    return texts.ngettext("{n} day", "{n} days", days).format(n=days)


def ago(moment: datetime, now: datetime, texts: Texts) -> str:
    """Write how long ago a moment was; beyond a month, its date.

    Args:
        moment: aware; one that lies ahead counts as now.
        now: aware.
    """
    seconds = int((now - moment).total_seconds())
    if seconds < 1:
        return texts.gettext("just now")
    if seconds < _MINUTE:
        return texts.ngettext("{n} second ago", "{n} seconds ago", seconds).format(n=seconds)
    if seconds < _HOUR:
        n = seconds // _MINUTE
        return texts.ngettext("{n} minute ago", "{n} minutes ago", n).format(n=n)
    if seconds < _DAY:
        n = seconds // _HOUR
        return texts.ngettext("{n} hour ago", "{n} hours ago", n).format(n=n)
    if seconds < _LONGEST_AGO:
        n = seconds // _DAY
        return texts.ngettext("{n} day ago", "{n} days ago", n).format(n=n)
    return long_date(moment, texts)
