"""Connections: what is too large, too slow, too many or ambiguous is ended while it comes in."""

import asyncio
import logging
from functools import partial
from typing import Any, cast

from fracttal_console.gateway.admission import Admission, ConnectionLimits, Entry
from fracttal_console.gateway.answering import NOBODY_WAITED, Application, Asked, Done, answer_bytes, asks_to_end
from fracttal_console.gateway.exchange import Response, parting
from fracttal_console.gateway.heads import MAX_BODY_BYTES
from fracttal_console.gateway.parsing import Exchange, Parsing
from fracttal_console.gateway.turned_away import TurnedAway
from fracttal_console.gateway.watch import Watch

MAX_UNFINISHED_HEAD = 32 * 1024
"""How many bytes of request line and headers are taken in before their end has to be in sight."""

MAX_PIPELINED = 16
"""How many requests of a connection may wait for the answer to an earlier one."""


_FAILED = parting(500, "server_error")
"""The answer where no other could be made."""

_log = logging.getLogger(__name__)


class Connection(Parsing):
    """One connection: it takes requests in within limits, asks who answers them, and sends the answers.

    uvicorn parses, keeps those in order that came before the answer to an earlier one, and ends connections; its way
    of asking an application is not taken (`answering` tells why).
    """

    _in_head = True
    _head_bytes = 0
    _deaf = False
    _entry = Entry.CUT_OFF
    _head_timer: asyncio.TimerHandle | None = None
    _leaving_timer: asyncio.TimerHandle | None = None
    _body_timer: asyncio.TimerHandle | None = None
    _running: Exchange | None = None
    _asked: Asked | None = None

    def __init__(self, *, limits: ConnectionLimits, admission: Admission, watch: Watch, **given: Any) -> None:  # noqa: ANN401
        super().__init__(**given)
        # the application of every connection is ours
        self._application = cast("Application", self.app)
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
            self._application = TurnedAway(self._application, self._entry, self._peer, self._watch)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting_for_head()
        self._stop_waiting_for_leave()
        self._stop_waiting_for_body()
        if self._entry is not Entry.CUT_OFF:
            self._admission.leave(self._peer, self._entry)
        super().connection_lost(exc)
        self.give_up()

    def give_up(self) -> None:
        """Take notice that nobody waits any more for the answer to what was asked."""
        asked, self._asked = self._asked, None
        if asked is not None:
            asked.ended(NOBODY_WAITED)

    def data_received(self, data: bytes) -> None:
        """Take bytes in, unless the head has become too large."""
        if self._deaf:
            return
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._asked is not None and self._body_timer is None:
            self._wait_for_body()
        self._watch_head()

    def eof_received(self) -> bool | None:  # type: ignore[override]  # the parent never stays
        """Answer what was asked completely: the other side may have ended its half only."""
        cycle: Exchange | None = self.cycle
        if cycle is None or cycle.response_complete or cycle.more_body or self.scheme == "https":
            return None
        cycle.keep_alive = False
        return True

    def pause_writing(self) -> None:
        """Begin to wait for an answer to be taken off, and answer nothing meanwhile."""
        super().pause_writing()
        self.flow.pause_reading()
        self._wait_for_leave()

    def resume_writing(self) -> None:
        """Stop waiting: it was taken off."""
        self._stop_waiting_for_leave()
        super().resume_writing()
        if self._at_rest and self.ahead and not self.transport.is_closing():
            self.begin_exchange(self.ahead.popleft())
        else:
            self.flow.resume_reading()

    def on_message_begin(self) -> None:
        """Begin a head."""
        self._in_head, self._head_bytes = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """End a head."""
        self._in_head = False
        self._stop_waiting_for_head()
        super().on_headers_complete()
        if len(self.ahead) > MAX_PIPELINED:
            self._deaf = True
            self.transport.abort()

    def on_body(self, body: bytes) -> None:
        """Take a part of a body in, unless it has become too large."""
        super().on_body(body)
        cycle = self._running
        if cycle is not None and cycle is self.cycle and len(cycle.body) > MAX_BODY_BYTES and self._asked is not None:
            self._send(cycle, self._asked, self._asked.refuse_body("body_too_large"))

    def on_message_complete(self) -> None:
        """Have a request answered that has come in completely."""
        super().on_message_complete()
        if self.cycle is self._running and not self.cycle.response_complete:
            self._answer()

    def on_response_complete(self) -> None:
        """Free the connection for another answer, or give the last one some time to leave."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            if self.parser is not None:
                self._wait_for_leave()
        elif self.ahead:
            self.flow.resume_reading()
            self.begin_exchange(self.ahead.popleft())
        else:
            self.flow.resume_reading()
            self.rest()
        if self.flow.write_paused:
            self.flow.pause_reading()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the words are the parent's
        """Refuse what is no request, or could be read as two."""
        self._refuse(400, "request_malformed")

    def begin_exchange(self, exchange: Exchange) -> None:
        """Ask who answers, and send the answer as soon as it is there."""
        if self.transport.is_closing():
            return
        if self.flow.write_paused:
            # whoever does not take answers off gets no further ones
            self.ahead.appendleft(exchange)
            return
        self._running = exchange
        asked = self._asked = self._application.ask(exchange.scope)
        if asked.refusal is not None:
            self._send(exchange, asked, asked.refusal)
        elif len(exchange.body) > MAX_BODY_BYTES:
            self._send(exchange, asked, asked.refuse_body("body_too_large"))
        elif not exchange.more_body:
            self._answer()

    def _answer(self) -> None:
        """Have the request answered, whose body is complete."""
        self._stop_waiting_for_body()
        cycle, asked = self._running, self._asked
        if cycle is None or asked is None:
            return
        send: Done = partial(self._send, cycle, asked)
        try:
            asked.answer(cycle.body, send)
        except Exception:  # noqa: BLE001  # the last resort: the parser would take it for a fault of the request
            _log.exception("a request could not be answered")
            send(_FAILED)

    def _send(self, cycle: Exchange, asked: Asked, response: Response) -> None:
        self._stop_waiting_for_body()
        if cycle.response_complete or asked is not self._asked:
            return
        self._asked = None
        if cycle.disconnected or self.transport.is_closing():
            asked.ended(NOBODY_WAITED)
            return
        if cycle.more_body or asks_to_end(response):
            # what comes after a body that was not read would be taken for a request
            cycle.keep_alive = False
        method, usual, ends = cycle.scope["method"], self.server_state.default_headers, not cycle.keep_alive
        try:
            sent = answer_bytes(response, method, usual, ends=ends)
        except ValueError as error:
            _log.error("a header cannot be sent: %s", error)
            response = _FAILED
            sent = answer_bytes(response, method, usual, ends=ends)
        cycle.response_started = cycle.response_complete = True
        self.transport.write(sent)
        if ends:
            self.transport.close()
        asked.ended(response.status)
        self.on_response_complete()

    def _watch_head(self) -> None:
        if self._deaf:
            return
        if self._in_head and self._head_bytes > MAX_UNFINISHED_HEAD:
            self._refuse(431, "headers_too_large")
        elif self._head_timer is None and (self._in_head or (self._at_rest and not self.rests)):
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
                self.ahead.clear()
                running.keep_alive = False
                return
            # its own body is what cannot be read
            running.disconnected = True
            self.give_up()
        self._watch.refused(self._peer, status, error)
        self._application.note_unread(error, self._peer)
        self.transport.write(answer_bytes(parting(status, error), "", (), ends=True))
        self.transport.close()
        self._wait_for_leave()

    def _wait_for_head(self) -> None:
        self._head_timer = self.loop.call_later(self._limits.head_seconds, self.transport.abort)

    def _stop_waiting_for_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _wait_for_body(self) -> None:
        cycle = self._running
        if cycle is None or not cycle.more_body:
            return
        if cycle.waiting_for_100_continue:
            cycle.waiting_for_100_continue = False
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._body_timer = self.loop.call_later(self._limits.body_seconds, self._body_is_late)

    def _body_is_late(self) -> None:
        self._body_timer = None
        if self._running is not None and self._asked is not None:
            self._send(self._running, self._asked, self._asked.refuse_body("body_too_slow"))

    def _stop_waiting_for_body(self) -> None:
        if self._body_timer is not None:
            self._body_timer.cancel()
            self._body_timer = None

    def _wait_for_leave(self) -> None:
        self._stop_waiting_for_leave()
        self._leaving_timer = self.loop.call_later(self._limits.idle_seconds, self.transport.abort)

    def _stop_waiting_for_leave(self) -> None:
        if self._leaving_timer is not None:
            self._leaving_timer.cancel()
            self._leaving_timer = None
