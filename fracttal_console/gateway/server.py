"""Run the gateway in a thread of its own: inside the console, the tour and tests, and under `serve`."""

import asyncio
import contextlib
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from ipaddress import ip_address

import uvicorn

from fracttal_console.domain.errors import ListenRefused, PortTaken
from fracttal_console.gateway.app import GatewayApp
from fracttal_console.gateway.connections import Connection
from fracttal_console.gateway.hosts import Hosts
from fracttal_console.gateway.parts import GatewayParts
from fracttal_console.gateway.routes import Routes
from fracttal_console.gateway.tls import Tls, server_context
from fracttal_console.gateway.write_queue import WriteQueue

TEND_SECONDS = 1.0
MAX_CONNECTIONS = 256
IDLE_SECONDS = 30
STOP_SECONDS = 3

_log = logging.getLogger(__name__)


class Listener:
    """A bound socket: whoever has it knows the port before anything is served."""

    def __init__(self, host: str, port: int, *, proxied: bool, scheme: str = "http") -> None:
        """Bind and listen.

        Args:
            host: address, or `localhost`.
            port: 0 takes a free one.
            proxied: whether a proxy is declared; without one, or TLS, nothing beyond loopback is offered.
            scheme: https where TLS is spoken.

        Raises:
            ListenRefused: the address is not ours, or lies beyond loopback without TLS or a declared proxy.
            PortTaken: another program listens there.
        """
        if not proxied and scheme == "http" and not _is_loopback(host):
            raise ListenRefused(host)
        self._scheme = scheme
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # the protocol has to be named: asyncio leaves Nagle on where it is 0, and each answer would wait 40 ms
        self.socket = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.socket.bind((host, port))
            self.socket.listen(512)
        except OSError as error:
            self.socket.close()
            if error.errno in {98, 48, 10048}:  # EADDRINUSE on Linux, macOS, Windows
                raise PortTaken(host, port) from None
            raise ListenRefused(host) from None
        self.address: tuple[str, int] = self.socket.getsockname()[:2]

    @property
    def url(self) -> str:
        """Where it listens."""
        host, port = self.address
        return f"{self._scheme}://[{host}]:{port}" if ":" in host else f"{self._scheme}://{host}:{port}"


class GatewayServer:
    """One running gateway."""

    def __init__(self, parts: GatewayParts, listener: Listener, context: ssl.SSLContext | None = None) -> None:
        self._listener = listener
        self._writes = WriteQueue(parts.batch)
        hosts = Hosts(parts.issuer, listener.address, parts.hawk_hosts)
        self._app = GatewayApp(Routes(parts), hosts, parts.trusted_proxies, self._writes)
        self._tend = parts.tend
        self._server = _Server(
            uvicorn.Config(
                self._app,
                loop="auto",
                http=Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                limit_concurrency=MAX_CONNECTIONS,
                timeout_keep_alive=IDLE_SECONDS,
                timeout_graceful_shutdown=STOP_SECONDS,
                # whom to believe about forwarding is decided by us, from the settings
                proxy_headers=False,
                ssl_context_factory=None if context is None else lambda _config, _default: context,
            )
        )
        self._stop_tending = threading.Event()
        self._threads = [
            threading.Thread(target=self._serve, name="gateway"),
            threading.Thread(target=self._tend_regularly, name="gateway-tender"),
        ]

    def start(self) -> None:
        """Start to serve and return when requests are answered."""
        for thread in self._threads:
            thread.start()
        self._server.ready.wait()

    def stop(self) -> None:
        """Finish what is under way and stop; everything answered is committed."""
        self._server.should_exit = True
        self._stop_tending.set()
        for thread in self._threads:
            thread.join()
        self._app.close()
        self._listener.socket.close()

    def _serve(self) -> None:
        try:
            with asyncio.Runner(loop_factory=self._server.config.get_loop_factory()) as runner:
                runner.run(self._server.serve(sockets=[self._listener.socket]))
        finally:
            self._server.ready.set()

    def _tend_regularly(self) -> None:
        while not self._stop_tending.wait(TEND_SECONDS):
            try:
                self._tend()
            except Exception:  # noqa: BLE001 - the last resort of this thread
                # statistics and housekeeping must never end the service
                _log.exception("tending failed")


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it, and tells when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


def serving(
    parts_for: Callable[[str], GatewayParts], *, host: str, port: int, proxied: bool, tls: Tls | None = None
) -> contextlib.AbstractContextManager[str]:
    """Serve while the block runs, and give the URL.

    Args:
        parts_for: makes the parts when the URL is known: it is the issuer where none is configured.
        host: address to listen on.
        port: port to listen on, 0 for a free one.
        proxied: whether a proxy is declared.
        tls: certificate and key; None speaks plain HTTP.

    Raises:
        TlsUnusable: certificate or key cannot be used.
        PortTaken, ListenRefused: it cannot listen there.
    """
    context = None if tls is None else server_context(tls)
    listener = Listener(host, port, proxied=proxied, scheme="http" if context is None else "https")
    return _serving(parts_for, listener, context)


@contextlib.contextmanager
def _serving(
    parts_for: Callable[[str], GatewayParts], listener: Listener, context: ssl.SSLContext | None
) -> Iterator[str]:
    server = GatewayServer(parts_for(listener.url), listener, context)
    server.start()
    try:
        yield listener.url
    finally:
        server.stop()


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
