"""What every endpoint takes and gives: one frozen request, one frozen response."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from fracttal_console.domain.compact_json import compact_json
from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.proofs import Proof

MAX_PARAMETERS = 64


Headers = tuple[tuple[str, str], ...]

NO_STORE: Headers = (("cache-control", "no-store"), ("pragma", "no-cache"))
"""For every answer that holds or concerns a credential (RFC 6749 section 5.1)."""


@dataclass(slots=True)
class Finding:
    """What turned out while a request was answered; for log and metrics, never for the answer.

    `public_id` is the credential that proved or presented itself, `refused` who refused and `cause` why, `issued` the
    grant for which tokens were issued.
    """

    public_id: str = ""
    refused: str = ""
    cause: str = ""
    issued: str = ""
    incident: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request within all limits, its body read.

    `path` and `query` are as on the wire; `headers` by lower-case name; `address` is the client's, `scheme`, `host` and
    `port` are those that the client used, as far as a trusted proxy or the connection itself tells; `proxied` where it
    was a trusted proxy. `proof` is what came of reading the proof of possession, where one came; `ui_locales` are the
    languages that a pushed request asks for.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    address: str
    scheme: str
    host: str
    port: int
    proxied: bool = False
    proof: Proof | OAuthError | None = None
    ui_locales: str = ""
    finding: Finding = field(default_factory=Finding, compare=False)

    @property
    def url(self) -> str:
        """Path and query as sent."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def header(self, name: str) -> str:
        """Return a header by its lower-case name, empty where it was not sent."""
        return self.headers.get(name, "")

    def cookie(self, name: str) -> str:
        """Return a cookie, empty where it was not sent or was sent twice with different values."""
        found = set()
        for pair in self.header("cookie").split(";"):
            key, _, value = pair.strip().partition("=")
            if key == name:
                found.add(value)
        return found.pop() if len(found) == 1 else ""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; `headers` come on top of those that every answer gets."""

    status: int
    body: bytes = b""
    content_type: str = ""
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Parameters:
    """Parameters of a query or form: without value means not sent (OAuth 2.1 section 3.1), repeated ones by name."""

    values: Mapping[str, str] = field(default_factory=dict)
    repeated: frozenset[str] = frozenset()

    def get(self, name: str) -> str:
        """Return a parameter, empty where it was not sent."""
        return self.values.get(name, "")

    def required(self, name: str) -> str:
        """Return a parameter that the protocol asks for.

        Raises:
            OAuthError: `invalid_request` where it was not sent.
        """
        value = self.values.get(name)
        if not value:
            raise OAuthError("invalid_request", "parameter_missing")
        return value

    def optional(self, name: str) -> str | None:
        """Return a parameter, None where it was not sent."""
        return self.values.get(name)


def parse_parameters(encoded: str) -> Parameters:
    """Read `application/x-www-form-urlencoded` text.

    Raises:
        OAuthError: `invalid_request` where there are too many parameters or they are not UTF-8.
    """
    try:
        pairs = _pairs(encoded)
    except ValueError:
        raise OAuthError("invalid_request", "parameters_malformed") from None
    values: dict[str, str] = {}
    seen: set[str] = set()
    repeated: set[str] = set()
    for name, value in pairs:
        if name in seen:
            repeated.add(name)
        seen.add(name)
        if value:
            values.setdefault(name, value)
    return Parameters(values, frozenset(repeated))


def _pairs(encoded: str) -> list[tuple[str, str]]:
    if "%" in encoded or "+" in encoded or encoded.count("&") >= MAX_PARAMETERS:
        return parse_qsl(
            encoded, keep_blank_values=True, strict_parsing=False, errors="strict", max_num_fields=MAX_PARAMETERS
        )
    # nothing to decode, as in most requests of programs
    return [(name, value) for name, _, value in (part.partition("=") for part in encoded.split("&") if part)]


def parse_what_can_be_read(encoded: str | bytes) -> Parameters:
    """Read a page's query or form; one that cannot be read counts as empty: people get a page, not a protocol error."""
    try:
        return parse_parameters(encoded if isinstance(encoded, str) else encoded.decode("ascii"))
    except (UnicodeDecodeError, OAuthError):
        return Parameters()


def json_response(status: int, content: object, headers: Headers = NO_STORE) -> Response:
    """Return a JSON answer."""
    body = compact_json(content).encode()
    return Response(status, body, "application/json", headers)


def parting(status: int, error: str) -> Response:
    """Return a refusal with which the connection ends."""
    return json_response(status, {"error": error}, (("connection", "close"), *NO_STORE))


def method_not_allowed(*allowed: str) -> Response:
    """Return 405 with the methods that are allowed (RFC 9110 section 15.5.6)."""
    return json_response(405, {"error": "method_not_allowed"}, (("allow", ", ".join(allowed)), *NO_STORE))
