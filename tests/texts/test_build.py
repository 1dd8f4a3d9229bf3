"""The texts in the tree are complete, fit to be shown, and what the build would write."""

import pytest
from babel.messages.catalog import Message

from fracttal_console.texts import build


def test_no_text_is_missing_stale_fuzzy_or_differently_filled() -> None:
    assert list(build.find_problems()) == []


def test_check_succeeds_and_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--check"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        (Message("Deny", ""), "not translated"),
        (Message(("{n} day", "{n} days"), ("{n} día", "")), "not translated"),
        (Message("Deny", "Rechazar", flags=("fuzzy",)), "fuzzy"),
        (Message("By {organisation}", "De {organización}"), "other placeholders than the original"),
        (Message("By {organisation}", "De nadie"), "other placeholders than the original"),
        (Message(("{n} day", "{n} days"), ("{n} día", "días")), "other placeholders than the original"),
    ],
)
def test_a_faulty_translation_is_named(message: Message, problem: str) -> None:
    assert list(build._faults(message)) == [problem]


def test_a_plural_may_leave_the_number_out_for_one() -> None:
    assert list(build._faults(Message(("{n} day", "{n} days"), ("un día", "{n} días")))) == []
