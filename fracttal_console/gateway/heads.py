"""The head of a request: what is too large, ambiguous or for somebody else is refused before anybody looks at it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fracttal_console.domain.errors import HawkRefused
from fracttal_console.domain.refusals import RefusalFact
from fracttal_console.gateway.answering import Scope
from fracttal_console.gateway.exchange import Response, parting
from fracttal_console.gateway.forwarded import Origin, origin_of
from fracttal_console.gateway.hosts import Hosts
from fracttal_console.gateway.routes import is_verify

MAX_HEADER_BYTES = 16 * 1024
MAX_BODY_BYTES = 64 * 1024

_ONCE = frozenset({"authorization", "host", "content-type", "content-length", "origin"})


class Refused(Exception):  # an answer, not an error
    """An answer before any endpoint was asked, and the facts that help to repair what was wrong."""

    def __init__(self, status: int, cause: str, **facts: RefusalFact) -> None:
        super().__init__()
        self.cause = cause
        self.facts: Mapping[str, RefusalFact] = facts
        self.response: Response = parting(status, cause)


@dataclass(slots=True)
class Head:
    """A head within all limits; the fields are those of `exchange.Request`."""

    path: str
    query: str
    headers: Mapping[str, str]
    origin: Origin
    host: str
    port: int


def read_head(scope: Scope, peer: str, hosts: Hosts, trusted: tuple[str, ...]) -> Head:
    """Return the head of a request.

    Raises:
        Refused: it breaks a limit, or the request is for another host.
    """
    headers = read_headers(scope["headers"])
    origin = origin_of(headers, peer, trusted, scope["scheme"])
    path, query = _printable(raw_path(scope)), _printable(scope["query_string"])
    try:
        # whoever asks for another host's requests is known; the host is theirs, and no page can ask like that
        named = Hosts.named if origin.proxied and is_verify(path) else hosts.check
        host, port = named(origin)
    except HawkRefused:
        raise Refused(400, "host_malformed", host_sent=origin.host) from None
    except LookupError:
        expected = "{}:{}".format(*hosts.issuer)
        raise Refused(421, "host_unknown", host_sent=origin.host, expected_host=expected) from None
    if int(headers.get("content-length") or 0) > MAX_BODY_BYTES:
        raise Refused(413, "body_too_large", limit_bytes=MAX_BODY_BYTES)
    return Head(path, query, headers, origin, host, port)


def read_headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return headers by their lower-case names.

    Raises:
        Refused: they are too large, one that counts came twice, or the body is encoded.
    """
    headers: dict[str, str] = {}
    size = 0
    for name, value in raw:
        size += len(name) + len(value) + 4
        if size > MAX_HEADER_BYTES:
            raise Refused(431, "headers_too_large", limit_bytes=MAX_HEADER_BYTES)
        key = name.decode("latin-1")
        if key in headers:
            if key in _ONCE:
                # of two, no proxy and no server must have to guess which one counts
                raise Refused(400, "header_repeated", header=key)
            headers[key] = f"{headers[key]}{'; ' if key == 'cookie' else ', '}{value.decode('latin-1')}"
        else:
            headers[key] = value.decode("latin-1")
    if headers.get("content-encoding", "identity") != "identity":
        raise Refused(415, "content_encoding", content_encoding=headers["content-encoding"])
    return headers


def raw_path(scope: Scope) -> bytes:
    """Return the path as it was sent, without its query."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.partition(b"?")[0]


def _printable(raw: bytes) -> str:
    text = raw.decode("latin-1")
    if not text.isascii() or not text.isprintable():
        raise Refused(400, "path_malformed")
    return text
