"""Names and short texts: what is stored, and what is refused with which rule."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.names import NAME_MAX, TEXT_MAX, check_name, check_text, fold


def rule_of(value: str) -> str:
    with pytest.raises(Invalid) as refused:
        check_name("name", value)
    assert refused.value.field == "name"
    return refused.value.rule


@pytest.mark.parametrize(
    ("given_name", "stored"),
    [
        ("Portal", "Portal"),
        ("  Portal \t de\u00a0Contratistas ", "Portal de Contratistas"),
        ("Jose\u0301", "José"),
        ("3M", "3M"),
        ("Ñandú & Cía. (Nº 7)", "Ñandú & Cía. (Nº 7)"),
        ("保全", "保全"),
        ("x" * NAME_MAX, "x" * NAME_MAX),
    ],
)
def test_a_name_is_stored_composed_and_without_outer_blanks(given_name: str, stored: str) -> None:
    assert check_name("name", given_name) == stored


@pytest.mark.parametrize("value", ["", " ", "\t\n", "\u00a0\u2003"])
def test_an_empty_name_is_refused(value: str) -> None:
    assert rule_of(value) == "empty"


def test_an_over_long_name_is_refused_with_the_limit() -> None:
    with pytest.raises(Invalid) as refused:
        check_name("name", "x" * (NAME_MAX + 1))
    assert refused.value.params == {"field": "name", "rule": "too_long", "max": NAME_MAX}


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\x7f", "\u200b", "\u202e", "\u2066", "\ufeff", "\ud800", "\ue000", "\u0378"]
)
def test_what_cannot_be_seen_is_refused_in_a_name(sign: str) -> None:
    assert rule_of(f"Portal{sign}X") == "unprintable"


@pytest.mark.parametrize("value", ["1", "2026", "4-5", "...", "٣"])
def test_a_name_without_a_letter_could_be_taken_for_an_id_and_is_refused(value: str) -> None:
    assert rule_of(value) == "only_digits"


@given(st.text())
def test_a_name_is_accepted_in_a_form_that_stays_or_is_refused_as_invalid(value: str) -> None:
    try:
        stored = check_name("name", value)
    except Invalid:
        return
    assert check_name("name", stored) == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert not stored.isdecimal()


def test_a_text_may_be_empty_and_has_its_own_limit() -> None:
    assert check_text("owner", "  ") == ""
    assert check_text("owner", "x" * TEXT_MAX) == "x" * TEXT_MAX
    with pytest.raises(Invalid, match="too_long"):
        check_text("owner", "x" * (TEXT_MAX + 1))


@pytest.mark.parametrize("sign", ["\n", "\r", "\u2028", "\u202e", "\x1b"])
def test_a_text_cannot_break_a_line_of_the_log(sign: str) -> None:
    with pytest.raises(Invalid, match="unprintable"):
        check_text("reason", f"a{sign}b")


@pytest.mark.parametrize(
    ("one", "other"), [("Portal", "PORTAL"), ("Straße", "STRASSE"), ("\uff30ortal", "portal"), ("ﬁn", "FIN")]
)
def test_names_that_read_alike_count_as_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)
