"""What is said when a command fails: a known failure in words, anything else with an incident id."""

import json

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.domain.errors import ConsoleError, Invalid
from fracttal_console.incidents import note_incident
from fracttal_console.texts.errors import error_text

REFUSED = 1


def say_failure(error: ConsoleError, invocation: Invocation) -> int:
    """Say a known failure on the error output, and to machines as a document too; return the exit code."""
    message = error_text(error, invocation.texts)
    document = {"error": error.code, "message": message}
    if isinstance(error, Invalid):
        document |= {"field": error.field, "rule": error.rule}
    return _say(message, document, invocation)


def say_incident(error: BaseException, invocation: Invocation) -> int:
    """Say that something unforeseen happened, under an id by which the log names it; return the exit code."""
    incident = note_incident(error, invocation.data_dir())
    if incident.path is None:
        text = invocation.texts.gettext("Something went wrong that the program did not foresee (incident {incident}).")
    else:
        text = invocation.texts.gettext(
            "Something went wrong that the program did not foresee (incident {incident}). Details are in “{path}”."
        )
    message = text.format(incident=incident.id, path=incident.path)
    return _say(message, {"error": "incident", "message": message, "incident": incident.id}, invocation)


def _say(message: str, document: dict[str, str], invocation: Invocation) -> int:
    click.echo(message, err=True)
    if invocation.as_json:
        click.echo(json.dumps(document))
    return REFUSED
