"""What is said when a command fails: a known failure in words, anything else with an incident id."""

import json
import os
import secrets
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.domain.errors import ConsoleError, Invalid
from fracttal_console.texts.errors import error_text

REFUSED = 1
INCIDENT_LOG = "incidents.log"


def say_failure(error: ConsoleError, invocation: Invocation) -> int:
    """Say a known failure on the error output, and to machines as a document too; return the exit code."""
    message = error_text(error, invocation.texts)
    document = {"error": error.code, "message": message}
    if isinstance(error, Invalid):
        document |= {"field": error.field, "rule": error.rule}
    return _say(message, document, invocation)


def say_incident(error: BaseException, invocation: Invocation) -> int:
    """Say that something unforeseen happened, under an id by which the log names it; return the exit code."""
    incident = secrets.token_hex(4)
    logged = _log(error, incident, invocation.data_dir())
    if logged is None:
        text = invocation.texts.gettext("Something went wrong that the program did not foresee (incident {incident}).")
    else:
        text = invocation.texts.gettext(
            "Something went wrong that the program did not foresee (incident {incident}). Details are in “{path}”."
        )
    message = text.format(incident=incident, path=logged)
    return _say(message, {"error": "incident", "message": message, "incident": incident}, invocation)


def _say(message: str, document: dict[str, str], invocation: Invocation) -> int:
    click.echo(message, err=True)
    if invocation.as_json:
        click.echo(json.dumps(document))
    return REFUSED


def _log(error: BaseException, incident: str, directory: Path | None) -> Path | None:
    if directory is None or not directory.is_dir():
        return None
    path = directory / INCIDENT_LOG
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        with open(os.open(path, flags, 0o600), "a", encoding="utf-8") as file:  # noqa: PTH123 - mode from the start
            file.write("\n".join([f"{datetime.now(UTC).isoformat(timespec='seconds')} {incident}", *_told(error), ""]))
    except OSError:
        return None
    return path


def _told(error: BaseException) -> Iterator[str]:
    """Tell where an error came from: no locals and none of its words, which may quote what was worked on."""
    current: BaseException | None = error
    while current is not None:
        yield f"  {type(current).__module__}.{type(current).__qualname__}"
        for frame in traceback.extract_tb(current.__traceback__):
            yield f"    {frame.filename}:{frame.lineno} {frame.name}"
        current = current.__cause__ or current.__context__
