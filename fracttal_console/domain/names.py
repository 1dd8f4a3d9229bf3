"""Rules for the names and short texts that people give to things."""

import unicodedata
from functools import lru_cache

from fracttal_console.domain.errors import Invalid

NAME_MAX = 80
"""Longest name, in characters."""

TEXT_MAX = 500
"""Longest description, reason or contact, in characters."""

_FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def check_name(field: str, value: str) -> str:
    """Return a name in its stored form: NFC, outer blanks removed, inner runs of blanks made one.

    Raises:
        Invalid: `empty`, `too_long`, `unprintable` (controls, invisible and direction-changing characters, which
            could make one consumer look like another) or `only_digits` (it could be taken for an id).
    """
    name = " ".join(unicodedata.normalize("NFC", value).split())
    if not name:
        raise Invalid(field, "empty")
    if len(name) > NAME_MAX:
        raise Invalid(field, "too_long", max=NAME_MAX)
    _check_printable(field, name)
    if not any(character.isalpha() for character in name):
        raise Invalid(field, "only_digits")
    return name


def check_text(field: str, value: str) -> str:
    """Return an optional text (description, owner, contact, reason) in its stored form; it may be empty.

    Raises:
        Invalid: `too_long` or `unprintable`.
    """
    text = unicodedata.normalize("NFC", value).strip()
    if len(text) > TEXT_MAX:
        raise Invalid(field, "too_long", max=TEXT_MAX)
    _check_printable(field, text)
    return text


def fold(name: str) -> str:
    """Return the form by which two names count as the same."""
    return unicodedata.normalize("NFKC", name).casefold()


@lru_cache(maxsize=65_536)
def search_form(text: str) -> str:
    """Return the form in which texts are searched: without case, accents and width."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _check_printable(field: str, text: str) -> None:
    if any(unicodedata.category(character) in _FORBIDDEN_CATEGORIES for character in text):
        raise Invalid(field, "unprintable")
