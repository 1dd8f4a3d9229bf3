"""The gateway on an open base, in a thread of this process or as the whole of it."""

import itertools
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from fracttal_console.bootstrap.console import Console, open_base
from fracttal_console.resources import resource
from fracttal_console.settings import Settings

if TYPE_CHECKING:
    from fracttal_console.gateway.parts import GatewayParts

HOUSEKEEPING_ROUNDS = 15
"""How many seconds lie between two steps of housekeeping."""


def gateway_in_thread(
    settings: Settings, console: Console, *, host: str = "127.0.0.1", port: int = 0
) -> AbstractContextManager[str]:
    """Serve an open base while the block runs; the value is the gateway's URL.

    Raises:
        PortTaken: another program listens there.
        ListenRefused: the address is not ours, or lies beyond loopback without a declared proxy.
    """
    from fracttal_console.gateway.server import serving  # noqa: PLC0415  # commands must not pay for what only this needs

    return serving(
        lambda url: _gateway_parts(settings, console, url), host=host, port=port, proxied=bool(settings.trusted_proxies)
    )


class GatewaySwitch:
    """The gateway of this process, started and stopped as a person asks."""

    def __init__(self, settings: Settings, console: Console, *, host: str = "127.0.0.1") -> None:
        self._settings = settings
        self._console = console
        self._host = host
        self._turn = threading.Lock()
        self._running: AbstractContextManager[str] | None = None
        self._url = ""

    @property
    def url(self) -> str:
        """Where it answers; "" while it is stopped."""
        return self._url

    def start(self) -> str:
        """Start it, unless it runs, and return where it answers.

        Raises:
            PortTaken, ListenRefused: it cannot listen there.
        """
        with self._turn:
            if self._running is None:
                # with the default of 5 ms one busy thread lets window and event loop wait that long
                sys.setswitchinterval(0.001)
                running = gateway_in_thread(
                    self._settings, self._console, host=self._host, port=self._settings.gateway_port
                )
                self._url = running.__enter__()
                self._running = running
            return self._url

    def stop(self) -> None:
        """Stop it, if it runs; requests under way are answered."""
        with self._turn:
            running, self._running, self._url = self._running, None, ""
            if running is not None:
                running.__exit__(None, None, None)


def serve(settings: Settings, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve the base until SIGTERM or SIGINT.

    Args:
        settings: which base.
        host: address to listen on.
        port: port to listen on, 0 for a free one.
        ready: called once with the URL when requests are answered.

    Raises:
        ConsoleError: the base cannot be opened or the address not be listened on.
    """
    # with the default of 5 ms one busy thread lets the event loop wait that long
    sys.setswitchinterval(0.001)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    console = open_base(settings)
    try:
        with gateway_in_thread(settings, console, host=host, port=port) as url:
            ready(url)
            stop.wait()
    finally:
        console.close()


def _gateway_parts(settings: Settings, console: Console, url: str) -> "GatewayParts":
    from fracttal_console.gateway.parts import GatewayParts  # noqa: PLC0415  # as above

    rounds = itertools.count()

    def tend() -> None:
        console.usage.flush()
        if next(rounds) % HOUSEKEEPING_ROUNDS == 0:
            console.housekeeping.step()

    return GatewayParts(
        company=console.base.company,
        catalogue=console.catalogue,
        bearer=console.bearer,
        hawk=console.hawk,
        authorizations=console.authorizations,
        consent=console.consent,
        introspection=console.introspection,
        sign_in=console.sign_in,
        tokens=console.tokens,
        batch=console.use_cases.batch,
        page_token=console.vault.page_token,
        tend=tend,
        resources=resource(),
        issuer=settings.issuer or url,
        hawk_hosts=settings.hawk_hosts,
        trusted_proxies=settings.trusted_proxies,
    )
