"""The gateway on an open base, in a thread of this process or as the whole of it."""

import contextlib
import gc
import itertools
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from fracttal_console.bootstrap.console import Console, open_base
from fracttal_console.resources import resource
from fracttal_console.settings import Settings

if TYPE_CHECKING:
    from fracttal_console.gateway.parts import GatewayParts
    from fracttal_console.gateway.tls import Tls

HOUSEKEEPING_ROUNDS = 15
"""How many seconds lie between two steps of housekeeping."""

SWITCH_INTERVAL_SECONDS = 0.0002
"""With Python's default of 5 ms one busy thread lets the event loop wait that long."""


def gateway_in_thread(
    settings: Settings, console: Console, *, host: str = "127.0.0.1", port: int = 0, tls: "Tls | None" = None
) -> AbstractContextManager[str]:
    """Serve an open base while the block runs; the value is the gateway's URL.

    Raises:
        PortTaken: another program listens there.
        ListenRefused: the address is not ours, or lies beyond loopback without TLS or a declared proxy.
        TlsUnusable: certificate or key cannot be used.
    """
    from fracttal_console.gateway.server import serving  # noqa: PLC0415  # commands must not pay for what only this needs

    return serving(
        lambda url: _gateway_parts(settings, console, url),
        host=host,
        port=port,
        proxied=bool(settings.trusted_proxies),
        tls=tls,
    )


def serve(
    settings: Settings,
    *,
    host: str,
    port: int,
    ready: Callable[[str], None],
    tls_files: tuple[Path, Path] | None = None,
    until_input_ends: bool = False,
) -> None:
    """Serve the base until SIGTERM or SIGINT.

    Args:
        settings: which base.
        host: address to listen on.
        port: port to listen on, 0 for a free one.
        ready: called once with the URL when requests are answered.
        tls_files: certificate chain and private key, PEM; None speaks plain HTTP.
        until_input_ends: stop also when the standard input ends.

    Raises:
        ConsoleError: the base cannot be opened or the address not be listened on.
    """
    sys.setswitchinterval(SWITCH_INTERVAL_SECONDS)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    if until_input_ends:
        threading.Thread(target=_await_end_of_input, args=(stop,), name="input", daemon=True).start()
    console = open_base(settings)
    try:
        with gateway_in_thread(settings, console, host=host, port=port, tls=_tls(tls_files)) as url:
            # what is here now stays: the collector need not look at it again each time it looks at everything
            gc.collect()
            gc.freeze()
            ready(url)
            stop.wait()
    finally:
        console.close()


def _tls(files: tuple[Path, Path] | None) -> "Tls | None":
    from fracttal_console.gateway.tls import Tls  # noqa: PLC0415  # as above

    return None if files is None else Tls(*files)


def _await_end_of_input(stop: threading.Event) -> None:
    # on the descriptor: a thread that waits inside Python's own reader aborts the interpreter when that ends
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    stop.set()


def _gateway_parts(settings: Settings, console: Console, url: str) -> "GatewayParts":
    from fracttal_console.gateway.parts import GatewayParts  # noqa: PLC0415  # as above

    rounds = itertools.count()

    def tend() -> None:
        console.usage.flush()
        console.refusals.flush()
        if next(rounds) % HOUSEKEEPING_ROUNDS == 0:
            console.housekeeping.step()

    return GatewayParts(
        company=console.base.company,
        catalogue=console.catalogue,
        bearer=console.bearer,
        hawk=console.hawk,
        authorizations=console.authorizations,
        consent=console.consent,
        device_grants=console.device_grants,
        pushed_requests=console.pushed_requests,
        offered=console.offered_ways.names,
        introspection=console.introspection,
        invitations=console.invitations,
        sign_in=console.sign_in,
        tokens=console.tokens,
        usage=console.usage,
        refusals=console.refusals,
        batch=console.use_cases.batch,
        page_token=console.vault.page_token,
        tend=tend,
        resources=resource(),
        issuer=settings.issuer or url,
        hawk_hosts=settings.hawk_hosts,
        trusted_proxies=settings.trusted_proxies,
    )
