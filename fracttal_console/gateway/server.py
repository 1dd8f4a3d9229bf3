"""Run the gateway in a thread of its own: inside the console, the tour and tests, and under `serve`."""

import asyncio
import contextlib
import logging
import ssl
import threading
from collections.abc import Callable, Iterator

from fracttal_console.gateway.admission import Admission, ConnectionLimits
from fracttal_console.gateway.app import GatewayApp
from fracttal_console.gateway.hosts import Hosts
from fracttal_console.gateway.listening import Listener, Server
from fracttal_console.gateway.metrics import Metrics
from fracttal_console.gateway.metrics_page import MetricsPage
from fracttal_console.gateway.parts import GatewayParts
from fracttal_console.gateway.request_log import RequestLog
from fracttal_console.gateway.routes import Routes
from fracttal_console.gateway.tls import Tls, server_context
from fracttal_console.gateway.watch import Watch
from fracttal_console.gateway.write_queue import WriteQueue

TEND_SECONDS = 1.0
_USUAL = ConnectionLimits()

_log = logging.getLogger(__name__)


class GatewayServer:
    """One running gateway, and its page of figures where there is one."""

    def __init__(
        self,
        parts: GatewayParts,
        listener: Listener,
        context: ssl.SSLContext | None = None,
        *,
        limits: ConnectionLimits,
        log: RequestLog | None = None,
        metrics_listener: Listener | None = None,
    ) -> None:
        metrics = None if metrics_listener is None else Metrics()
        self._watch = Watch(log, metrics)
        self._writes = WriteQueue(parts.batch) if metrics is None else WriteQueue(parts.batch, metrics.committed)
        self._app = GatewayApp(
            Routes(parts),
            Hosts(parts.issuer, listener.address, parts.hawk_hosts),
            parts.trusted_proxies,
            self._writes,
            watch=self._watch,
        )
        self._tend = parts.tend
        admission = Admission(limits, parts.trusted_proxies, in_clear=context is None)
        self._servers = [
            Server(self._app, listener.socket, admission=admission, limits=limits, watch=self._watch, context=context)
        ]
        if metrics is not None and metrics_listener is not None:
            page = MetricsPage(
                metrics,
                hosts=Hosts(metrics_listener.url, metrics_listener.address, ()),
                admission=admission,
                queue_depth=lambda: self._writes.depth,
                log=log,
            )
            apart = Admission(limits, (), in_clear=True)
            self._servers.append(Server(page, metrics_listener.socket, admission=apart, limits=limits, watch=Watch()))
        self._stop_tending = threading.Event()
        self._threads = [
            threading.Thread(target=self._serve, name="gateway"),
            threading.Thread(target=self._tend_regularly, name="gateway-tender"),
        ]

    def start(self) -> None:
        """Start to serve and return when requests are answered."""
        for thread in self._threads:
            thread.start()
        for server in self._servers:
            server.ready.wait()

    def stop(self) -> None:
        """Finish what is under way and stop; everything answered is committed."""
        for server in self._servers:
            server.should_exit = True
        self._stop_tending.set()
        for thread in self._threads:
            thread.join()
        self._app.close()
        self._watch.close()

    def _serve(self) -> None:
        try:
            with asyncio.Runner(loop_factory=self._servers[0].config.get_loop_factory()) as runner:
                runner.run(self._serve_all())
        finally:
            for server in self._servers:
                server.ready.set()
                server.socket.close()

    async def _serve_all(self) -> None:
        await asyncio.gather(*(server.serve(sockets=[server.socket]) for server in self._servers))

    def _tend_regularly(self) -> None:
        while not self._stop_tending.wait(TEND_SECONDS):
            try:
                self._tend()
            except Exception:  # noqa: BLE001 - the last resort of this thread
                # statistics and housekeeping must never end the service
                _log.exception("tending failed")


def serving(
    parts_for: Callable[[str], GatewayParts],
    *,
    host: str,
    port: int,
    proxied: bool,
    tls: Tls | None = None,
    limits: ConnectionLimits = _USUAL,
    log: RequestLog | None = None,
    metrics: Listener | None = None,
) -> contextlib.AbstractContextManager[str]:
    """Serve while the block runs, and give the URL.

    Args:
        parts_for: makes the parts when the URL is known: it is the issuer where none is configured.
        host: address to listen on.
        port: port to listen on, 0 for a free one.
        proxied: whether a proxy is declared.
        tls: certificate and key; None speaks plain HTTP.
        limits: of connections.
        log: told of each request; it is closed at the end.
        metrics: where figures are served; None serves and counts none.

    Raises:
        TlsUnusable: certificate or key cannot be used.
        PortTaken, ListenRefused: it cannot listen there.
    """
    context = None if tls is None else server_context(tls)
    listener = Listener(host, port, proxied=proxied, scheme="http" if context is None else "https")

    @contextlib.contextmanager
    def served() -> Iterator[str]:
        server = GatewayServer(
            parts_for(listener.url), listener, context, limits=limits, log=log, metrics_listener=metrics
        )
        server.start()
        try:
            yield listener.url
        finally:
            server.stop()

    return served()
