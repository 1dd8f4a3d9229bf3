"""The gateway on an open base, in a thread of this process or as the whole of it."""

import contextlib
import gc
import itertools
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fracttal_console.bootstrap.console import Console, open_base
from fracttal_console.bootstrap.gateway_log import logging_to
from fracttal_console.domain.errors import SettingInvalid
from fracttal_console.domain.identity_provider import IdentityProviderAccess
from fracttal_console.resources import resource
from fracttal_console.settings import Settings
from fracttal_console.storage.secret_files import read_provider_secret

if TYPE_CHECKING:
    from fracttal_console.gateway.admission import ConnectionLimits
    from fracttal_console.gateway.listening import Listener
    from fracttal_console.gateway.parts import GatewayParts
    from fracttal_console.gateway.request_log import RequestLog
    from fracttal_console.gateway.tls import Tls

HOUSEKEEPING_ROUNDS = 15
"""How many seconds lie between two steps of housekeeping."""

SWITCH_INTERVAL_SECONDS = 0.0002
"""With Python's default of 5 ms one busy thread lets the event loop wait that long."""


def gateway_in_thread(
    settings: Settings,
    console: Console,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    tls: "Tls | None" = None,
    limits: "ConnectionLimits | None" = None,
    log: "RequestLog | None" = None,
    metrics: "Listener | None" = None,
) -> AbstractContextManager[str]:
    """Serve an open base while the block runs; the value is the gateway's URL.

    Raises:
        PortTaken: another program listens there.
        ListenRefused: the address is not ours, or lies beyond loopback without TLS or a declared proxy.
        TlsUnusable: certificate or key cannot be used.
        SettingInvalid: of the identity provider's settings some are missing.
        ProviderSecretUnusable: the file with the secret for it cannot be used.
    """
    from fracttal_console.gateway.admission import ConnectionLimits  # noqa: PLC0415  # commands must not pay for what only this needs
    from fracttal_console.gateway.server import serving  # noqa: PLC0415  # as above

    # before anything listens
    provider = _identity_provider(settings)
    return serving(
        lambda url: _gateway_parts(settings, console, url, provider),
        host=host,
        port=port,
        proxied=bool(settings.trusted_proxies),
        tls=tls,
        limits=limits or ConnectionLimits(),
        log=log,
        metrics=metrics,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """How to serve: where, whether with TLS (certificate chain and private key, PEM), what to log, and figures.

    `log_file` is None for the error output, `metrics_port` for no figures; `until_input_ends` ends with the standard
    input as well.
    """

    host: str
    port: int
    tls_files: tuple[Path, Path] | None = None
    log_file: Path | None = None
    log_requests: bool = True
    metrics_port: int | None = None
    until_input_ends: bool = False


def serve(settings: Settings, how: Serving, ready: Callable[[str, str], None]) -> None:
    """Serve the base until SIGTERM or SIGINT.

    Args:
        settings: which base.
        how: where, and what besides.
        ready: called once with the URL when requests are answered, and with that of the figures, or "".

    Raises:
        ConsoleError: the base cannot be opened, the address not be listened on, or the log not be written.
    """
    sys.setswitchinterval(SWITCH_INTERVAL_SECONDS)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    if how.until_input_ends:
        threading.Thread(target=_await_end_of_input, args=(stop,), name="input", daemon=True).start()
    console = open_base(settings)
    try:
        with logging_to(how.log_file) as file, _gateway(settings, console, how, file.write) as (url, metrics_url):
            # what is here now stays: the collector need not look at it again each time it looks at everything
            gc.collect()
            gc.freeze()
            ready(url, metrics_url)
            stop.wait()
    finally:
        console.close()


@contextlib.contextmanager
def _gateway(
    settings: Settings, console: Console, how: Serving, write: Callable[[str], None]
) -> Iterator[tuple[str, str]]:
    from fracttal_console.gateway.listening import Listener  # noqa: PLC0415  # as above
    from fracttal_console.gateway.request_log import RequestLog  # noqa: PLC0415  # as above

    metrics = None if how.metrics_port is None else Listener("127.0.0.1", how.metrics_port, proxied=False)
    try:
        serving = gateway_in_thread(
            settings,
            console,
            host=how.host,
            port=how.port,
            tls=_tls(how.tls_files),
            log=RequestLog(write) if how.log_requests else None,
            metrics=metrics,
        )
    except BaseException:
        if metrics is not None:
            metrics.socket.close()
        raise
    with serving as url:
        yield url, "" if metrics is None else metrics.url


def _tls(files: tuple[Path, Path] | None) -> "Tls | None":
    from fracttal_console.gateway.tls import Tls  # noqa: PLC0415  # as above

    return None if files is None else Tls(*files)


def _await_end_of_input(stop: threading.Event) -> None:
    # on the descriptor: a thread that waits inside Python's own reader aborts the interpreter when that ends
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    stop.set()


def _identity_provider(settings: Settings) -> IdentityProviderAccess | None:
    """Return how the company's identity provider is reached; all three settings switch it on, and none of them is off.

    Raises:
        SettingInvalid: one of them is missing.
        ProviderSecretUnusable: the file with the secret cannot be used.
    """
    issuer, client_id = settings.identity_provider_issuer, settings.identity_provider_client_id
    path = settings.identity_provider_secret_file
    if not (issuer or client_id or path):
        return None
    named = {"issuer": issuer, "client_id": client_id, "secret_file": path}
    for name, value in named.items():
        if not value:
            raise SettingInvalid(f"identity_provider_{name}", "")
    return IdentityProviderAccess(
        issuer=issuer, client_id=client_id, secret=read_provider_secret(Path(path).expanduser())
    )


def _gateway_parts(
    settings: Settings, console: Console, url: str, provider: IdentityProviderAccess | None
) -> "GatewayParts":
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
        basic=console.basic,
        transaction_log=console.transaction_log,
        assertions=console.assertions,
        authorizations=console.authorizations,
        authorization_acts=console.authorization_acts,
        company_sign_in=console.company_sign_in,
        consent=console.consent,
        device_grants=console.device_grants,
        pushed_requests=console.pushed_requests,
        offered=console.offered_ways.names,
        introspection=console.introspection,
        invitations=console.invitations,
        people=console.people,
        second_factors=console.second_factors,
        sign_in=console.sign_in,
        tokens=console.tokens,
        usage=console.usage,
        refusals=console.refusals,
        batch=console.use_cases.batch,
        page_token=console.vault.page_token,
        tend=tend,
        probe_storage=console.store.probe,
        resources=resource(),
        issuer=settings.issuer or url,
        identity_provider=provider,
        hawk_hosts=settings.hawk_hosts,
        trusted_proxies=settings.trusted_proxies,
    )
