"""Between a connection and what answers its requests: what each side does for the other, and how an answer is sent.

uvicorn would make a task, an event and four coroutines for each request; nothing here ever waits in one, so that the
connection asks directly (docs/decisions/063).
"""

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Protocol

from fracttal_console.gateway.exchange import NO_STORE, Headers, Response

Scope = dict[str, Any]
"""What is known of a request when its head is complete, as ASGI 3 names it."""

Done = Callable[[Response], None]

NOBODY_WAITED = 499
"""The status of a request that got no answer: whoever asked was gone, or the service ended."""

_EVERY: Headers = (("x-content-type-options", "nosniff"),)
_STATUS_LINES = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus}
_NOT_IN_A_NAME = re.compile(rb"[^!#$%&'*+\-.^_`|~0-9A-Za-z]")
_NOT_IN_A_VALUE = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


class Asked(Protocol):
    """One request, from its head to its end."""

    refusal: Response | None
    """The answer where already the head is refused; then it must be sent, and nothing else asked."""

    def answer(self, body: bytes, done: Done) -> None:
        """Answer it: `done` is called once, from the event loop, sooner or later."""

    def refuse_body(self, cause: str) -> Response:
        """Return the answer to a body that is `body_too_large` or `body_too_slow`."""

    def ended(self, status: int) -> None:
        """Take notice of what was sent, or of `NOBODY_WAITED`."""


class Application(Protocol):
    """What answers the requests of a connection."""

    def ask(self, scope: Scope) -> Asked:
        """Begin a request whose head is complete."""

    def note_unread(self, cause: str, address: str) -> None:
        """Note that something from an address was refused before it could be read as a request."""


def answer_bytes(response: Response, method: str, usual: Iterable[tuple[bytes, bytes]], *, ends: bool) -> bytes:
    """Return an answer as it is sent.

    Args:
        response: the answer.
        method: of the request; HEAD gets no body (RFC 9110 section 9.3.2).
        usual: headers of the server itself, such as the date.
        ends: whether the connection ends with it.

    Raises:
        ValueError: a header would be read as something else.
    """
    parts = [_STATUS_LINES[response.status], *[b"%b: %b\r\n" % pair for pair in usual]]
    parts.append(_NO_STORE_LINES if response.headers is NO_STORE else _lines((*response.headers, *_EVERY)))
    if response.content_type:
        parts.append(b"content-type: %b\r\n" % response.content_type.encode("latin-1"))
    if response.status != HTTPStatus.NOT_MODIFIED:
        parts.append(b"content-length: %d\r\n" % len(response.body))
    if ends and not asks_to_end(response):
        parts.append(b"connection: close\r\n")
    parts.append(b"\r\n")
    if method != "HEAD":
        parts.append(response.body)
    return b"".join(parts)


def asks_to_end(response: Response) -> bool:
    """Tell whether the connection has to end with an answer."""
    return response.headers is not NO_STORE and ("connection", "close") in response.headers


def _lines(headers: Headers) -> bytes:
    lines = []
    for name, value in headers:
        raw_name, raw_value = name.encode("latin-1"), value.encode("latin-1")
        if _NOT_IN_A_NAME.search(raw_name) or _NOT_IN_A_VALUE.search(raw_value):
            raise ValueError(name)
        lines.append(b"%b: %b\r\n" % (raw_name, raw_value))
    return b"".join(lines)


_NO_STORE_LINES = _lines((*NO_STORE, *_EVERY))
