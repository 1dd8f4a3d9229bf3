"""The request that a proxy asks about, as the proxy tells it (forward-auth)."""

import re
from dataclasses import dataclass

from fracttal_console.domain.errors import HawkRefused
from fracttal_console.domain.hosts import split_host
from fracttal_console.gateway.exchange import Request

_DEFAULT_PORTS = {"http": 80, "https": 443}
_METHOD = re.compile(r"[A-Z]{1,20}")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# what a server behind the proxy may read as a slash, a dot, an end or a parameter
_NEVER_ESCAPED = frozenset(b"/\\%#?;") | frozenset(range(32)) | {127}


@dataclass(frozen=True, slots=True)
class Original:
    """Method, path and query on the wire, and the host and port that the client used."""

    method: str
    path: str
    query: str
    host: str
    port: int

    @property
    def url(self) -> str:
        """Path and query as sent."""
        return f"{self.path}?{self.query}" if self.query else self.path


def original_of(request: Request) -> Original | None:
    """Return what a trusted proxy asks about, or None where it does not say so in a form that means one thing only.

    A path that changes when it is normalised is none: proxy, this program and the server behind might each see another
    one (SECURITY A4.09).

    Args:
        request: the proxy's own request; its headers are believed.
    """
    method, uri = request.header("x-forwarded-method"), request.header("x-forwarded-uri")
    path, _, query = uri.partition("?")
    if not _METHOD.fullmatch(method) or not is_plain_path(path) or "#" in query or not _visible(query):
        return None
    try:
        host, port = split_host(
            request.header("x-forwarded-host") or request.header("host"), _DEFAULT_PORTS[request.scheme]
        )
    except HawkRefused:
        return None
    return Original(method, path, query, host, port)


def is_plain_path(path: str) -> bool:
    """Tell whether a path means the same before and after normalisation (RFC 3986 section 6.2.2), to everybody."""
    if not path.startswith("/") or not _visible(path) or any(sign in path for sign in "\\#;?"):
        return False
    for escape in _ESCAPE.finditer(path):
        code = escape.group(1)
        if code is None or int(code, 16) in _UNRESERVED | _NEVER_ESCAPED:
            return False
    segments = path.split("/")[1:]
    # the last one is empty where the path ends in a slash, which is no difference
    return "." not in segments and ".." not in segments and "" not in segments[:-1]


def _visible(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text
