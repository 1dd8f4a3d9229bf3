"""Whatever is sent, each reader of requests gives a value that keeps its promises, or a typed refusal; nothing else.

The headers of Hawk, the Host header and redirect URIs have the like beside them (`tests/crypto`, `tests/domain`).
"""

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from posixpath import normpath
from typing import TypeVar
from urllib.parse import parse_qsl, quote_plus, unquote, urlencode, urlsplit

from hypothesis import example, given, settings
from hypothesis import strategies as st

from fracttal_console.domain.credentials import address_allowed
from fracttal_console.domain.errors import OAuthError
from fracttal_console.gateway.exchange import MAX_PARAMETERS, Parameters, Request, parse_parameters
from fracttal_console.gateway.forwarded import origin_of
from fracttal_console.gateway.oauth.clients import presented_client, read_form
from fracttal_console.gateway.original import is_plain_path, original_of
from fracttal_console.services.client_authentication import ClientMethod
from tests.gateway.served import Served, raw

T = TypeVar("T")

TRUSTED = ("10.0.0.0/8", "2001:db8::/32")
FORM = "application/x-www-form-urlencoded"

# signs that mean something to one reader or another, and whatever else
SIGNS = st.sampled_from(list("&=;%+ :/?#@,\"\\[]().-_~<>{}|^`'!*$ \t\r\n\0aZ09é€😀\x7f\x80\xff\u2028"))
TEXT = st.text(SIGNS, max_size=60) | st.text(max_size=30)
LATIN = st.text(st.characters(max_codepoint=255), max_size=60) | st.text(SIGNS, max_size=60).map(
    lambda text: text.encode("latin-1", "replace").decode("latin-1")
)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters=""), min_size=1, max_size=20)


def outcome(work: Callable[[], T]) -> T | OAuthError:
    """Return what came of something: a value, or the refusal that is allowed."""
    try:
        return work()
    except OAuthError as error:
        return error


def request(body: bytes = b"", path: str = "/", query: str = "", **headers: str) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request(
        method="POST", path=path, query=query, headers=named, body=body, address="192.0.2.1", scheme="http",
        host="a", port=80,
    )  # fmt: skip


@given(TEXT | st.text(st.sampled_from("ab=&%+"), max_size=200))
@example("&".join("a=b" for _ in range(MAX_PARAMETERS + 1)))
@example("%")
@example("a=%ff")
def test_a3_03_any_text_is_parameters_or_refused(text: str) -> None:
    found = outcome(lambda: parse_parameters(text))
    if isinstance(found, OAuthError):
        assert (found.error, found.cause) == ("invalid_request", "parameters_malformed")
        return
    assert len(found.values) <= MAX_PARAMETERS
    assert all(found.values.values())
    # none is made up: each stands in what was sent
    assert len(found.values) + len(found.repeated) <= 2 * (text.count("&") + 1)


@given(st.text(st.sampled_from("ab=&;%2+ ") | st.characters(), max_size=60))
def test_what_has_nothing_to_decode_is_read_like_all_else(text: str) -> None:
    expected: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict")
    except ValueError:
        return
    for name, value in pairs:
        expected.setdefault(name, []).append(value)
    found = parse_parameters(text)
    assert found.repeated == {name for name, values in expected.items() if len(values) > 1}
    filled = {name: [value for value in values if value] for name, values in expected.items()}
    assert found.values == {name: values[0] for name, values in filled.items() if values}


@given(st.lists(st.tuples(WORDS, st.text(st.characters(codec="utf-8"), max_size=20)), max_size=MAX_PARAMETERS))
def test_what_a_client_encodes_is_what_is_read(pairs: list[tuple[str, str]]) -> None:
    found = parse_parameters(urlencode(pairs))
    counts = Counter(name for name, _ in pairs)
    assert found.repeated == {name for name, count in counts.items() if count > 1}
    for name, count in counts.items():
        sent = [value for other, value in pairs if other == name and value]
        assert found.get(name) == (sent[0] if sent else "")
        assert count


@given(st.binary(max_size=200), st.sampled_from([FORM, f"{FORM}; charset=utf-8", "", "text/plain"]) | LATIN, LATIN)
def test_any_body_is_a_form_or_refused(body: bytes, content_type: str, query: str) -> None:
    with suppress(OAuthError):
        form = read_form(request(body, query=query, content_type=content_type))
        assert not form.repeated
        assert content_type.lower().strip().startswith(FORM)


@given(
    LATIN | LATIN.map(lambda text: f"Basic {text}")
    | st.binary(max_size=60).map(lambda data: "Basic " + b64encode(data).decode()),
    st.dictionaries(st.sampled_from(["client_id", "client_secret", "client_assertion"]), WORDS),
)  # fmt: skip
def test_any_authorization_is_one_client_or_refused(header: str, form: dict[str, str]) -> None:
    client = outcome(lambda: presented_client(request(authorization=header), Parameters(form)))
    if isinstance(client, OAuthError):
        assert client.error in {"invalid_request", "invalid_client"}
        return
    assert client.client_id
    assert "client_assertion" not in form
    if header:
        assert client.method is ClientMethod.BASIC
        assert "client_secret" not in form
        assert form.get("client_id", client.client_id) == client.client_id
    else:
        assert client.client_id == form["client_id"]


@given(WORDS, st.text(st.characters(codec="utf-8"), max_size=30))
def test_a_client_s_basic_credentials_are_read_as_it_meant_them(client_id: str, secret: str) -> None:
    pair = f"{quote_plus(client_id)}:{quote_plus(secret)}".encode()
    client = presented_client(request(authorization=f"Basic {b64encode(pair).decode()}"), Parameters())
    assert client.secret is not None
    assert (client.client_id, client.secret.reveal()) == (client_id, secret)


ADDRESSES = st.ip_addresses().map(str) | st.sampled_from(["10.0.0.1", "10.255.0.1", "2001:db8::1"]) | LATIN
FORWARDED = st.fixed_dictionaries({}, optional={
    "host": LATIN,
    "x-forwarded-for": st.lists(ADDRESSES, max_size=5).map(", ".join) | LATIN,
    "x-forwarded-proto": st.sampled_from(["http", "https", "HTTPS", "ftp", ""]) | LATIN,
    "x-forwarded-host": LATIN,
})  # fmt: skip


@given(FORWARDED, st.ip_addresses().map(str) | st.just(""), st.sampled_from([(), TRUSTED]))
def test_a4_08_who_is_no_declared_proxy_changes_nothing_about_himself(
    headers: dict[str, str], peer: str, trusted: tuple[str, ...]
) -> None:
    if trusted and address_allowed(peer, trusted):
        return
    origin = origin_of(headers, peer, trusted, "http")
    assert (origin.address, origin.scheme, origin.host) == (peer, "http", headers.get("host", ""))
    assert not origin.proxied


@given(FORWARDED, st.sampled_from(["10.1.2.3", "2001:db8::7", "::ffff:10.1.2.3"]))
def test_a4_08_of_a_declared_proxy_the_last_that_is_no_proxy_is_the_client(headers: dict[str, str], peer: str) -> None:
    origin = origin_of(headers, peer, TRUSTED, "http")
    assert origin.proxied
    assert origin.scheme in {"http", "https"}
    named = [part.strip() for part in headers.get("x-forwarded-for", "").split(",")]
    others = [part for part in named if part and not address_allowed(part, TRUSTED)]
    assert origin.address == (others[-1] if others else peer)


PATHS = st.lists(
    st.sampled_from(["/", "api", "items", "..", ".", "%2e", "%2F", "%2f", "%5c", "%00", "%", "%zz", ";", "//", "\\",
                     "#", "?", "%41", "%e1", "%25", " ", "a", "á"]), max_size=8,
).map(lambda parts: "/" + "".join(parts))  # fmt: skip


@given(PATHS | TEXT.map(lambda text: "/" + text))
def test_a4_09_a_path_that_is_let_through_is_the_same_to_every_reader(path: str) -> None:
    if not is_plain_path(path):
        return
    for read in (path, unquote(path, "latin-1")):
        kept = read.rstrip("/") or "/"
        assert normpath(kept) == kept
        assert urlsplit(read).path == read
        assert not set(read) & set("\\;#?\0\r\n")
    # what is escaped has to be: nothing in it reads as something else when it is not
    assert re.sub(r"%[89A-Fa-f][0-9A-Fa-f]|%[2-7][0-9A-Fa-f]", "", path).count("%") == 0


@given(st.fixed_dictionaries({}, optional={
    "x-forwarded-method": st.sampled_from(["GET", "POST", "get", "", "GET POST"]) | LATIN,
    "x-forwarded-uri": PATHS | LATIN,
    "x-forwarded-host": st.sampled_from(["a.example", "a.example:8443", "[::1]:1", "[::", ""]) | LATIN,
    "host": LATIN,
}))  # fmt: skip
def test_a4_09_what_a_proxy_asks_about_is_clear_or_nothing(headers: dict[str, str]) -> None:
    asked = request()
    original = original_of(Request(**{name: getattr(asked, name) for name in _SAME}, headers=headers))
    if original is not None:
        assert is_plain_path(original.path)
        assert original.url.isascii()
        assert original.url.isprintable()
        assert original.method.isupper()
        assert 0 < original.port < 65536
        if original.host.startswith("["):
            assert ip_address(original.host[1:-1]).version == 6


_SAME = ("method", "path", "query", "body", "address", "scheme", "host", "port")


@given(LATIN)
def test_any_cookie_header_is_read(value: str) -> None:
    assert isinstance(request(cookie=value).cookie("session"), str)


HEADER_BYTES = st.binary(max_size=80).map(lambda data: re.sub(rb"[\r\n\0]", b" ", data))
SCHEMES = st.sampled_from([b"", b"Basic ", b"Bearer ", b"Hawk ", b'Hawk id="', b"hawk ", b"BASIC  "])


LINES = st.tuples(
    st.sampled_from([b"GET", b"POST", b"PUT", b"DELETE", b"OPTIONS", b"HEAD", b"TRACE"]),
    st.sampled_from([b"/oauth/token", b"/oauth/revoke", b"/oauth/introspect", b"/api/user/", b"/auth/verify",
                     b"/account", b"/oauth/authorize", b"/healthz", b"/x"]),
    st.binary(max_size=30).map(lambda data: re.sub(rb"[\x00-\x20\x7f-\xff#]", b"%", data)),
)  # fmt: skip


@settings(max_examples=60)
@given(LINES, st.tuples(SCHEMES, HEADER_BYTES), HEADER_BYTES, st.binary(max_size=120))
def test_whatever_comes_over_the_wire_no_answer_is_5xx(
    served: Served, line: tuple[bytes, bytes, bytes], authorization: tuple[bytes, bytes], header: bytes, body: bytes
) -> None:
    names = (b"X-Forwarded-For", b"X-Forwarded-Uri", b"Cookie", b"If-None-Match", b"Accept-Language")
    head = [
        b"%b %b?%b HTTP/1.1" % line,
        b"Host: " + served.url.removeprefix("http://").encode(),
        b"Connection: close",
        b"Authorization: %b%b" % authorization,
        b"Content-Type: application/x-www-form-urlencoded",
        b"Content-Length: %d" % len(body),
        *(b"%b: %b" % (name, header) for name in names),
    ]
    answer = raw(served.url, b"\r\n".join(head) + b"\r\n\r\n" + body)
    assert re.match(rb"HTTP/1\.1 [234][0-9]{2} ", answer), answer[:200]
