"""Dates and spans in the words of each language."""

from datetime import UTC, datetime, timedelta

import pytest

from fracttal_console.texts.catalogue import texts_for
from fracttal_console.texts.moments import ago, lifetime, long_date

NOW = datetime(2027, 5, 22, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text"), [("en", "May 22, 2027"), ("es", "22 de mayo de 2027"), ("pt_BR", "22 de maio de 2027")]
)
def test_a_date_is_written_out(language: str, text: str) -> None:
    assert long_date(NOW, texts_for(language)) == text


@pytest.mark.parametrize(
    ("language", "days", "text"),
    [("en", 1, "1 day"), ("en", 180, "180 days"), ("es", 1, "1 día"), ("es", 180, "180 días"), ("pt_BR", 2, "2 dias")],
)
def test_a_lifetime_is_counted_in_days(language: str, days: int, text: str) -> None:
    assert lifetime(days, texts_for(language)) == text


@pytest.mark.parametrize(
    ("language", "passed", "text"),
    [
        ("en", timedelta(seconds=-5), "just now"),
        ("es", timedelta(0), "ahora mismo"),
        ("en", timedelta(seconds=1), "1 second ago"),
        ("es", timedelta(seconds=59), "hace 59 segundos"),
        ("es", timedelta(minutes=1), "hace 1 minuto"),
        ("pt_BR", timedelta(minutes=59), "há 59 minutos"),
        ("en", timedelta(hours=23, minutes=59), "23 hours ago"),
        ("es", timedelta(days=1), "hace 1 día"),
        ("pt_BR", timedelta(days=29), "há 29 dias"),
        ("es", timedelta(days=30), "22 de abril de 2027"),
    ],
)
def test_a_moment_is_told_by_its_distance_until_a_month(language: str, passed: timedelta, text: str) -> None:
    assert ago(NOW - passed, NOW, texts_for(language)) == text
