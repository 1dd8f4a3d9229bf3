"""What commands say: tables and facts for people, one JSON document for machines."""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.failures import STATES_FEMININE, STATES_MASCULINE

NOTHING = "—"
_GAP = "  "

Fact = tuple[str, str]


def show(invocation: Invocation, document: object, lines: Iterable[str]) -> None:
    """Say the result of a command, in the form that was asked for."""
    if invocation.as_json:
        click.echo(json.dumps(document))
    else:
        click.echo("\n".join(lines))


def moment(value: datetime | None) -> str | None:
    """Return a moment for machines: ISO 8601, UTC, milliseconds."""
    if value is None:
        return None
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def short_moment(value: datetime | None) -> str:
    """Return a moment for people, in UTC, to the minute."""
    return NOTHING if value is None else f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def state(kind: str, status: str, texts: Texts) -> str:
    """Return the word for a state that agrees with its noun: `api_key`, `consumer`, `authorization`, `secret`."""
    known = (STATES_MASCULINE if kind in {"consumer", "secret"} else STATES_FEMININE).get(status)
    return texts.pgettext(*known) if known else status


def yes_or_no(value: bool, texts: Texts) -> str:  # noqa: FBT001 - the value is all there is
    """Return the word for a flag."""
    return texts.gettext("yes") if value else texts.gettext("no")


def facts(rows: Iterable[Fact]) -> list[str]:
    """Return names and values in two aligned columns; what has no value is marked so."""
    pairs = [(name, value or NOTHING) for name, value in rows]
    wide = max(map(_width, (name for name, _ in pairs)), default=0)
    return [f"{_padded(name, wide)}{_GAP}{value}" for name, value in pairs]


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], texts: Texts) -> list[str]:
    """Return aligned columns under their headings; a sentence where there is no row."""
    if not rows:
        return [texts.gettext("There are none.")]
    filled = [[cell or NOTHING for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(headings, *filled, strict=True)]
    lines = [headings, ["-" * width for width in widths], *filled]
    return [_GAP.join(map(_padded, line, widths)).rstrip() for line in lines]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    # a terminal gives wide letters two cells and combining marks none
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text
    )
