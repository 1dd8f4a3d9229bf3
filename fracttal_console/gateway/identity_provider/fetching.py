"""Ask the identity provider over HTTP: bounded in time and in bytes, never sent on to another address.

The standard library's client, and not one of the larger ones: those bound the silence between two bytes and not the
whole answer, follow the environment's proxies, and unpack what was packed. Here one span of time holds for all that is
asked for one browser's request, and one count of bytes for each answer.
"""

import http.client
import io
import json
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from fracttal_console.domain.errors import ProviderUnavailable
from fracttal_console.domain.hosts import is_loopback

SECONDS = 8.0
MOST_BYTES = 256 * 1024


class RequestSigner(Protocol):
    """What Authlib signs a request with: its authentication of clients."""

    def prepare(self, method: str, uri: str, headers: dict[str, str], body: str) -> tuple[str, dict[str, str], str]:
        """Return address, headers and body, which now prove who asks."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, in the few words in which Authlib asks for it."""

    status_code: int
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - whatever was sent
        """Return the content.

        Raises:
            ProviderUnavailable: it is no JSON.
        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise ProviderUnavailable("no JSON") from None

    def raise_for_status(self) -> None:
        """Refuse whatever is no success.

        Raises:
            ProviderUnavailable: it is none.
        """
        if self.status_code != 200:
            raise ProviderUnavailable(f"status {self.status_code}")


class Fetcher:
    """Ask for one browser's request; everything it asks for shares one span of time."""

    def __init__(self, *, plain: bool) -> None:
        """Begin the span of time.

        Args:
            plain: whether HTTP without TLS will do, at a loopback address: where the provider itself is one.
        """
        self._plain = plain
        self._ends = time.monotonic() + SECONDS

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - as in `Answer.json`
        """Return the JSON at an address.

        Raises:
            ProviderUnavailable: it cannot be had.
        """
        answer = self._send("GET", url, {"Accept": "application/json", **(headers or {})})
        answer.raise_for_status()
        return answer.json()

    def post(self, url: str, *, data: Mapping[str, str], headers: Mapping[str, str], auth: RequestSigner) -> Answer:
        """Send a form, as Authlib's client asks its session to.

        Raises:
            ProviderUnavailable: no answer can be had.
        """
        url, signed, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        return self._send("POST", url, signed, body.encode())

    def _send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        check_address(url, plain=self._plain)
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection = self._connection(parts.scheme, parts.hostname or "", parts.port)
        try:
            connection.connect()
            with connection.sock as connected:
                connection.sock = _Bounded(connected, self._ends)
                connection.request(method, target, body, {**headers, "Accept-Encoding": "identity"})
                response = connection.getresponse()
                # never all of it at once: room for as much as was announced would be made before any of it came
                return Answer(response.status, response.read(MOST_BYTES))
        except (OSError, http.client.HTTPException, ValueError) as error:
            # of the error its kind alone: what it says may hold what was sent
            raise ProviderUnavailable(type(error).__name__) from None
        finally:
            connection.close()

    def _connection(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        left = max(0.001, self._ends - time.monotonic())
        if scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=left)
        # the system's certificates: a company's own authority is installed there
        return http.client.HTTPSConnection(host, port, timeout=left, context=ssl.create_default_context())


def check_address(url: str, *, plain: bool) -> None:
    """See whether an address may be asked, or a browser sent to it: HTTPS, or where all is loopback, HTTP.

    Raises:
        ProviderUnavailable: it may not.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ProviderUnavailable("address malformed") from None
    good = bool(host) and "@" not in parts.netloc and not parts.fragment and url.isascii() and url.isprintable()
    if not good or " " in url:
        raise ProviderUnavailable("address malformed")
    if parts.scheme != "https" and not (plain and parts.scheme == "http" and is_loopback(host or "")):
        raise ProviderUnavailable("address without TLS")


class _Bounded:
    """A connected socket that is read until an hour and a number of bytes, and then no more."""

    def __init__(self, connected: socket.socket, ends: float) -> None:
        self._socket = connected
        self._ends = ends

    def sendall(self, data: bytes) -> None:
        self._socket.settimeout(_left(self._ends))
        self._socket.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._socket, self._ends))

    def close(self) -> None:
        """Do nothing: the client closes before it has read all, and whoever opened the socket closes it."""


class _Reader(io.RawIOBase):
    def __init__(self, connected: socket.socket, ends: float) -> None:
        self._socket = connected
        self._ends = ends
        self._bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any buffer that can be written to
        self._socket.settimeout(_left(self._ends))
        count = self._socket.recv_into(buffer)
        self._bytes += count
        if self._bytes > MOST_BYTES:
            raise OSError("too much")
        return count


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
