"""Lists inside sentences: "a, b and c" as each language joins them."""

import re
import unicodedata
from collections.abc import Sequence

from fracttal_console.texts.catalogue import Texts

# Spanish "y" becomes "e" before the sound i, but not before a diphthong: "e hilos", yet "y hielo".
_SPANISH_I_SOUND = re.compile(r"h?i(?![aeou])")


def listed(parts: Sequence[str], texts: Texts) -> str:
    """Join the parts of a list with the language's commas and its word for "and"."""
    if len(parts) < 2:
        return "".join(parts)
    head = ", ".join(parts[:-1])
    return f"{head} {_and(parts[-1], texts)} {parts[-1]}"


def capitalised(text: str) -> str:
    """Write the first letter large and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def _and(following: str, texts: Texts) -> str:
    if texts.language == "es" and _SPANISH_I_SOUND.match(_plain(following)):
        return "e"
    # Translators: the word that joins the last two parts of a list.
    return texts.pgettext("list", "and")


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
