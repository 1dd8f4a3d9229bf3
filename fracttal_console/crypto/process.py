"""What the program asks of the system for its own process, so that secrets in memory stay there."""

import contextlib
import ctypes
import os
import sys

_PR_SET_DUMPABLE = 4
_PRIVATE_UMASK = 0o077


def harden_process() -> None:
    """Forbid core dumps and attaching by others of the same user, and make new files private, as far as can be.

    Best effort: a system that refuses or lacks one of these still runs the program. Swap cannot be
    controlled from Python.
    """
    os.umask(_PRIVATE_UMASK)
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  # exists on POSIX only

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
