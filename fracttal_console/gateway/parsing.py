"""From bytes to requests on one connection: uvicorn's parser, with no more made for each request than is used."""

from abc import ABC, abstractmethod
from collections import deque
from typing import Any
from urllib.parse import unquote

import httptools

from fracttal_console.gateway.answering import Scope
from fracttal_console.gateway.resting import Resting


class _Nobody:
    """In place of uvicorn's event, on which a task of its own would wait."""

    def set(self) -> None:
        """Wake nobody."""


class Exchange:
    """One request and its answer on a connection, under the names that uvicorn looks for."""

    __slots__ = (
        "body", "disconnected", "keep_alive", "more_body", "response_complete", "response_started", "scope",
        "waiting_for_100_continue",
    )  # fmt: skip
    message_event = _Nobody()

    def __init__(self, scope: Scope, *, keep_alive: bool, waits_to_continue: bool) -> None:
        self.scope = scope
        self.keep_alive = keep_alive
        self.waiting_for_100_continue = waits_to_continue
        self.body = b""
        self.more_body = True
        self.disconnected = False
        self.response_started = False
        self.response_complete = False


class Parsing(Resting, ABC):
    """Take requests in, and have each begun when it is its turn."""

    cycle: Exchange  # type: ignore[assignment]  # one of ours

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - uvicorn's
        super().__init__(**given)
        self.ahead: deque[Exchange] = deque()

    @abstractmethod
    def begin_exchange(self, exchange: Exchange) -> None:
        """Begin to answer a request, whose body may still be on its way."""

    def on_message_begin(self) -> None:
        """Begin a request."""
        self.url = b""
        self.expect_100_continue = False
        self.headers = []

    def on_headers_complete(self) -> None:
        """Begin to answer, or wait until the requests before are answered."""
        parser: Any = self.parser
        url = httptools.parse_url(self.url)
        raw_path = url.path
        path = raw_path.decode("ascii")
        scope: Scope = {
            "method": parser.get_method().decode("ascii"),
            "path": unquote(path) if "%" in path else path,
            "raw_path": raw_path,
            "query_string": url.query or b"",
            "headers": self.headers,
            "client": self.client,
            "scheme": self.scheme,
        }
        keeps = parser.get_http_version() != "1.0" and parser.should_keep_alive()
        before: Exchange | None = self.cycle
        exchange = self.cycle = Exchange(scope, keep_alive=keeps, waits_to_continue=self.expect_100_continue)
        if before is None or before.response_complete:
            self.begin_exchange(exchange)
        else:
            self.flow.pause_reading()
            self.ahead.append(exchange)

    def on_body(self, body: bytes) -> None:
        """Take a part of a body in."""
        exchange = self.cycle
        if not exchange.response_complete:
            # nearly always it is all there is
            exchange.body = exchange.body + body if exchange.body else body

    def on_message_complete(self) -> None:
        """End a request."""
        self.cycle.more_body = False
