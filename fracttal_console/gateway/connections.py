"""Connections: what is too large, too slow, too many or ambiguous is ended while it comes in."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from fracttal_console.gateway.admission import Admission, ConnectionLimits, Entry
from fracttal_console.gateway.watch import Watch

MAX_UNFINISHED_HEAD = 32 * 1024
"""How many bytes of request line and headers are taken in before their end has to be in sight."""

MAX_PIPELINED = 16
"""How many requests of a connection may wait for the answer to an earlier one."""

_PHRASES = {
    400: b"Bad Request",
    403: b"Forbidden",
    431: b"Request Header Fields Too Large",
    503: b"Service Unavailable",
}


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
    _deaf = False
    _entry = Entry.CUT_OFF
    _head_timer: asyncio.TimerHandle | None = None
    _leaving_timer: asyncio.TimerHandle | None = None
    _running: RequestResponseCycle | None = None

    def __init__(self, *, limits: ConnectionLimits, admission: Admission, watch: Watch, **given: Any) -> None:  # noqa: ANN401
        super().__init__(**given)
        # the application of every connection is ours
        self._books = cast("Books", self.app)
        self._limits = limits
        self._admission = admission
        self._watch = watch

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in the parent
        """Begin to wait for the first request, or to tell why there will be none."""
        super().connection_made(transport)
        # uvicorn writes whole URLs wherever somebody listens to its logger, and with them what clients put there
        self.access_log = False
        self._entry = self._admission.enter(self._peer)
        if self._entry is Entry.CUT_OFF:
            transport.abort()
            return
        if self._entry is not Entry.LET_IN:
            self.app = self._turned_away
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting_for_head()
        self._stop_waiting_for_leave()
        if self._entry is not Entry.CUT_OFF:
            self._admission.leave(self._peer, self._entry)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes in, unless the head has become too large."""
        if self._deaf:
            return
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        self._watch_head()

    def eof_received(self) -> bool | None:  # type: ignore[override]  # the parent never stays
        """Answer what was asked completely: the other side may have ended its half only."""
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is None or cycle.response_complete or cycle.more_body or self.scheme == "https":
            return None
        cycle.keep_alive = False
        return True

    def pause_writing(self) -> None:
        """Begin to wait for an answer to be taken off."""
        super().pause_writing()
        self._wait_for_leave()

    def resume_writing(self) -> None:
        """Stop waiting: it was taken off."""
        self._stop_waiting_for_leave()
        super().resume_writing()

    def on_message_begin(self) -> None:
        """Begin a head."""
        self._in_head, self._head_bytes = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """End a head."""
        self._in_head = False
        self._stop_waiting_for_head()
        super().on_headers_complete()
        if len(self.pipeline) > MAX_PIPELINED:
            self._deaf = True
            self.transport.abort()

    def on_response_complete(self) -> None:
        """Free the connection for another answer, or give the last one some time to leave."""
        super().on_response_complete()
        if self.transport.is_closing() and self.parser is not None:
            self._wait_for_leave()

    def timeout_keep_alive_handler(self) -> None:
        """End a connection that rested too long, and do not wait for what its other side never took off."""
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            super().timeout_keep_alive_handler()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the words are the parent's
        """Refuse what is no request, or could be read as two."""
        self._refuse(400, "request_malformed")

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:  # noqa: ANN401 - uvicorn's
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def _watch_head(self) -> None:
        if self._deaf:
            return
        if self._in_head and self._head_bytes > MAX_UNFINISHED_HEAD:
            self._refuse(431, "headers_too_large")
        elif self._head_timer is None and (self._in_head or self._at_rest):
            # at rest as well: empty lines begin no head, but have ended the time for a rest
            self._wait_for_head()

    @property
    def _at_rest(self) -> bool:
        return self._running is None or bool(self._running.response_complete)

    @property
    def _peer(self) -> str:
        return self.client[0] if self.client else ""

    def _refuse(self, status: int, error: str) -> None:
        if self._deaf or self.transport.is_closing():
            return
        self._deaf = True
        running = self._running
        if running is not None and not running.response_complete:
            if running is not self.cycle or not running.more_body or running.response_started:
                # a good request came before, which is answered still; what came behind it is not
                self.pipeline.clear()
                running.keep_alive = False
                return
            # its own body is what cannot be read
            running.disconnected = True
            running.message_event.set()
        self._watch.refused(self._peer, status, error)
        self._books.note_unread(error, self._peer)
        self.transport.write(_answer(status, error))
        self.transport.close()
        self._wait_for_leave()

    async def _turned_away(self, _scope: object, _receive: object, send: Callable[[Any], Awaitable[None]]) -> None:
        status = 403 if self._entry is Entry.NOT_IN_CLEAR else 503
        self._watch.refused(self._peer, status, self._entry.value)
        self._books.note_unread(self._entry.value, self._peer)
        head, _, body = _answer(status, self._entry.value).partition(b"\r\n\r\n")
        headers = [tuple(line.split(b": ", 1)) for line in head.split(b"\r\n")[1:]]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _wait_for_head(self) -> None:
        self._head_timer = self.loop.call_later(self._limits.head_seconds, self.transport.abort)

    def _stop_waiting_for_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _wait_for_leave(self) -> None:
        self._stop_waiting_for_leave()
        self._leaving_timer = self.loop.call_later(self._limits.idle_seconds, self.transport.abort)

    def _stop_waiting_for_leave(self) -> None:
        if self._leaving_timer is not None:
            self._leaving_timer.cancel()
            self._leaving_timer = None


def _answer(status: int, error: str) -> bytes:
    body = b'{"error":"%b"}' % error.encode()
    return (
        b"HTTP/1.1 %d %b\r\n"
        b"cache-control: no-store\r\nx-content-type-options: nosniff\r\ncontent-type: application/json\r\n"
        b"content-length: %d\r\nconnection: close\r\n\r\n%b" % (status, _PHRASES[status], len(body), body)
    )
