"""The ASGI application: limits first, then the host, then the route; nothing unexpected leaves this file."""

import asyncio
import logging
import secrets
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from fracttal_console.domain.errors import (
    BaseUnreadable,
    ConsoleError,
    HawkRefused,
    RowTampered,
    SessionEnded,
    StorageBusy,
    StorageFailed,
)
from fracttal_console.domain.refusals import RefusalFact, safe_text
from fracttal_console.gateway import verify
from fracttal_console.gateway.asgi import Receive, Scope, Send, send_response
from fracttal_console.gateway.exchange import NO_STORE, Finding, Headers, Request, Response, json_response
from fracttal_console.gateway.forwarded import origin_of
from fracttal_console.gateway.hosts import Hosts
from fracttal_console.gateway.proofs import with_proof_read
from fracttal_console.gateway.request_log import Answered
from fracttal_console.gateway.routes import Place, Route, Routes, Speech, is_verify
from fracttal_console.gateway.watch import Watch
from fracttal_console.gateway.write_queue import WriteQueue

MAX_HEADER_BYTES = 16 * 1024
MAX_BODY_BYTES = 64 * 1024
POOL_THREADS = 8

_ONCE = frozenset({"authorization", "host", "content-type", "content-length", "origin"})
_RETRY: Headers = (("retry-after", "1"), *NO_STORE)

_GONE = "disconnected"
"""Why a request ends that nobody waits for any more; nothing was refused to anybody."""

_NOBODY_WAITED = 499
"""In the log where no answer was sent: the service ended, or its limits did not let the request end."""

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

    def __init__(
        self,
        routes: Routes,
        hosts: Hosts,
        trusted_proxies: tuple[str, ...],
        writes: WriteQueue,
        *,
        watch: Watch,
        body_seconds: float,
    ) -> None:
        self._routes = routes
        self._hosts = hosts
        self._trusted = trusted_proxies
        self._writes = writes
        self._watch = watch
        self._body_seconds = body_seconds
        self._pool = ThreadPoolExecutor(POOL_THREADS, thread_name_prefix="gateway")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        began = perf_counter()
        peer = (scope.get("client") or ("",))[0]
        finding, client, name, status = Finding(), "", "none", _NOBODY_WAITED
        try:
            try:
                request = await self._request(scope, receive, peer, finding)
            except _Refused as refused:
                finding.refused, finding.cause = "limits", refused.cause
                response = refused.response
                if refused.cause != _GONE:
                    self._note(scope, refused.cause, refused.facts)
                if is_verify(scope["path"]):
                    response = verify.refused(403, response.status, "request_refused")
            else:
                client = request.address
                route = self._routes.find(request)
                name = route.name
                response = await self._answer(route, request)
                if response.status == 405 and route.speech is not Speech.API:
                    # there it has been counted already, under whose request it was
                    allowed = dict(response.headers).get("allow", "")
                    self._note(scope, "method_not_allowed", {"allowed_methods": allowed})
            await send_response(send, response, scope["method"])
            status = response.status
        finally:
            if self._watch:
                seconds = perf_counter() - began
                path = _raw_path(scope).decode("latin-1")
                self._watch.answered(name, Answered(scope["method"], path, status, seconds, peer, client, finding))

    async def _answer(self, route: Route, request: Request) -> Response:
        try:
            return await self._run(route, request)
        except Exception as error:  # noqa: BLE001  # the last resort: the process goes on, the caller gets a number
            return self._failed(route, request, error)

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
        if "dpop" in request.headers:
            request = await asyncio.get_running_loop().run_in_executor(self._pool, with_proof_read, request)
        if route.place is Place.WRITER:
            return await self._writes.run(lambda: route.endpoint(request))
        return await asyncio.get_running_loop().run_in_executor(self._pool, route.endpoint, request)

    async def _request(self, scope: Scope, receive: Receive, peer: str, finding: Finding) -> Request:
        headers = _headers(scope["headers"])
        origin = origin_of(headers, peer, self._trusted, scope["scheme"])
        path, query = _printable(_raw_path(scope)), _printable(scope["query_string"])
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
            body=await _body(headers, receive, self._body_seconds),
            address=origin.address,
            scheme=origin.scheme,
            host=host,
            port=port,
            proxied=origin.proxied,
            finding=finding,
        )

    def _note(self, scope: Scope, cause: str, facts: Mapping[str, RefusalFact]) -> None:
        self._routes.books.turned_away(
            cause,
            address=self._address(scope),
            method=scope["method"],
            path=_raw_path(scope).decode("latin-1"),
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
        incident = request.finding.incident = secrets.token_hex(4)
        path = safe_text(request.path)
        if isinstance(error, (StorageBusy, StorageFailed, BaseUnreadable)):
            # nothing was changed and nothing is claimed: the caller may try again (RFC 7009 section 2.2.1)
            _log.error("incident %s, storage failed on %s %s: %s", incident, request.method, path, error)
            return self._told(route, request, 503, incident)
        if isinstance(error, (RowTampered, ConsoleError)):
            _log.error("incident %s on %s %s: %s", incident, request.method, path, error)
        else:
            _log.error("incident %s on %s %s", incident, request.method, path, exc_info=error)
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


async def _body(headers: dict[str, str], receive: Receive, seconds: float) -> bytes:
    if int(headers.get("content-length") or 0) > MAX_BODY_BYTES:
        raise _Refused(413, "body_too_large", limit_bytes=MAX_BODY_BYTES)
    if "content-length" not in headers and "transfer-encoding" not in headers:
        return b""
    try:
        async with asyncio.timeout(seconds):
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


def _raw_path(scope: Scope) -> bytes:
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.partition(b"?")[0]


def _printable(raw: bytes) -> str:
    text = raw.decode("latin-1")
    if not text.isascii() or not text.isprintable():
        raise _Refused(400, "path_malformed")
    return text
