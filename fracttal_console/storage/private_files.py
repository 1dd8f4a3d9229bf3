"""Files that leave the base: readable for their owner only, and there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import TextIO

from fracttal_console.domain.errors import FileNotWritten


@contextmanager
def private_file(path: Path) -> Iterator[TextIO]:
    """Give a file to write to; when the block ends well it stands at `path`, in place of what was there.

    Raises:
        FileNotWritten: the folder is missing, full or closed to us, or something that is no file stands there.
    """
    beside = path.with_name(f".{path.name[:100]}.{token_hex(4)}")
    try:
        if path.exists() and not path.is_file():
            raise FileNotWritten(path)
        # newline: the ends of lines are the writer's matter
        with _opened(beside) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise FileNotWritten(path) from error
    finally:
        with suppress(OSError):
            beside.unlink()


def _opened(path: Path) -> TextIO:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
    os.fchmod(descriptor, 0o600)
    return os.fdopen(descriptor, "w", encoding="utf-8", newline="")
