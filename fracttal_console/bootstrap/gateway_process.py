"""The gateway of the window: a process of its own, started and stopped from here."""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import fracttal_console
from fracttal_console.domain.errors import ConsoleError, GatewayNotStarted, ListenRefused, PortTaken
from fracttal_console.settings import Settings, settings_environment

STOP_SECONDS = 10
"""How long requests under way may take to end, before the process is ended."""

_ROOT = str(Path(fracttal_console.__file__).parent.parent)
_PROGRAM = """
import sys
root = sys.argv.pop(1)
if root not in sys.path:
    sys.path.insert(0, root)
from fracttal_console.__main__ import main
main()
"""
"""The code of this very process, installed or not."""

_log = logging.getLogger(__name__)


class GatewayProcess:
    """Start and stop `serve` on the base, from any thread; what is already as asked stays so.

    The process ends by itself when this one is gone, however that ended: its input closes.
    """

    def __init__(self, settings: Settings, environ: Mapping[str, str] = os.environ, *, host: str = "127.0.0.1") -> None:
        """Take what to serve; nothing is started.

        Args:
            settings: which base, how its master key is had, and where to listen.
            environ: environment of the process; the settings are added to it.
            host: address to listen on.
        """
        self._settings = settings
        self._environ = environ
        self._host = host
        self._turn = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._asked_to_end: subprocess.Popen[str] | None = None
        self._watch: threading.Thread | None = None
        self._url = ""
        self._heard: tuple[Callable[[], None], ...] = ()

    def use(self, settings: Settings) -> None:
        """Take other settings for the next start."""
        self._settings = settings

    @property
    def url(self) -> str:
        """Where it listens, "" while it does not; never waits for a start or stop that is under way."""
        return self._url

    @property
    def pid(self) -> int | None:
        """The process's number, None while there is none."""
        return None if self._process is None else self._process.pid

    def listen(self, heard: Callable[[], None]) -> Callable[[], None]:
        """Have something called, in a thread of its own, when the gateway ends unasked; return what stops that."""
        self._heard = (*self._heard, heard)

        def forget() -> None:
            self._heard = tuple(other for other in self._heard if other is not heard)

        return forget

    def start(self) -> str:
        """Start to serve and return the URL when requests are answered.

        Raises:
            PortTaken: another program listens there.
            ListenRefused: the address is not ours, or lies beyond loopback without a declared proxy.
            GatewayNotStarted: it ended before it was ready.
        """
        with self._turn:
            if self._url:
                return self._url
            self._let_go()
            process = self._process = self._begun()
            try:
                url = self._ready(process)
            except BaseException:
                self._let_go()
                raise
            self._url = url
            self._watch = threading.Thread(target=self._follow, args=(process,), name="gateway-watch")
            self._watch.start()
            return url

    def stop(self) -> None:
        """Finish what is under way and stop; everything answered is committed.

        A start that is under way is given up and raises GatewayNotStarted.
        """
        process = self._asked_to_end = self._process
        if process is not None:
            _end(process)
        with self._turn:
            self._url = ""
            self._let_go()

    def _begun(self) -> "subprocess.Popen[str]":
        # -P: a folder of the same name where the window was started is not what is meant
        command = [sys.executable, "-P", "-c", _PROGRAM, _ROOT, "serve", "--host", self._host, "--port",
                   str(self._settings.gateway_port), "--json", "--until-input-ends", "--no-log-requests"]  # fmt: skip
        environ = {**self._environ, **settings_environment(self._settings)}
        return subprocess.Popen(  # noqa: S603 - this program itself
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environ
        )

    def _ready(self, process: "subprocess.Popen[str]") -> str:
        assert process.stdout is not None  # noqa: S101 - for the types: it was asked for
        said = _document(process.stdout.readline())
        if said.get("ready"):
            return str(said["url"])
        raise self._refusal(said)

    def _refusal(self, said: Mapping[str, object]) -> ConsoleError:
        match said.get("error"):
            case PortTaken.code:
                return PortTaken(self._host, self._settings.gateway_port)
            case ListenRefused.code:
                return ListenRefused(self._host)
            case _:
                return GatewayNotStarted(str(said.get("message", "")))

    def _follow(self, process: "subprocess.Popen[str]") -> None:
        process.wait()
        if process is self._asked_to_end:
            return
        self._url = ""
        _log.error("the gateway ended unasked, with exit code %s", process.returncode)
        for heard in self._heard:
            heard()

    def _let_go(self) -> None:
        """Wait for the end of the process, if there is one, and forget it."""
        process, self._process = self._process, None
        if process is None:
            return
        _end(process)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
        if self._watch is not None:
            self._watch.join()
            self._watch = None


def _end(process: "subprocess.Popen[str]") -> None:
    """Tell the process to end; told again, it only hears it again."""
    if process.stdin is not None:
        process.stdin.close()
    if sys.platform != "win32" and process.poll() is None:
        # one that is still loading does not read its input; elsewhere than here this would cut off requests
        process.terminate()


def _document(line: str) -> Mapping[str, object]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
