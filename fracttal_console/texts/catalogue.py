"""The one catalogue of texts for window, pages and commands; nothing here knows Qt."""

import gettext
from dataclasses import dataclass, field
from functools import cache

from fracttal_console.resources import resource

LANGUAGES = ("en", "es", "pt_BR")
"""Languages that every text exists in; the first is the language of the source and the default."""

DOMAIN = "console"

_MOST_RANGES = 32
"""Ranges looked at in one header; browsers send under ten."""

_BY_PRIMARY_SUBTAG = {language.partition("_")[0]: language for language in LANGUAGES}


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "to be translated later"
    """Mark a text of a table for translation; it is translated where it is shown."""
    return message


def NP_(context: str, message: str) -> tuple[str, str]:  # noqa: N802 - as N_, with a context
    """Mark a text of a table whose translation depends on a context."""
    return context, message


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language; messages are given in English and filled by `str.format` afterwards."""

    language: str
    _translations: gettext.NullTranslations = field(repr=False, compare=False)

    @property
    def tag(self) -> str:
        """The language as a BCP 47 tag, for `lang` attributes and `ui_locales`."""
        return self.language.replace("_", "-")

    def gettext(self, message: str) -> str:
        """Translate a message."""
        return self._translations.gettext(message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Translate a message in the form that the number needs; the number is not filled in."""
        return self._translations.ngettext(one, many, n)

    def pgettext(self, context: str, message: str) -> str:
        """Translate a message that means different things in different contexts."""
        return self._translations.pgettext(context, message)


@cache
def texts_for(language: str) -> Texts:
    """Return the texts of a language, read once.

    Args:
        language: one of LANGUAGES.

    Raises:
        ValueError: the language is none of LANGUAGES.
        OSError: the installation lacks the compiled texts.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    if language == LANGUAGES[0]:
        return Texts(language, gettext.NullTranslations())
    with resource("locale", language, "LC_MESSAGES", f"{DOMAIN}.mo").open("rb") as file:
        return Texts(language, gettext.GNUTranslations(file))


def negotiate(accept_language: str, wanted: str = "") -> str:
    """Choose the language for an answer (RFC 9110 section 12.5.4, RFC 4647).

    Args:
        accept_language: value of the `Accept-Language` header, or "".
        wanted: `ui_locales`, tags parted by blanks, best first; wins where it names a language we speak.

    Returns:
        One of LANGUAGES; English where nothing matches.
    """
    for tag in wanted.split()[:_MOST_RANGES]:
        if language := _spoken(tag):
            return language
    for language_range in _by_quality(accept_language):
        if language := _spoken(language_range):
            return language
    return LANGUAGES[0]


def _spoken(language_range: str) -> str | None:
    # We speak one variety of each language, so the primary subtag decides: es-419 and es-CL get es, pt and pt-PT get
    # pt_BR. A closer match cannot exist.
    return _BY_PRIMARY_SUBTAG.get(language_range.strip().replace("_", "-").partition("-")[0].lower())


def _by_quality(header: str) -> list[str]:
    ranges = []
    for item in header.split(",")[:_MOST_RANGES]:
        name, _, parameter = item.partition(";")
        quality = _quality(parameter)
        if name.strip() and quality > 0:
            ranges.append((quality, name))
    # Sorting is stable: equals keep the order in which the browser named them.
    return [name for quality, name in sorted(ranges, key=lambda pair: -pair[0])]


def _quality(parameter: str) -> float:
    key, _, value = parameter.partition("=")
    if key.strip().lower() != "q":
        return 1.0
    text = value.strip()
    # RFC 9110 allows three decimals; anything else (nan, 1e9) counts as not wanted.
    digits = text.replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit() and len(text) <= 5):
        return 0.0
    return min(float(text), 1.0)
