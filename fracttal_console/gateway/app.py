"""The ASGI application: limits first, then the host, then the route; nothing unexpected leaves this file."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from fracttal_console.domain.errors import (
    BaseUnreadable,
    ConsoleError,
    HawkRefused,
    RowTampered,
    SessionEnded,
    StorageBusy,
    StorageFailed,
)
from fracttal_console.domain.refusals import RefusalFact
from fracttal_console.gateway import verify
from fracttal_console.gateway.exchange import NO_STORE, Headers, Request, Response, json_response
from fracttal_console.gateway.forwarded import origin_of
from fracttal_console.gateway.hosts import Hosts
from fracttal_console.gateway.routes import Place, Route, Routes, Speech, is_verify
from fracttal_console.gateway.write_queue import WriteQueue

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

MAX_HEADER_BYTES = 16 * 1024
MAX_BODY_BYTES = 64 * 1024
BODY_SECONDS = 15.0
POOL_THREADS = 8

_GONE = "disconnected"
"""Why a request ends that nobody waits for any more; nothing was refused to anybody."""

_ONCE = frozenset({"authorization", "host", "content-type", "content-length", "origin"})
_EVERY: Headers = (("x-content-type-options", "nosniff"),)
_RETRY: Headers = (("retry-after", "1"), *NO_STORE)

_log = logging.getLogger(__name__)


class _Refused(Exception):  # an answer, not an error
    """An answer before any endpoint was asked, and the facts that help to repair what was wrong."""

    def __init__(self, status: int, cause: str, **facts: RefusalFact) -> None:
        super().__init__()
        self.cause = cause
        self.facts = facts
        self.response = json_response(status, {"error": cause}, (("connection", "close"), *NO_STORE))


class GatewayApp:
    """Serve one base over ASGI 3."""

    def __init__(self, routes: Routes, hosts: Hosts, trusted_proxies: tuple[str, ...], writes: WriteQueue) -> None:
        self._routes = routes
        self._hosts = hosts
        self._trusted = trusted_proxies
        self._writes = writes
        self._pool = ThreadPoolExecutor(POOL_THREADS, thread_name_prefix="gateway")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        try:
            request = await self._request(scope, receive)
        except _Refused as refused:
            response = refused.response
            if refused.cause != _GONE:
                self._note(scope, refused.cause, refused.facts)
            if is_verify(scope["path"]):
                response = verify.refused(403, response.status, "request_refused")
            await _send(send, response, scope["method"])
            return
        route = self._routes.find(request)
        try:
            response = await self._run(route, request)
        except Exception as error:  # noqa: BLE001  # the last resort: the process goes on, the caller gets a number
            response = self._failed(route, request, error)
        if response.status == 405 and route.speech is not Speech.API:
            # there it has been counted already, under whose request it was
            self._note(scope, "method_not_allowed", {"allowed_methods": dict(response.headers).get("allow", "")})
        await _send(send, response, request.method)

    def note_unread(self, cause: str, address: str) -> None:
        """Note that something from an address was refused before it could be read as a request."""
        self._routes.books.turned_away(cause, address=address, facts={})

    def close(self) -> None:
        """Wait for what is under way in threads."""
        self._writes.close()
        self._pool.shutdown()

    async def _run(self, route: Route, request: Request) -> Response:
        if route.place is Place.HERE:
            return route.endpoint(request)
        if route.place is Place.WRITER:
            return await self._writes.run(lambda: route.endpoint(request))
        return await asyncio.get_running_loop().run_in_executor(self._pool, route.endpoint, request)

    async def _request(self, scope: Scope, receive: Receive) -> Request:
        headers = _headers(scope["headers"])
        peer = (scope.get("client") or ("",))[0]
        origin = origin_of(headers, peer, self._trusted, scope["scheme"])
        raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
        path, query = _printable(raw_path.partition(b"?")[0]), _printable(scope["query_string"])
        try:
            # whoever asks for another host's requests is known; the host is theirs, and no page can ask like that
            named = Hosts.named if origin.proxied and is_verify(path) else self._hosts.check
            host, port = named(origin)
        except HawkRefused:
            raise _Refused(400, "host_malformed", host_sent=origin.host) from None
        except LookupError:
            expected = "{}:{}".format(*self._hosts.issuer)
            raise _Refused(421, "host_unknown", host_sent=origin.host, expected_host=expected) from None
        return Request(
            method=scope["method"],
            path=path,
            query=query,
            headers=headers,
            body=await _body(headers, receive),
            address=origin.address,
            scheme=origin.scheme,
            host=host,
            port=port,
            proxied=origin.proxied,
        )

    def _note(self, scope: Scope, cause: str, facts: Mapping[str, RefusalFact]) -> None:
        raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
        self._routes.books.turned_away(
            cause,
            address=self._address(scope),
            method=scope["method"],
            path=raw_path.partition(b"?")[0].decode("latin-1"),
            facts=facts,
        )

    def _address(self, scope: Scope) -> str:
        peer: str = (scope.get("client") or ("",))[0]
        try:
            return origin_of(_headers(scope["headers"]), peer, self._trusted).address
        except _Refused:
            return peer  # what cannot be read tells nothing of whom a proxy stands for

    def _failed(self, route: Route, request: Request, error: Exception) -> Response:
        if isinstance(error, SessionEnded) and route.speech is Speech.PAGE:
            # the account ended after its session was looked up, in the middle of this request
            return self._routes.browser.error(request, "session_ended", status=403)
        incident = secrets.token_hex(4)
        if isinstance(error, (StorageBusy, StorageFailed, BaseUnreadable)):
            # nothing was changed and nothing is claimed: the caller may try again (RFC 7009 section 2.2.1)
            _log.error("incident %s, storage failed on %s %s: %s", incident, request.method, request.path, error)
            return self._told(route, request, 503, incident)
        if isinstance(error, (RowTampered, ConsoleError)):
            _log.error("incident %s on %s %s: %s", incident, request.method, request.path, error)
        else:
            _log.error("incident %s on %s %s", incident, request.method, request.path, exc_info=error)
        return self._told(route, request, 500, incident)

    def _told(self, route: Route, request: Request, status: int, incident: str) -> Response:
        if route.speech is Speech.PAGE:
            return self._routes.browser.error(request, "internal", status=status, incident=incident)
        if route.speech is Speech.API:
            content = {"success": False, "message": str(status), "data": {"incident": incident}}
            return json_response(status, {**content, "total": 0}, _RETRY if status == 503 else NO_STORE)
        if route.speech is Speech.VERDICT:
            return verify.refused(403, status, f"incident {incident}")
        error = "temporarily_unavailable" if status == 503 else "server_error"
        told = {"error": error, "error_description": f"Incident {incident}."}
        return json_response(status, told, _RETRY if status == 503 else NO_STORE)


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    size = 0
    for name, value in raw:
        size += len(name) + len(value) + 4
        if size > MAX_HEADER_BYTES:
            raise _Refused(431, "headers_too_large", limit_bytes=MAX_HEADER_BYTES)
        key = name.decode("latin-1")
        if key in headers:
            if key in _ONCE:
                # of two, no proxy and no server must have to guess which one counts
                raise _Refused(400, "header_repeated", header=key)
            headers[key] = f"{headers[key]}{'; ' if key == 'cookie' else ', '}{value.decode('latin-1')}"
        else:
            headers[key] = value.decode("latin-1")
    if headers.get("content-encoding", "identity") != "identity":
        raise _Refused(415, "content_encoding", content_encoding=headers["content-encoding"])
    return headers


async def _body(headers: dict[str, str], receive: Receive) -> bytes:
    if int(headers.get("content-length") or 0) > MAX_BODY_BYTES:
        raise _Refused(413, "body_too_large", limit_bytes=MAX_BODY_BYTES)
    if "content-length" not in headers and "transfer-encoding" not in headers:
        return b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _read(receive)
    except TimeoutError:
        raise _Refused(408, "body_too_slow") from None


async def _read(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Refused(400, _GONE)
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            raise _Refused(413, "body_too_large", limit_bytes=MAX_BODY_BYTES)
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks) if len(chunks) > 1 else chunk


def _printable(raw: bytes) -> str:
    text = raw.decode("latin-1")
    if not text.isascii() or not text.isprintable():
        raise _Refused(400, "path_malformed")
    return text


async def _send(send: Send, response: Response, method: str) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in (*response.headers, *_EVERY)]
    if response.content_type:
        headers.append((b"content-type", response.content_type.encode("latin-1")))
    if response.status != 304:
        headers.append((b"content-length", str(len(response.body)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else response.body})
