"""Every step and every cause of a try has words, and no words are left over."""

import re
from pathlib import Path

import fracttal_console.trial
from fracttal_console.texts.tries import CAUSES, STEPS

SOURCES = "".join(path.read_text("utf-8") for path in Path(fracttal_console.trial.__file__).parent.glob("*.py"))
WORDS = set(re.findall(r'"([a-z_]+)"', SOURCES))


def test_words_are_of_steps_and_causes_that_there_are() -> None:
    assert {*STEPS, *CAUSES} - WORDS == set()


def test_what_is_said_by_name_has_words() -> None:
    said = set(re.findall(r'(?:cause|code)="([a-z_]+)"', SOURCES))
    asked = set(re.findall(r'self\.(?:ask|take_tokens|introspect|_signed)\(\s*"([a-z_]+)"', SOURCES))
    assert said
    assert asked
    assert (said | asked) - {*STEPS, *CAUSES} == set()
