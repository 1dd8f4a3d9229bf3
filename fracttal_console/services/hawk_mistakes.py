"""Mistakes of programs that sign requests, of which the program can be told without giving anything away."""

import re

from fracttal_console.crypto.tokens import well_formed
from fracttal_console.domain.secrets import SecretKind

SIGNED_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""Methods that a program may have signed in place of the one it sent."""

_SECRET = re.compile(rf"{SecretKind.HAWK}[0-9A-Za-z]++")


def holds_secret(text: str) -> bool:
    """Tell whether a header holds what has the form of a Hawk secret; whether it is one of ours is not looked up."""
    return any(well_formed(found, SecretKind.HAWK) for found in _SECRET.findall(text))
