"""Sockets that listen, and uvicorn on one of them, with connections and an end of our own."""

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any, cast

import uvicorn

from fracttal_console.domain.errors import ListenRefused, PortTaken
from fracttal_console.gateway.admission import Admission, ConnectionLimits, is_loopback
from fracttal_console.gateway.answering import Application
from fracttal_console.gateway.connections import Connection
from fracttal_console.gateway.watch import Watch


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
        if not proxied and scheme == "http" and not is_loopback(host):
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


class Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it, and tells when it is ready."""

    def __init__(
        self,
        app: Application,
        listening: socket.socket,
        *,
        admission: Admission,
        limits: ConnectionLimits,
        watch: Watch,
        context: ssl.SSLContext | None = None,
    ) -> None:
        """Take what to serve; nothing is served yet.

        Args:
            app: what answers.
            listening: the bound socket; it is closed at the end.
            admission: who may connect.
            limits: of each connection.
            watch: told of what is refused before it is a request.
            context: of TLS; None speaks plain HTTP.
        """
        connection: Any = partial(Connection, limits=limits, admission=admission, watch=watch)
        super().__init__(
            uvicorn.Config(
                cast("Any", app),
                loop="auto",
                http=connection,
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                # below it tells of anybody's broken request, and further below of headers
                log_level="error",
                access_log=False,
                server_header=False,
                timeout_keep_alive=limits.idle_seconds,  # type: ignore[arg-type]  # it is handed on to the loop
                timeout_graceful_shutdown=limits.stop_seconds,  # type: ignore[arg-type]
                # whom to believe about forwarding is decided by us, from the settings
                proxy_headers=False,
                ssl_context_factory=None if context is None else lambda _config, _default: context,
            )
        )
        self.socket = listening
        self.ready = threading.Event()
        self._handshake_seconds = None if context is None else limits.head_seconds

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen; a handshake may not take longer than a head."""
        await self.lifespan.startup()
        make: Any = self.config.http_protocol_class
        options = {"config": self.config, "server_state": self.server_state, "app_state": self.lifespan.state}
        loop = asyncio.get_running_loop()
        self.servers = [
            await loop.create_server(
                partial(make, **options),
                sock=one,
                ssl=self.config.ssl,
                backlog=self.config.backlog,
                ssl_handshake_timeout=self._handshake_seconds,
            )
            for one in sockets or []
        ]
        self.started = True
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let what was asked be answered, for a while."""
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):
            cast("Connection", connection).give_up()
            connection.transport.abort()
        while self.server_state.connections:  # noqa: ASYNC110 - each leaves in one of the next turns of the loop
            await asyncio.sleep(0)
