"""What answers requests: limits first, then the host, then the route; nothing unexpected leaves this file."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import perf_counter
from typing import TypeVar

from fracttal_console.domain.errors import (
    BaseUnreadable,
    ConsoleError,
    RowTampered,
    SessionEnded,
    StorageBusy,
    StorageFailed,
)
from fracttal_console.domain.refusals import RefusalFact, safe_text
from fracttal_console.gateway import verify
from fracttal_console.gateway.answering import NOBODY_WAITED, Done, Scope
from fracttal_console.gateway.exchange import NO_STORE, Finding, Headers, Request, Response, json_response
from fracttal_console.gateway.forwarded import origin_of
from fracttal_console.gateway.heads import MAX_BODY_BYTES, Head, Refused, raw_path, read_head, read_headers
from fracttal_console.gateway.hosts import Hosts
from fracttal_console.gateway.proofs import with_proof_read
from fracttal_console.gateway.request_log import Answered
from fracttal_console.gateway.routes import Place, Route, Routes, Speech, is_verify
from fracttal_console.gateway.watch import Watch
from fracttal_console.gateway.write_queue import WriteQueue

T = TypeVar("T")

POOL_THREADS = 8

_RETRY: Headers = (("retry-after", "1"), *NO_STORE)
_BODY_STATUS = {"body_too_large": 413, "body_too_slow": 408}

_log = logging.getLogger(__name__)


class GatewayApp:
    """Serve one base."""

    def __init__(
        self, routes: Routes, hosts: Hosts, trusted_proxies: tuple[str, ...], writes: WriteQueue, *, watch: Watch
    ) -> None:
        self.routes = routes
        self._hosts = hosts
        self._trusted = trusted_proxies
        self._writes = writes
        self._watch = watch or None
        self._pool = ThreadPoolExecutor(POOL_THREADS, thread_name_prefix="gateway")

    def ask(self, scope: Scope) -> "AskedOfGateway":
        """Begin a request whose head is complete."""
        return AskedOfGateway(self, scope)

    def note_unread(self, cause: str, address: str) -> None:
        """Note that something from an address was refused before it could be read as a request."""
        self.routes.books.turned_away(cause, address=address, facts={})

    def close(self) -> None:
        """Wait for what is under way in threads."""
        self._writes.close()
        self._pool.shutdown()

    def head(self, scope: Scope, peer: str) -> Head:
        """Return the head of a request.

        Raises:
            Refused: it breaks a limit, or the request is for another host.
        """
        return read_head(scope, peer, self._hosts, self._trusted)

    def run(self, route: Route, request: Request, done: Done) -> None:
        """Answer a request where its route says."""
        if route.place is Place.HERE:
            try:
                response = route.endpoint(request)
            except Exception as error:  # noqa: BLE001  # the last resort: the process goes on, the caller gets a number
                response = self._failed(route, request, error)
            done(response)
        elif request.proof is None and "dpop" in request.headers:
            self._in_pool(with_proof_read, request, partial(self._go_on, route, request, done))
        elif route.place is Place.WRITER:
            self._writes.put(partial(route.endpoint, request), partial(self._finish, route, request, done))
        else:
            self._in_pool(route.endpoint, request, partial(self._finish, route, request, done))

    def note(self, scope: Scope, cause: str, facts: Mapping[str, RefusalFact]) -> None:
        """Note a request that was refused before any endpoint was asked."""
        self.routes.books.turned_away(
            cause,
            address=self._address(scope),
            method=scope["method"],
            path=raw_path(scope).decode("latin-1"),
            facts=facts,
        )

    @property
    def watched(self) -> bool:
        """Whether log or metrics want to know of requests."""
        return self._watch is not None

    def tell(self, route: str, answered: Answered) -> None:
        """Tell log and metrics of a request and its end."""
        if self._watch is not None:
            self._watch.answered(route, answered)

    def _in_pool(
        self, work: Callable[[Request], T], request: Request, then: Callable[[T | BaseException], None]
    ) -> None:
        future = asyncio.get_running_loop().run_in_executor(self._pool, work, request)
        future.add_done_callback(lambda ended: then(ended.exception() or ended.result()))

    def _go_on(self, route: Route, request: Request, done: Done, read: Request | BaseException) -> None:
        if isinstance(read, Request):
            self.run(route, read, done)
        else:
            self._finish(route, request, done, read)

    def _finish(self, route: Route, request: Request, done: Done, outcome: Response | BaseException) -> None:
        done(outcome if isinstance(outcome, Response) else self._failed(route, request, outcome))

    def _address(self, scope: Scope) -> str:
        peer: str = (scope.get("client") or ("",))[0]
        try:
            return origin_of(read_headers(scope["headers"]), peer, self._trusted).address
        except Refused:
            return peer  # what cannot be read tells nothing of whom a proxy stands for

    def _failed(self, route: Route, request: Request, error: BaseException) -> Response:
        if isinstance(error, SessionEnded) and route.speech is Speech.PAGE:
            # the account ended after its session was looked up, in the middle of this request
            return self.routes.browser.error(request, "session_ended", status=403)
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
            return self.routes.browser.error(request, "internal", status=status, incident=incident)
        if route.speech is Speech.API:
            content = {"success": False, "message": str(status), "data": {"incident": incident}}
            return json_response(status, {**content, "total": 0}, _RETRY if status == 503 else NO_STORE)
        if route.speech is Speech.VERDICT:
            return verify.refused(403, status, f"incident {incident}")
        error = "temporarily_unavailable" if status == 503 else "server_error"
        told = {"error": error, "error_description": f"Incident {incident}."}
        return json_response(status, told, _RETRY if status == 503 else NO_STORE)


class AskedOfGateway:
    """One request to the gateway, from its head to its end."""

    __slots__ = ("_app", "_began", "_client", "_finding", "_head", "_name", "_peer", "_scope", "refusal")

    def __init__(self, app: GatewayApp, scope: Scope) -> None:
        self._app = app
        self._scope = scope
        self._began = perf_counter()
        self._peer: str = (scope.get("client") or ("",))[0]
        self._finding = Finding()
        self._client, self._name = "", "none"
        self.refusal: Response | None = None
        try:
            self._head = app.head(scope, self._peer)
        except Refused as refused:
            self.refusal = self._refused(refused)

    def answer(self, body: bytes, done: Done) -> None:
        """Answer it: `done` is called once, from the event loop, sooner or later."""
        head = self._head
        origin = head.origin
        request = Request(
            method=self._scope["method"],
            path=head.path,
            query=head.query,
            headers=head.headers,
            body=body,
            address=origin.address,
            scheme=origin.scheme,
            host=head.host,
            port=head.port,
            proxied=origin.proxied,
            finding=self._finding,
        )
        self._client = origin.address
        route = self._app.routes.find(request)
        self._name = route.name
        self._app.run(route, request, partial(self._answered, route, done))

    def refuse_body(self, cause: str) -> Response:
        """Return the answer to a body that is `body_too_large` or `body_too_slow`."""
        facts = {"limit_bytes": MAX_BODY_BYTES} if cause == "body_too_large" else {}
        return self._refused(Refused(_BODY_STATUS[cause], cause, **facts))

    def ended(self, status: int) -> None:
        """Take notice of what was sent, or that nobody waited for it."""
        if not self._app.watched:
            return
        if status == NOBODY_WAITED and not self._client:
            # nothing was refused to anybody
            self._finding.refused, self._finding.cause = "limits", "disconnected"
        seconds = perf_counter() - self._began
        scope = self._scope
        path = raw_path(scope).decode("latin-1")
        self._app.tell(
            self._name, Answered(scope["method"], path, status, seconds, self._peer, self._client, self._finding)
        )

    def _answered(self, route: Route, done: Done, response: Response) -> None:
        if response.status == 405 and route.speech is not Speech.API:
            # there it has been counted already, under whose request it was
            allowed = dict(response.headers).get("allow", "")
            self._app.note(self._scope, "method_not_allowed", {"allowed_methods": allowed})
        done(response)

    def _refused(self, refused: Refused) -> Response:
        self._finding.refused, self._finding.cause = "limits", refused.cause
        self._app.note(self._scope, refused.cause, refused.facts)
        if is_verify(self._scope["path"]):
            return verify.refused(403, refused.response.status, "request_refused")
        return refused.response
