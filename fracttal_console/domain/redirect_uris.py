"""Redirect URIs: which may be registered, and when a requested one is the registered one."""

import re
from collections.abc import Iterable
from ipaddress import IPv6Address
from urllib.parse import SplitResult, urlsplit

from fracttal_console.domain.errors import Invalid

MAX_URIS = 20
MAX_LENGTH = 2000

LOOPBACK_ADDRESSES = frozenset({"127.0.0.1", "::1"})
_LOOPBACK_HOSTS = LOOPBACK_ADDRESSES | {"localhost"}
_FORBIDDEN_SCHEMES = frozenset(
    {"javascript", "data", "file", "about", "blob", "vbscript", "ftp", "ws", "wss", "mailto", "tel", "view-source"}
)
_FIELD = "redirect_uri"
# Nothing but letters, digits, hyphens and dots: the host also stands in a Content-Security-Policy, where a semicolon
# would begin another directive.
_WEB_PLACE = re.compile(r"(?:(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+\.?|\[(?P<ipv6>[0-9A-Fa-f:.]+)\])(?::[0-9]+)?")
_SCHEME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789+-.")


def check_redirect_uris(values: Iterable[str]) -> tuple[str, ...]:
    """Return the redirect URIs as they will be compared: exactly as given.

    Raises:
        Invalid: field `redirect_uri`, with the broken rule of `check_redirect_uri`, `uri_duplicate`, `uri_too_many`.
    """
    uris = [check_redirect_uri(value) for value in values]
    if len(uris) > MAX_URIS:
        raise Invalid(_FIELD, "uri_too_many", max=MAX_URIS)
    for place, uri in enumerate(uris):
        if uri in uris[:place]:
            raise Invalid(_FIELD, "uri_duplicate", uri=uri)
    return tuple(uris)


def check_redirect_uri(uri: str) -> str:
    """Return a redirect URI that may be registered (OAuth 2.1 section 2.3; RFC 8252 section 7).

    Allowed are `https`, `http` on this computer (127.0.0.1, [::1], localhost), and private-use schemes with a dot.

    Raises:
        Invalid: field `redirect_uri`; the rule says which one is broken.
    """
    if not uri:
        raise Invalid(_FIELD, "uri_missing")
    if len(uri) > MAX_LENGTH:
        raise Invalid(_FIELD, "uri_too_long", max=MAX_LENGTH)
    if any(not 0x21 <= ord(character) <= 0x7E for character in uri):
        raise Invalid(_FIELD, "uri_unprintable")
    parts = _split(uri)
    scheme = parts.scheme
    if not scheme or not uri[: len(scheme) + 1].endswith(":"):
        raise Invalid(_FIELD, "uri_not_absolute", uri=uri)
    if scheme in _FORBIDDEN_SCHEMES:
        raise Invalid(_FIELD, "uri_scheme_forbidden", uri=uri, scheme=scheme)
    if "#" in uri:
        raise Invalid(_FIELD, "uri_fragment", uri=uri, fragment=uri[uri.index("#") :])
    if "*" in uri:
        raise Invalid(_FIELD, "uri_wildcard", uri=uri)
    if "\\" in uri or _has_dot_segment(parts.path):
        raise Invalid(_FIELD, "uri_not_normal", uri=uri)
    if scheme in {"https", "http"}:
        _check_web(uri, parts)
    else:
        _check_private(uri, parts)
    return uri


def registered(requested: str, uris: tuple[str, ...]) -> bool:
    """Tell whether a requested redirect URI is one of the registered ones.

    The comparison is of plain strings (OAuth 2.1 section 4.1.1); the one exception is the port of `http` URIs on a
    loopback address, which a native app learns only when it runs (RFC 8252 section 7.3).
    """
    return requested in uris or any(_same_but_port(requested, uri) for uri in uris)


def loopback_uri(uris: Iterable[str]) -> str:
    """Return the first redirect URI on which a program of this computer can wait, "" where there is none.

    On an address any port will do; on the name `localhost` only the one that is registered.
    """
    places = [(uri, urlsplit(uri)) for uri in uris if uri.startswith("http://")]
    by_address = [uri for uri, parts in places if parts.hostname in LOOPBACK_ADDRESSES]
    by_name = [uri for uri, parts in places if parts.hostname == "localhost" and parts.port]
    return next(iter((*by_address, *by_name)), "")


def origin(uri: str) -> str:
    """Return what a Content-Security-Policy must name so that a form may lead there: origin, or scheme and colon."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"https", "http"} else f"{parts.scheme}:"


def display_host(uri: str) -> str:
    """Return what a person is shown as the place to which the browser will go."""
    parts = urlsplit(uri)
    return parts.netloc or f"{parts.scheme}:"


def _split(uri: str) -> SplitResult:
    try:
        parts = urlsplit(uri)
        _ = parts.port
        _ = parts.hostname
    except ValueError:
        raise Invalid(_FIELD, "uri_malformed", uri=uri) from None
    return parts


def _check_web(uri: str, parts: SplitResult) -> None:
    if not parts.hostname or not uri.lower().startswith(parts.scheme + "://"):
        raise Invalid(_FIELD, "uri_not_absolute", uri=uri)
    if "@" in parts.netloc:
        raise Invalid(_FIELD, "uri_userinfo", uri=uri)
    if not _is_web_place(parts.netloc):
        raise Invalid(_FIELD, "uri_malformed", uri=uri)
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK_HOSTS:
        raise Invalid(_FIELD, "uri_http_public", uri=uri, host=parts.hostname)


def _is_web_place(netloc: str) -> bool:
    """Tell whether this is a host, with or without a port, read the same by everybody."""
    match = _WEB_PLACE.fullmatch(netloc)
    if match is None:
        return False
    try:
        return match["ipv6"] is None or bool(IPv6Address(match["ipv6"]).compressed)
    except ValueError:
        return False


def _check_private(uri: str, parts: SplitResult) -> None:
    if not set(parts.scheme) <= _SCHEME_CHARACTERS:
        raise Invalid(_FIELD, "uri_malformed", uri=uri)
    if "." not in parts.scheme.strip("."):
        raise Invalid(_FIELD, "uri_scheme_without_dot", uri=uri, scheme=parts.scheme)
    if "@" in parts.netloc:
        raise Invalid(_FIELD, "uri_userinfo", uri=uri)


def _has_dot_segment(path: str) -> bool:
    segments = path.lower().replace("%2e", ".").split("/")
    return "." in segments or ".." in segments


def _same_but_port(requested: str, uri: str) -> bool:
    if not uri.startswith("http://"):
        return False
    head, _, rest = uri[len("http://") :].partition("/")
    host = _loopback_host(head)
    if host is None or not requested.startswith("http://" + host):
        return False
    after = requested[len("http://" + host) :]
    port, slash, path = after.partition("/")
    if bool(slash) != ("/" in uri[len("http://") :]) or path != rest:
        return False
    # nothing but a port may stand between host and path: no query, no user, no second host
    return port == "" or (
        port[0] == ":" and port[1:].isdecimal() and port[1:].isascii() and 0 < int(port[1:6]) < 65536 and len(port) <= 6
    )


def _loopback_host(netloc: str) -> str | None:
    for host in ("127.0.0.1", "[::1]"):
        if netloc == host or (netloc.startswith(host + ":") and netloc[len(host) + 1 :].isdecimal()):
            return host
    return None
