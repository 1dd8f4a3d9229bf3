"""Fills the places of a translated text."""

from collections.abc import Mapping

_MISSING = "…"
_LONGEST_VALUE = 120


class _Values(dict[str, object]):
    def __missing__(self, key: str) -> str:
        # A refusal must reach the person even where the code that raised it left out a detail.
        return _MISSING


def fill(text: str, values: Mapping[str, object]) -> str:
    """Put values into the `{places}` of a text; long ones are cut, missing ones become an ellipsis."""
    return text.format_map(_Values({name: _written(value) for name, value in values.items()}))


def _written(value: object) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        parts = [str(part) for part in value]
        return ", ".join(parts if isinstance(value, (list, tuple)) else sorted(parts))
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + _MISSING
