"""The log of what nobody foresaw: under an id that is shown to the person, without any of the data worked on."""

import os
import secrets
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

INCIDENT_LOG = "incidents.log"


@dataclass(frozen=True, slots=True)
class Incident:
    """What is known of a failure; `path` is None where no log could be written."""

    id: str
    path: Path | None


def note_incident(error: BaseException, directory: Path | None) -> Incident:
    """Write down where an unforeseen failure came from.

    Args:
        error: the failure.
        directory: where the log lies; None where that is not known.
    """
    incident = secrets.token_hex(4)
    return Incident(incident, _log(error, incident, directory))


def _log(error: BaseException, incident: str, directory: Path | None) -> Path | None:
    if directory is None or not directory.is_dir():
        return None
    path = directory / INCIDENT_LOG
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        with open(os.open(path, flags, 0o600), "a", encoding="utf-8") as file:  # noqa: PTH123 - mode from the start
            file.write(
                "\n".join(
                    [f"{datetime.now(UTC).isoformat(timespec='seconds')} {incident}", *told_without_words(error), ""]
                )
            )
    except OSError:
        return None
    return path


def told_without_words(error: BaseException) -> Iterator[str]:
    """Tell where an error came from: no locals and none of its words, which may quote what was worked on."""
    current: BaseException | None = error
    while current is not None:
        yield f"  {type(current).__module__}.{type(current).__qualname__}"
        for frame in traceback.extract_tb(current.__traceback__):
            yield f"    {frame.filename}:{frame.lineno} {frame.name}"
        current = current.__cause__ or current.__context__
