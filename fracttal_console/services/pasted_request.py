"""Read what a person pasted: a header, a request as on the wire, a curl line, or a URL. Nothing of it is kept."""

import binascii
import re
import shlex
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote_plus, urlsplit

LONGEST = 32_000

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*)")
_REQUEST_LINE = re.compile(r"([A-Z]+) (\S+)(?: HTTP/[0-9.]+)?")
_SCHEMES = ("hawk ", "bearer ", "basic ")
_PORTS = {"http": 80, "https": 443}
_CURL_NAMES = {
    "-X": "method", "--request": "method", "-H": "header", "--header": "header", "-u": "user", "--user": "user",
    "-I": "head", "--head": "head", "-G": "get", "--get": "get", "": "url", "--url": "url", "-d": "data",
    "--data": "data", "--data-raw": "data", "--data-binary": "data", "--data-ascii": "data", "--data-urlencode": "data",
}  # fmt: skip
_WITH_VALUE = frozenset({
    *(name for name, meaning in _CURL_NAMES.items() if name and meaning not in {"head", "get"}),
    "-o", "--output", "-A", "--user-agent", "-e", "--referer", "-b", "--cookie", "-c", "--cookie-jar", "-m",
    "--max-time", "--connect-timeout", "--resolve", "--cacert", "-E", "--cert", "--key", "-x", "--proxy", "-w",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PastedRequest:
    """A request as far as it was pasted; what is missing is "" or None. Its repr shows nothing: it may hold secrets."""

    method: str = ""
    scheme: str = ""
    host: str = ""
    port: int = 0
    resource: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None

    @property
    def path(self) -> str:
        """The path without its query."""
        return self.resource.partition("?")[0]

    @property
    def query(self) -> Mapping[str, str]:
        """The parameters of the query; of repeated ones the first."""
        return _parameters(self.resource.partition("?")[2])

    @property
    def form(self) -> Mapping[str, str]:
        """The parameters of the body, if it is a form."""
        return _parameters((self.body or b"").decode("utf-8", errors="replace"))

    @property
    def authorization(self) -> str:
        """The Authorization header."""
        return self.headers.get("authorization", "")

    def basic(self) -> tuple[str, str] | None:
        """Return id and secret of HTTP Basic, None where it was not used or cannot be read."""
        scheme, _, encoded = self.authorization.partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            client_id, colon, secret = b64decode(encoded.strip(), validate=True).decode("utf-8").partition(":")
        except (binascii.Error, ValueError):
            return None
        return (unquote_plus(client_id), unquote_plus(secret)) if colon else None


def read_pasted(text: str) -> PastedRequest:
    """Return the request that a text shows; an empty one where nothing of it is understood."""
    plain = text[:LONGEST].strip().replace("\\\r\n", " ").replace("\\\n", " ").replace("^\n", " ")
    first = plain.split(None, 1)[0] if plain else ""
    if first in {"curl", "$", "curl.exe"}:
        return _curl(plain.removeprefix("$").strip())
    if plain.lower().startswith(_SCHEMES):
        return PastedRequest(headers={"authorization": " ".join(plain.split())})
    if "://" in first:
        return _with_url(PastedRequest(method="GET"), first)
    return _wire(plain)


def _wire(text: str) -> PastedRequest:
    head, blank, body = text.replace("\r\n", "\n").partition("\n\n")
    request = PastedRequest(body=body.encode() if blank else None)
    headers: dict[str, str] = {}
    for line in head.split("\n"):
        # a log or a browser's tools show their own marks before each line
        plain = line.strip().lstrip("<>* ").strip()
        if match := _REQUEST_LINE.fullmatch(plain):
            request = _with_target(request, match[1], match[2])
        elif match := _HEADER.fullmatch(plain):
            headers.setdefault(match[1].lower(), match[2].strip())
    return _with_host(_replaced(request, headers=headers))


def _curl(text: str) -> PastedRequest:
    said: dict[str, list[str]] = {}
    for name, value in _options(text):
        said.setdefault(_CURL_NAMES.get(name, name), []).append(value)
    headers: dict[str, str] = {}
    for line in said.get("header", ()):
        if match := _HEADER.fullmatch(line):
            headers.setdefault(match[1].lower(), match[2].strip())
    data, user = said.get("data"), said.get("user", [""])[0]
    if user:
        basic = binascii.b2a_base64(user.encode(), newline=False).decode()
        headers.setdefault("authorization", f"Basic {basic}")
    if data:
        headers.setdefault("content-type", "application/x-www-form-urlencoded")
    implied = "HEAD" if "head" in said else "POST" if data and "get" not in said else "GET"
    method = said.get("method", [implied])[0].upper()
    request = PastedRequest(method=method, headers=headers, body="&".join(data).encode() if data else None)
    url = said.get("url", [""])[0]
    return _with_host(_with_url(request, url if "://" in url else f"http://{url}") if url else request)


def _options(text: str) -> Iterator[tuple[str, str]]:
    try:
        words = shlex.split(text, posix=True)[1:]
    except ValueError:
        return
    place = 0
    while place < len(words):
        word = words[place]
        place += 1
        if word.startswith("--") and "=" in word:
            name, _, value = word.partition("=")
            yield name, value
        elif word in _WITH_VALUE:
            yield word, words[place] if place < len(words) else ""
            place += 1
        elif word[:2] in {"-X", "-H", "-d", "-u"} and len(word) > 2:
            yield word[:2], word[2:]
        elif word.startswith("-"):
            yield word, ""
        else:
            yield "", word


def _with_target(request: PastedRequest, method: str, target: str) -> PastedRequest:
    if "://" in target:
        return _with_url(_replaced(request, method=method), target)
    return _replaced(request, method=method, resource=target)


def _with_url(request: PastedRequest, url: str) -> PastedRequest:
    try:
        parts: SplitResult = urlsplit(url)
        port = parts.port
    except ValueError:
        return request
    resource = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return _replaced(
        request, scheme=parts.scheme.lower(), host=host, port=port or _PORTS.get(parts.scheme.lower(), 0),
        resource=resource,
    )  # fmt: skip


def _with_host(request: PastedRequest) -> PastedRequest:
    named = request.headers.get("host", "")
    if not named or (request.host and request.scheme):
        return request
    host, _, port = named.rpartition(":") if re.search(r":[0-9]+$", named) else (named, "", "")
    return _replaced(request, host=host.lower(), port=int(port[:5]) if port else 0)


def _replaced(request: PastedRequest, **changes: object) -> PastedRequest:
    names = ("method", "scheme", "host", "port", "resource", "headers", "body")
    values = {name: getattr(request, name) for name in names}
    return PastedRequest(**{**values, **changes})


def _parameters(encoded: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True, errors="replace")[:64]:
        found.setdefault(name, value)
    return found
