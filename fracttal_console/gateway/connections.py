"""Connections: a head that is too large or too slow is cut off while it comes in, not when it is complete."""

import asyncio
from typing import Protocol, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_UNFINISHED_HEAD = 32 * 1024
"""How many bytes of request line and headers are taken in before their end has to be in sight."""

HEAD_SECONDS = 10.0

_TOO_LARGE = b'{"error":"headers_too_large"}'
_REFUSAL = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"cache-control: no-store\r\nx-content-type-options: nosniff\r\ncontent-type: application/json\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n%b" % (len(_TOO_LARGE), _TOO_LARGE)
)


class Books(Protocol):
    """What remembers requests that never became one."""

    def note_unread(self, cause: str, address: str) -> None:
        """Note that something from an address was refused before it could be read as a request."""


class Connection(HttpToolsProtocol):
    """One connection, whose parser would otherwise gather a head of any size for any time.

    What is complete is limited by the application; here only what never ends is.
    """

    _in_head = True
    _head_bytes = 0
    _answered = True
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in the parent
        """Begin to wait for the first request."""
        super().connection_made(transport)
        # uvicorn writes whole URLs wherever somebody listens to its logger, and with them what clients put there
        self.access_log = False
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes in, unless the head has become too large."""
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head:
            if self._head_bytes > MAX_UNFINISHED_HEAD:
                self._refuse()
            elif self._head_timer is None:
                self._wait_for_head()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, or can be read in two ways."""
        self._note("request_malformed")
        super().send_400_response(msg)

    def on_message_begin(self) -> None:
        """Begin a head."""
        self._in_head, self._head_bytes = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """End a head."""
        self._in_head = self._answered = False
        self._stop_waiting()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Note that the connection is free for another answer."""
        self._answered = True
        super().on_response_complete()

    def _wait_for_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _refuse(self) -> None:
        if self.transport.is_closing():
            return
        self._note("headers_too_large")
        if self._answered:
            # amid another answer there is no place for this one
            self.transport.write(_REFUSAL)
        self.transport.close()

    def _note(self, cause: str) -> None:
        # the application of every connection is ours
        cast("Books", self.app).note_unread(cause, self.client[0] if self.client else "")
