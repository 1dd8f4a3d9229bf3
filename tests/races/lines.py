"""Lines to a gateway that a race is run on: bytes as they are, and requests that are complete in the same moment."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the header block as it was sent, in lower case, and the body."""

    status: int
    head: bytes
    body: bytes


def get(path: str, headers: Mapping[str, str]) -> bytes:
    """Return a GET request."""
    return _request("GET", path, headers, b"")


def post(path: str, form: Mapping[str, str], headers: Mapping[str, str]) -> bytes:
    """Return a form as a request."""
    body = urlencode(form).encode()
    told = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body)), **headers}
    return _request("POST", path, told, body)


def basic(client_id: str, secret: str) -> dict[str, str]:
    """Return the header by which a consumer proves itself."""
    return {"Authorization": "Basic " + b64encode(f"{client_id}:{secret}".encode()).decode()}


def _request(method: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + _END + body


class Line(asyncio.Protocol):
    """One connection that is kept open; one request at a time.

    A request is given without its Host header: the line knows where it leads.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._address = parts.hostname or "", parts.port or 0
        self._host = b"\r\nHost: " + parts.netloc.encode()
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self._answer: asyncio.Future[Answer] | None = None

    async def ask(self, request: bytes) -> Answer:
        """Send a request and return the answer."""
        await self.open()
        return await self._send(self._addressed(request))

    async def begin(self, request: bytes) -> None:
        """Send all of a request but its last byte."""
        await self.open()
        assert self._transport is not None
        self._transport.write(self._addressed(request)[:-1])

    def finish(self, request: bytes) -> asyncio.Future[Answer]:
        """Send the last byte of a request that was begun."""
        return self._send(request[-1:])

    async def open(self) -> None:
        """Connect where it is not connected: a gateway closes what is idle for long."""
        if self._transport is None or self._transport.is_closing():
            self._received.clear()
            await asyncio.get_running_loop().create_connection(lambda: self, *self._address)

    def close(self) -> None:
        """Close."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Collect an answer, and give it once it is whole."""
        self._received += data
        head, end, body = self._received.partition(_END)
        if not end or self._answer is None:
            return
        told = bytes(head.lower())
        length = int(told.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        if len(body) >= length:
            self._received.clear()
            answer, self._answer = self._answer, None
            answer.set_result(Answer(int(told[9:12]), told, bytes(body)))

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits that nothing will come."""
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError("closed before it was answered"))

    def _addressed(self, request: bytes) -> bytes:
        first, end, rest = request.partition(b"\r\n")
        return first + self._host + end + rest

    def _send(self, data: bytes) -> asyncio.Future[Answer]:
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(data)
        return self._answer


@asynccontextmanager
async def lines(count: int, *urls: str) -> "AsyncIterator[list[Line]]":
    """Open so many lines, to each gateway in turn."""
    async with AsyncExitStack() as stack:
        opened = []
        for number in range(count):
            line = Line(urls[number % len(urls)])
            await line.open()
            stack.callback(line.close)
            opened.append(line)
        yield opened


async def at_once(over: Sequence[Line], requests: Sequence[bytes]) -> list[Answer]:
    """Complete so many requests in the same moment, one on each line: all but the last byte is there before.

    What is measured is the gateway, not how fast requests can be written.
    """
    pairs = list(zip(over, requests, strict=True))
    for line, request in pairs:
        await line.begin(request)
    return list(await asyncio.gather(*[line.finish(request) for line, request in pairs]))
