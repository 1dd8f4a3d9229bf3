"""ASGI 3: what an application takes, and how a response is sent."""

from collections.abc import Awaitable, Callable
from typing import Any

from fracttal_console.gateway.exchange import Headers, Response

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_EVERY: Headers = (("x-content-type-options", "nosniff"),)


async def send_response(send: Send, response: Response, method: str) -> None:
    """Send an answer, with the headers that every answer has."""
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in (*response.headers, *_EVERY)]
    if response.content_type:
        headers.append((b"content-type", response.content_type.encode("latin-1")))
    if response.status != 304:
        headers.append((b"content-length", str(len(response.body)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else response.body})
