"""The gateway inside the console, switched on and off while the base stays open."""

import sys
import threading
from contextlib import ExitStack

from fracttal_console.bootstrap.console import Console
from fracttal_console.bootstrap.gateway import SWITCH_INTERVAL_SECONDS, gateway_in_thread
from fracttal_console.settings import Settings


class GatewaySwitch:
    """Start and stop the gateway on an open base, from any thread; what is as asked already stays so.

    Statistics are written and housekeeping is done only while it runs.
    """

    def __init__(self, settings: Settings, console: Console, *, host: str = "127.0.0.1") -> None:
        """Take what to serve; nothing is started.

        Args:
            settings: its `gateway_port` is where to listen.
            console: the open base; it must be stopped before that is closed.
            host: address to listen on.
        """
        self._settings = settings
        self._console = console
        self._host = host
        self._turn = threading.Lock()
        self._running = ExitStack()
        self._url = ""

    @property
    def url(self) -> str:
        """Where it listens, "" while it does not; never waits for a start or stop that is under way."""
        return self._url

    def start(self) -> str:
        """Start to serve and return the URL when requests are answered.

        Raises:
            PortTaken: another program listens there.
            ListenRefused: the address is not ours, or lies beyond loopback without a declared proxy.
        """
        with self._turn:
            if self._url:
                return self._url
            with ExitStack() as starting:
                starting.callback(sys.setswitchinterval, sys.getswitchinterval())
                url = starting.enter_context(
                    gateway_in_thread(self._settings, self._console, host=self._host, port=self._settings.gateway_port)
                )
                sys.setswitchinterval(SWITCH_INTERVAL_SECONDS)
                self._running = starting.pop_all()
            self._url = url
            return url

    def stop(self) -> None:
        """Finish what is under way and stop; everything answered is committed."""
        with self._turn:
            self._url = ""
            self._running.close()
