"""What the gateway's black-box tests stand on: a served world, raw sockets, threads at once, a disk that is full."""

import itertools
import resource
import socket
import sqlite3
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
from mohawk import Sender

from fracttal_console.bootstrap import gateway_in_thread
from fracttal_console.gateway.admission import ConnectionLimits
from fracttal_console.gateway.listening import Listener
from fracttal_console.gateway.request_log import RequestLog
from fracttal_console.gateway.tls import Tls
from fracttal_console.services.api_keys import CreatedApiKey
from fracttal_console.services.oauth_consumers import CreatedConsumer
from tests.browsing import Application, sign_in
from tests.support import MEMBER_EMAIL, World, make_world

T = TypeVar("T")

_NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_NUMBERS = itertools.count(1)


def browser(url: str, tls: Tls | None = None) -> httpx.Client:
    """Return a client with cookies of its own that follows no redirect, and trusts one certificate at most."""
    trusted = _NO_CERTIFICATES if tls is None else ssl.create_default_context(cafile=str(tls.certificate))
    return httpx.Client(base_url=url, verify=trusted, timeout=30)


def application(http: httpx.Client, created: CreatedConsumer) -> Application:
    """Return an application that holds a consumer's credentials."""
    secret = None if created.secret is None else created.secret.reveal()
    return Application(http, created.consumer.client_id, secret)


@dataclass(frozen=True)
class Served:
    """A world and the gateway that serves it."""

    world: World
    url: str
    http: httpx.Client
    browsers: list[httpx.Client] = field(default_factory=list)

    def consumer(self, **options: Any) -> Application:  # noqa: ANN401
        """Register a consumer with a name of its own and return its application."""
        return application(self.http, self.created(**options))

    def created(self, **options: Any) -> CreatedConsumer:  # noqa: ANN401
        """Register a consumer with a name of its own."""
        return self.world.consumer(options.pop("name", f"Aplicación {next(_NUMBERS)}"), **options)

    def job(self, **options: Any) -> Application:  # noqa: ANN401
        """Register a consumer that acts for itself and return its application."""
        return application(self.http, self.world.job(f"Proceso {next(_NUMBERS)}", **options))

    def key(self, **options: Any) -> CreatedApiKey:  # noqa: ANN401
        """Make an API key with a name of its own."""
        settings = {"name": f"Clave {next(_NUMBERS)}", "permission_group": "Field work", **options}
        return self.world.console.api_keys.create(self.world.admin, **settings)

    def signed_in(self, path: str = "/account", email: str = MEMBER_EMAIL) -> httpx.Client:
        """Return a new browser in which a person has signed in."""
        client = self.visitor()
        assert sign_in(client, path, email).status_code == 303
        return client

    def visitor(self) -> httpx.Client:
        """Return a new browser without any cookie."""
        client = browser(self.url)
        self.browsers.append(client)
        return client

    def post(self, path: str, form: dict[str, str], auth: tuple[str, str] | None = None) -> httpx.Response:
        """Send a form, by HTTP Basic where a pair of id and secret is given."""
        return self.http.post(path, data=form, auth=auth or httpx.USE_CLIENT_DEFAULT)

    def count_events(self, tag: str) -> int:
        """Return how many events of a kind there are."""
        with closing(sqlite3.connect(self.world.settings.database_path)) as connection:
            return int(connection.execute("SELECT count(*) FROM events WHERE tag = ?", (tag,)).fetchone()[0])


def count_rows(world: World, table: str) -> int:
    """Return how many rows a table of the base's file holds."""
    with closing(sqlite3.connect(world.settings.database_path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  # names from tests


@contextmanager
def serving(
    directory: Path,
    *,
    tls: Tls | None = None,
    limits: ConnectionLimits | None = None,
    log: RequestLog | None = None,
    metrics: Listener | None = None,
    **settings: Any,  # noqa: ANN401
) -> Iterator[Served]:
    """Make a world, with settings changed for the gateway, and serve it while the block runs."""
    world = make_world(directory)
    try:
        gateway = gateway_in_thread(
            replace(world.settings, **settings), world.console, tls=tls, limits=limits, log=log, metrics=metrics
        )
        with gateway as url, browser(url, tls) as http:
            served = Served(world, url, http)
            try:
                yield served
            finally:
                for client in served.browsers:
                    client.close()
    finally:
        world.console.close()


def tokens_of(consumer: Application) -> dict[str, str]:
    """Let the member consent and return what the consumer gets for the code."""
    tokens: dict[str, str] = consumer.exchange(consumer.consent()).json()
    return tokens


def together(count: int, action: Callable[[int], T]) -> list[T]:
    """Run an action in so many threads, all let go at the same moment, and return what came of each."""
    gate = threading.Barrier(count)

    def run(number: int) -> T:
        gate.wait()
        return action(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def raw(url: str, request: bytes) -> bytes:
    """Send bytes as they are and return all that comes back until the other side closes."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30) as connection:
        # refused before all of it was sent: the answer is there all the same
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(request)
        chunks = []
        while True:
            try:
                chunk = connection.recv(65536)
            except ConnectionResetError:
                break
            if not chunk:
                break
            chunks.append(chunk)
    return b"".join(chunks)


@contextmanager
def full_disk() -> Iterator[None]:
    """Let every write beyond the first kilobyte of a file fail while the block runs: for SQLite, each commit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def hawk(world: World, created: CreatedApiKey, url: str, method: str = "GET", **options: Any) -> Sender:  # noqa: ANN401
    """Sign a request with an independent implementation; `shift` seconds off the world's clock."""
    shift = options.pop("shift", 0)
    credentials = {"id": created.api_key.key_id, "key": created.secret.reveal(), "algorithm": "sha256"}
    settings = {"content": "", "content_type": "", "_timestamp": int(world.clock.now().timestamp()) + shift, **options}
    return Sender(credentials, url, method, **settings)
