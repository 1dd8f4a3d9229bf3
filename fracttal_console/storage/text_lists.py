"""Lists of short texts in one column, as JSON."""

import json
from collections.abc import Sequence


def store_list(values: Sequence[str]) -> str:
    """Return texts as one column holds them, in their order."""
    return json.dumps(list(values), separators=(",", ":"))


def parse_list(stored: str) -> tuple[str, ...]:
    """Return the texts of such a column."""
    return tuple(json.loads(stored))
