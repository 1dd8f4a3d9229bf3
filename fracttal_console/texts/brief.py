"""Moments, spans and numbers as tables and panels write them: short, in the person's own time zone."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from fracttal_console.texts.catalogue import Texts

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_DAYS_COUNTED = 7
_KEPT = 2048
"""How many written days and numbers are kept: a table writes the same few anew for each row that is scrolled by."""


def number(value: int, texts: Texts) -> str:
    """Write a whole number with the language's separators: "1,312", "1.312"."""
    return _number(value, texts.language)


def brief_date(moment: datetime, now: datetime, texts: Texts) -> str:
    """Write a date without its year where it is this one: "15 Nov", "2 Dec 2025"."""
    day = moment.astimezone().date()
    pattern = "d MMM" if day.year == now.astimezone().year else "d MMM y"
    return _day(day, pattern, texts.language).replace(".", "")


def brief_ago(moment: datetime, now: datetime, texts: Texts) -> str:
    """Write how long ago a moment was, and beyond a week its date: "12 s ago", "Yesterday", "15 Nov"."""
    seconds = max(0, int((now - moment).total_seconds()))
    days = (now.astimezone().date() - moment.astimezone().date()).days
    if seconds < _MINUTE:
        return texts.gettext("{n} s ago").format(n=seconds)
    if seconds < _HOUR:
        return texts.gettext("{n} min ago").format(n=seconds // _MINUTE)
    if days == 0 or seconds < 6 * _HOUR:
        return texts.gettext("{n} h ago").format(n=seconds // _HOUR)
    if days == 1:
        return texts.gettext("Yesterday")
    if days < _DAYS_COUNTED:
        return texts.ngettext("{n} day ago", "{n} days ago", days).format(n=days)
    return brief_date(moment, now, texts)


def days_ago(moment: datetime, now: datetime, texts: Texts) -> str:
    """Write how many days ago a moment was, however many: "118 days ago"."""
    days = max(0, (now - moment).days)
    return texts.ngettext("{n} day ago", "{n} days ago", days).format(n=days)


def in_days(moment: datetime, now: datetime, texts: Texts) -> str:
    """Write when a moment comes: "Ends today", "Ends in 3 days"."""
    days = (moment.astimezone().date() - now.astimezone().date()).days
    if days <= 0:
        return texts.gettext("Ends today")
    return texts.ngettext("Ends in {n} day", "Ends in {n} days", days).format(n=days)


def time_of_day(moment: datetime, now: datetime, texts: Texts) -> str:
    """Write an event's moment: "Today 14:33:18", "Yesterday 19:20:00", "Fri 20 Nov 18:22"."""
    local = moment.astimezone()
    days = (now.astimezone().date() - local.date()).days
    if days in {0, 1}:
        time = f"{local:%H:%M:%S}"
        pattern = texts.gettext("Today {time}") if days == 0 else texts.gettext("Yesterday {time}")
        return pattern.format(time=time)
    pattern = "EEE d MMM" if local.year == now.astimezone().year else "d MMM y"
    day = _day(local.date(), pattern, texts.language).replace(".", "")
    return f"{day[:1].upper()}{day[1:]} {local:%H:%M}"


def clock_time(moment: datetime) -> str:
    """Write the time of day, the same in each language: "14:22"."""
    return f"{moment.astimezone():%H:%M}"


def whole_moment(moment: datetime, texts: Texts) -> str:
    """Write date, time and time zone in full, for tooltips and details."""
    local = moment.astimezone()
    # Babel's English is American: "Monday, November 23, 2026"
    form = "EEEE d MMMM y" if texts.language == "en" else "full"
    day = _day(local.date(), form, texts.language)
    time = f"{local:%H:%M:%S}"
    return f"{day[:1].upper()}{day[1:]}, {time} {local.tzname() or ''}".rstrip()


def span(length: timedelta, texts: Texts) -> str:
    """Write a length of time in the largest unit that fits it exactly: "15 minutes", "30 days"."""
    seconds = int(length.total_seconds())
    if seconds % _DAY == 0 and seconds:
        n = seconds // _DAY
        return texts.ngettext("{n} day", "{n} days", n).format(n=n)
    if seconds % _HOUR == 0 and seconds:
        n = seconds // _HOUR
        return texts.ngettext("{n} hour", "{n} hours", n).format(n=n)
    n = seconds // _MINUTE
    return texts.ngettext("{n} minute", "{n} minutes", n).format(n=n)


def brief_day(day: date, texts: Texts) -> str:
    """Write a day without its year: "15 Nov"."""
    return _day(day, "d MMM", texts.language).replace(".", "")


def weekday_and_day(day: date, texts: Texts) -> str:
    """Write a day with its weekday: "Friday 20 Nov"."""
    words = _day(day, "EEEE d MMM", texts.language).replace(".", "")
    return words[:1].upper() + words[1:]


def weekday(day: date, texts: Texts) -> str:
    """Write a weekday inside a sentence: "Monday", "lunes"."""
    return _day(day, "EEEE", texts.language)


def whole_minute(moment: datetime, texts: Texts) -> str:
    """Write date and time to the minute: "Monday 23 November 2026, 14:34"."""
    local = moment.astimezone()
    day = _day(local.date(), "EEEE d MMMM y" if texts.language == "en" else "full", texts.language)
    return f"{day[:1].upper()}{day[1:]}, {local:%H:%M}"


@lru_cache(_KEPT)
def _day(day: date, pattern: str, language: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - loaded when the first date is written

    return format_date(day, pattern, locale=language)


@lru_cache(_KEPT)
def _number(value: int, language: str) -> str:
    from babel.numbers import format_decimal  # noqa: PLC0415 - loaded when the first number is written

    return format_decimal(value, locale=language)
