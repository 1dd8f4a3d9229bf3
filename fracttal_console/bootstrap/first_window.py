"""One window for each base: the first one listens, a second start hands its link over and ends.

Nothing here knows Qt, so that a second start takes no longer than it has to.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import socket
import stat
import struct
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from fracttal_console.domain.errors import ConsoleError
from fracttal_console.domain.links import parsed_link

ACTIVATION_TOKEN = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - a desktop's leave to come to the front
_LONGEST = 2048
_WAIT_SECONDS = 3.0
_ANSWER = b"here\n"


class FirstWindow:
    """Is the one window of a base, or knows that another one is."""

    def __init__(self, database: Path, environ: Mapping[str, str]) -> None:
        """Take where the window of a base is found.

        Args:
            database: file of the base, which need not exist yet.
            environ: tells where the person's own sockets lie.
        """
        name = hashlib.sha256(os.fsencode(database.resolve())).hexdigest()[:16]
        directory = _private_directory(environ)
        self.path = directory / f"{name}.socket"
        self._lock_path = directory / f"{name}.lock"
        self._token = environ.get(ACTIVATION_TOKEN, "")
        self._lock: int | None = None
        self._server: socket.socket | None = None
        self._listener: threading.Thread | None = None

    def take_place(self) -> bool:
        """Become the first window; tell whether the place was free."""
        lock = os.open(self._lock_path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            # the kernel holds it for as long as the process lives: one that was killed holds nothing
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return False
        self._lock = lock
        return True

    def listen(self, heard: Callable[[str, str], None]) -> None:
        """Have something called, in a thread of its own, with the link and the token that another start brings."""
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            # what a killed one left behind: nobody else can be listening while we hold the lock
            self.path.unlink(missing_ok=True)
            server.bind(str(self.path))
            self.path.chmod(0o600)
            server.listen(4)
        except OSError:
            # a window that cannot be asked is still a window
            server.close()
            return
        self._server = server
        self._listener = threading.Thread(target=self._serve, args=(server, heard), name="first-window")
        self._listener.start()

    def hand_over(self, link: str) -> bool:
        """Ask the first window to come to the front and to follow a link; tell whether it answered."""
        message = json.dumps({"link": link, "token": self._token}).encode() + b"\n"
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
                caller.settimeout(_WAIT_SECONDS)
                caller.connect(str(self.path))
                if not _same_user(caller):
                    return False
                caller.sendall(message)
                return caller.recv(len(_ANSWER)) == _ANSWER
        except OSError:
            return False

    def close(self) -> None:
        """Leave the place."""
        if self._server is not None:
            with contextlib.suppress(OSError):
                self._server.shutdown(socket.SHUT_RDWR)
            self._server.close()
            self.path.unlink(missing_ok=True)
        if self._listener is not None:
            self._listener.join()
        if self._lock is not None:
            os.close(self._lock)
        self._server = self._listener = self._lock = None

    def _serve(self, server: socket.socket, heard: Callable[[str, str], None]) -> None:
        while True:
            try:
                caller, _ = server.accept()
            except OSError:
                return
            with caller, contextlib.suppress(OSError):
                caller.settimeout(_WAIT_SECONDS)
                message = _message(caller) if _same_user(caller) else None
                if message is not None:
                    caller.sendall(_ANSWER)
                    heard(*message)


def _message(caller: socket.socket) -> tuple[str, str] | None:
    """Return link and token of a caller; None where it is no message of ours."""
    data = b""
    while not data.endswith(b"\n"):
        more = caller.recv(_LONGEST)
        data += more
        if not more or len(data) > _LONGEST:
            return None
    try:
        message = json.loads(data)
        link, token = str(message["link"]), str(message["token"])
        if link:
            parsed_link(link)
    except (ValueError, KeyError, TypeError, ConsoleError):
        return None
    return link, token if token.isascii() and token.isprintable() else ""


def _private_directory(environ: Mapping[str, str]) -> Path:
    """Return a directory of this account alone: names of sockets are short, so it cannot lie beside every base."""
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    if runtime and Path(runtime).is_dir():
        directory = Path(runtime) / "fracttal-console"
    else:
        directory = Path(tempfile.gettempdir()) / f"fracttal-console-{os.getuid()}"
    directory.mkdir(mode=0o700, exist_ok=True)
    facts = directory.lstat()
    if facts.st_uid == os.getuid() and stat.S_ISDIR(facts.st_mode) and not stat.S_IMODE(facts.st_mode) & 0o077:
        return directory
    # somebody else was there first: a place of our own, at the price of not being found
    return Path(tempfile.mkdtemp(prefix="fracttal-console-"))


def _same_user(caller: socket.socket) -> bool:
    """Tell whether the other end belongs to the same account."""
    credentials = caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _process, user, _group = struct.unpack("3i", credentials)
    return bool(user == os.getuid())
