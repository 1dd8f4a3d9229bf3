"""Short moments, spans and numbers in three languages."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from fracttal_console.texts.brief import (
    brief_ago,
    brief_date,
    clock_time,
    days_ago,
    in_days,
    number,
    span,
    time_of_day,
    whole_moment,
)
from fracttal_console.texts.catalogue import texts_for

NOW = datetime(2026, 11, 24, 14, 33, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("age", "en", "es", "pt"),
    [
        (timedelta(seconds=-5), "0 s ago", "hace 0 s", "há 0 s"),
        (timedelta(seconds=12), "12 s ago", "hace 12 s", "há 12 s"),
        (timedelta(minutes=48), "48 min ago", "hace 48 min", "há 48 min"),
        (timedelta(hours=5), "5 h ago", "hace 5 h", "há 5 h"),
        (timedelta(hours=23), "Yesterday", "Ayer", "Ontem"),
        (timedelta(days=3), "3 days ago", "hace 3 días", "há 3 dias"),
        (timedelta(days=9), "15 Nov", "15 nov", "15 nov"),
        (timedelta(days=357), "2 Dec 2025", "2 dic 2025", "2 dez 2025"),
    ],
)
def test_how_long_ago(age: timedelta, en: str, es: str, pt: str) -> None:
    said = [brief_ago(NOW - age, NOW, texts_for(language)) for language in ("en", "es", "pt_BR")]
    assert said == [en, es, pt]


def test_last_night_is_counted_in_hours_until_morning() -> None:
    early = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    assert brief_ago(early - timedelta(hours=2), early, texts_for("en")) == "2 h ago"


def test_days_and_dates() -> None:
    en, es = texts_for("en"), texts_for("es")
    assert days_ago(NOW - timedelta(days=118), NOW, es) == "hace 118 días"
    assert in_days(NOW + timedelta(days=3), NOW, en) == "Ends in 3 days"
    assert in_days(NOW + timedelta(days=1), NOW, es) == "Vence en 1 día"
    assert in_days(NOW + timedelta(hours=2), NOW, en) == "Ends today"
    assert brief_date(NOW, NOW, en) == "24 Nov"
    assert time_of_day(NOW, NOW, es) == "Hoy 14:33:20"
    assert time_of_day(NOW - timedelta(days=1), NOW, en) == "Yesterday 14:33:20"
    assert time_of_day(NOW - timedelta(days=4), NOW, es) == "Vie 20 nov 14:33"
    assert time_of_day(NOW - timedelta(days=400), NOW, en) == "20 Oct 2025 14:33"
    assert clock_time(NOW) == "14:33"
    assert whole_moment(NOW, en) == "Tuesday 24 November 2026, 14:33:20 UTC"
    assert whole_moment(NOW, es) == "Martes, 24 de noviembre de 2026, 14:33:20 UTC"


def test_spans_take_the_largest_unit_that_fits() -> None:
    en = texts_for("en")
    assert [span(timedelta(**length), en) for length in ({"minutes": 15}, {"hours": 2}, {"days": 30})] == [
        "15 minutes", "2 hours", "30 days",
    ]  # fmt: skip


def test_numbers_have_the_separators_of_the_language() -> None:
    assert [number(1312, texts_for(language)) for language in ("en", "es", "pt_BR")] == ["1,312", "1.312", "1.312"]
    assert number(98096, texts_for("es")) == "98.096"


def test_what_is_kept_follows_another_time_zone_and_another_language(monkeypatch: pytest.MonkeyPatch) -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    en, es = texts_for("en"), texts_for("es")
    assert (whole_moment(late, en), number(1312, en)) == ("Tuesday 24 November 2026, 23:30:00 UTC", "1,312")
    monkeypatch.setenv("TZ", "ZONE-3")
    time.tzset()
    assert whole_moment(late, en) == "Wednesday 25 November 2026, 02:30:00 ZONE"
    assert brief_date(late, NOW, en) == "25 Nov"
    assert whole_moment(late, es) == "Miércoles, 25 de noviembre de 2026, 02:30:00 ZONE"
    assert number(13_120, es) == "13.120"
