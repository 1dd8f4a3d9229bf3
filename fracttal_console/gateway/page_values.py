"""Values that pages show and nobody else needs: monograms, their hues, the links to the other languages."""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import unquote_plus

HUES = 7
"""Classes `hue-0` to `hue-6` of pages.css."""

LANGUAGE_NAMES = (("es", "Español"), ("pt-BR", "Português"), ("en", "English"))
"""Each language by its own name, as BCP 47 tag and label, in the order of the page foot."""

_SMALL_WORDS = frozenset(
    {"a", "and", "da", "das", "de", "del", "do", "dos", "e", "el", "la", "las", "los", "of", "the", "y"}
)


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One entry of the page foot; `href` leads to the same page in that language."""

    label: str
    href: str
    tag: str
    current: bool


def monogram(name: str) -> str:
    """Return two capital letters for a name: "PC" for "Portal de Contratistas"; "?" where it has none."""
    words: list[str] = re.findall(r"[^\W_]+", name)
    telling = [word for word in words if word.casefold() not in _SMALL_WORDS] or words
    if not telling:
        return "?"
    letters = telling[0][:2] if len(telling) == 1 else telling[0][0] + telling[1][0]
    return letters.upper()[:2]


def hue(name: str) -> int:
    """Return the number of the name's hue class, the same on every page and every day."""
    return hashlib.sha256(name.casefold().encode()).digest()[0] % HUES


def language_links(url: str, current: str) -> list[LanguageLink]:
    """Return links to the same page in every language.

    Args:
        url: path and query of the page, as sent; "" for a page that cannot be asked for again.
        current: BCP 47 tag of the language that the page is shown in.
    """
    if not url:
        return []
    path, _, query = url.partition("?")
    # "//host" would lead to another server, so there is one slash at the front, whatever was sent.
    path = "/" + path.lstrip("/\\")
    # The other parameters stay byte for byte: the authorization request must not change with the language.
    kept = [pair for pair in query.split("&") if pair and unquote_plus(pair.partition("=")[0]) != "ui_locales"]
    return [
        LanguageLink(label, f"{path}?{'&'.join([*kept, f'ui_locales={tag}'])}", tag, current=tag == current)
        for tag, label in LANGUAGE_NAMES
    ]
