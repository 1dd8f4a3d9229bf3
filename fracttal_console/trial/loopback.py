"""A listener on this computer for the answer of the authorization endpoint, as native apps have one (RFC 8252)."""

import html
import os
import threading
from collections.abc import Mapping
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET, AF_INET6
from urllib.parse import parse_qs, urlsplit

_HANDLER_SECONDS = 10
_LOOK_SECONDS = 0.2
_LOCALHOST = "localhost"
_PAGE = """<!doctype html><html lang="{tag}"><meta charset="utf-8"><title>Fracttal Console</title>
<style>body{{font:16px/1.5 sans-serif;max-width:32em;margin:20vh auto;padding:0 1em;text-align:center}}
@media (prefers-color-scheme:dark){{body{{background:#161614;color:#ececea}}}}</style><p>{text}</p></html>"""


class Loopback:
    """Waits for one answer that carries the right state; everything else is turned away."""

    def __init__(self, registered: str, state: str, words: tuple[str, str]) -> None:
        """Begin to listen.

        Args:
            registered: a redirect URI on this computer, as it is registered.
            state: what the answer must carry.
            words: language tag, and what the person reads when the answer has come.

        Raises:
            OSError: the port cannot be had.
        """
        place = urlsplit(registered)
        host = place.hostname or ""
        # on an address any port is as good as the registered one; on a name only the registered one is
        port = (place.port or 0) if host == _LOCALHOST else 0
        family = AF_INET6 if host == "::1" else AF_INET
        self._state = state
        self._path = place.path
        self._page = _PAGE.format(tag=words[0], text=html.escape(words[1])).encode()
        self._answer: Mapping[str, str] | None = None
        self._came = threading.Event()
        self._server = _server(family, ("127.0.0.1" if host == _LOCALHOST else host, port), self._handler())
        rest = registered.removeprefix("http://")[len(place.netloc) :]
        shown = f"[{host}]" if family is AF_INET6 else host
        # on a name the registered text itself must be sent
        self.uri = registered if host == _LOCALHOST else f"http://{shown}:{self._server.server_address[1]}{rest}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_LOOK_SECONDS / 4,), name="loopback")
        self._thread.start()

    def wait(self, seconds: float) -> Mapping[str, str] | None:
        """Return the answer's parameters, None where none came in time."""
        return self._answer if self._came.wait(seconds) else None

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _take(self, resource: str) -> int:
        place = urlsplit(resource)
        if place.path.rstrip("/") != self._path.rstrip("/") or self._came.is_set():
            return 404
        given = {name: values[0] for name, values in parse_qs(place.query).items()}
        if not compare_digest(given.get("state", "").encode(), self._state.encode()):
            return 400
        self._answer = given
        self._came.set()
        return 200

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            timeout = _HANDLER_SECONDS

            def do_GET(self) -> None:
                status = loopback._take(self.path)
                body = loopback._page if status == 200 else b""
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "no-store")
                self.send_header("Referrer-Policy", "no-referrer")
                self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Write nothing: the address holds a code."""

        return Handler


def _server(family: int, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    class Server(ThreadingHTTPServer):
        address_family = family
        # elsewhere it would let two programs have one port
        allow_reuse_address = os.name == "posix"
        daemon_threads = True
        block_on_close = False

    return Server(address, handler)
