"""Covers secrets in what is printed: what the walk knows to be one, and whatever looks like one of ours."""

import re
from urllib.parse import quote

_COVER = "…"
_ENDS = 4
_SHORTEST_SHOWN = 16
"""Of a shorter secret nothing is shown: its ends would be most of it."""

_OURS = re.compile(r"fc[a-z]_[0-9A-Za-z]{20,}")
_PUBLIC = ("fcc_", "fck_")
"""Prefixes of public ids, which are no secrets."""


class Veil:
    """Remembers secrets and covers them."""

    def __init__(self) -> None:
        self._covered: dict[str, str] = {}

    def note(self, secret: str, *, ends: bool = True) -> str:
        """Remember a secret; return it as it is, for use. Of one without `ends` nothing is shown, long as it may be."""
        if secret:
            self._covered[secret] = cover = masked(secret) if ends else _COVER
            # in a query or form it stands percent-encoded
            self._covered[quote(secret, safe="")] = cover
        return secret

    def over(self, text: str) -> str:
        """Return a text with every secret in it covered."""
        for secret in sorted(self._covered, key=len, reverse=True):
            text = text.replace(secret, self._covered[secret])
        return _OURS.sub(lambda found: _unless_public(found.group()), text)


def masked(secret: str) -> str:
    """Return what may be shown of a secret: four characters of each end."""
    return _COVER if len(secret) < _SHORTEST_SHOWN else f"{secret[:_ENDS]}…{secret[-_ENDS:]}"


def _unless_public(word: str) -> str:
    return word if word.startswith(_PUBLIC) else masked(word)
