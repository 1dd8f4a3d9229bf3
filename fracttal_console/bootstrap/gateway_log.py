"""Where the gateway's log goes: lines of JSON, on the error output or in a file that only its owner reads."""

import contextlib
import json
import logging
import os
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from fracttal_console.domain.errors import FileNotWritten
from fracttal_console.incidents import told_without_words

_STANDARD_ERROR = 2
_TIME = "%Y-%m-%dT%H:%M:%S.%f"
_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class LogFile:
    """A file to which lines are added, whatever the thread; one that was moved away is followed by a new one."""

    def __init__(self, path: Path | None) -> None:
        """Open it.

        Args:
            path: None is the error output.

        Raises:
            FileNotWritten: it cannot be opened.
        """
        self._path = path
        self._turn = threading.Lock()
        try:
            self._descriptor = _STANDARD_ERROR if path is None else _opened(path)
        except OSError:
            raise FileNotWritten(path) from None

    def write(self, lines: str) -> None:
        """Add whole lines; what cannot be written is lost, since there is no place to say so."""
        rest = lines.encode()
        with self._turn, contextlib.suppress(OSError):
            self._follow()
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]

    def close(self) -> None:
        """Close it."""
        if self._path is not None:
            with self._turn:
                os.close(self._descriptor)

    def _follow(self) -> None:
        """Open the file anew where whoever turns logs over has put another one in its place, or none."""
        if self._path is None:
            return
        try:
            same = os.path.samestat(self._path.stat(), os.fstat(self._descriptor))
        except FileNotFoundError:
            same = False
        if not same:
            opened = _opened(self._path)
            os.close(self._descriptor)
            self._descriptor = opened


@contextlib.contextmanager
def logging_to(path: Path | None) -> Iterator[LogFile]:
    """Let everything that this process logs be lines of JSON while the block runs.

    Raises:
        FileNotWritten: the file cannot be opened.
    """
    file = LogFile(path)
    handler = _Handler(file)
    handler.setFormatter(_Json())
    logging.getLogger().addHandler(handler)
    try:
        yield file
    finally:
        logging.getLogger().removeHandler(handler)
        file.close()


class _Handler(logging.Handler):
    def __init__(self, file: LogFile) -> None:
        super().__init__()
        self._file = file

    def emit(self, record: logging.LogRecord) -> None:
        self._file.write(self.format(record))


class _Json(logging.Formatter):
    """One line for each record; of an error where it came from, none of its words, which may quote what was sent."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).strftime(_TIME)[:-3] + "Z",
            "level": record.levelname.lower(),
            "event": "message",
            "logger": record.name,
            "message": record.getMessage(),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            line["error"] = [text.strip() for text in told_without_words(error)]
        return json.dumps(line) + "\n"


def _opened(path: Path) -> int:
    descriptor = os.open(path, _FLAGS, 0o600)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        # one that was there already may have been made for more eyes
        with contextlib.suppress(OSError):
            os.fchmod(descriptor, 0o600)
    return descriptor
