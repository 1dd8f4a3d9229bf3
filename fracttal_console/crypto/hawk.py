"""Hawk 1.x with SHA-256: header, MACs and hashes as pure functions, without storage or clock.

The protocol is described by the API document of the reference implementation (npm `hawk`), cited here as
"Hawk API" with its heading. There is no `bewit` (SECURITY.md A9.14) and no other algorithm (A9.09).
"""

import hashlib
import hmac
import re
from binascii import b2a_base64
from dataclasses import dataclass

from fracttal_console.domain.errors import HawkRefused
from fracttal_console.domain.secrets import SecretText

SKEW_SECONDS = 60
# A timestamp is accepted from SKEW before it to SKEW after it, both ends included: so many whole seconds must a
# nonce be remembered. One constant gives both, so that the memory can never be shorter than the welcome.
REPLAY_WINDOW_SECONDS = 2 * SKEW_SECONDS + 1

_MAX_HEADER_BYTES = 4096
_BAD_REQUEST = 400
_REQUIRED = ("id", "ts", "nonce", "mac")
_ATTRIBUTES = frozenset({*_REQUIRED, "hash", "ext", "app", "dlg"})
# Possessive quantifiers (`++`) never give back what they took, so matching takes linear time.
# A value is printable ASCII without quote and backslash; after it comes a comma and more, or the end.
_VALUE = r"[ !#-\[\]-~]++"
_ATTRIBUTE = re.compile(rf'([a-z]++)="({_VALUE})"[ \t]*+(?:,[ \t]*+(?!\Z)|\Z)')
_SAFE_VALUE = re.compile(_VALUE)
_TIMESTAMP = re.compile(r"0|[1-9][0-9]{0,14}+")


@dataclass(frozen=True, slots=True, kw_only=True)
class HawkHeader:
    """Attributes of a request's Authorization header; an absent one is empty.

    `ts` is in seconds since 1970 (UTC), `mac` and `hash` are base64.
    """

    id: str
    ts: int
    nonce: str
    mac: str
    hash: str = ""
    ext: str = ""
    app: str = ""
    dlg: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HawkRequest:
    """What of a request the MAC covers, as the client sent it: `resource` is path and query on the wire."""

    method: str
    resource: str
    host: str
    port: int


def parse_header(value: str) -> HawkHeader:
    """Parse an Authorization header whose scheme is known to be Hawk (Hawk API, "Header format"; A9.02).

    Args:
        value: the whole header value, or what follows the scheme.

    Raises:
        HawkRefused: status 400, cause `header_malformed`.
    """
    if len(value) > _MAX_HEADER_BYTES:  # anything beyond ASCII is refused below, so characters are bytes
        raise _malformed_header()
    found = _attributes(value[5:].lstrip(" ") if value[:5].lower() == "hawk " else value)
    if not all(name in found for name in _REQUIRED) or ("dlg" in found and "app" not in found):
        raise _malformed_header()
    ts = found.pop("ts")
    # One way to write a number: the MAC is computed over the number, and covers these very digits.
    if not _TIMESTAMP.fullmatch(ts):
        raise _malformed_header()
    return HawkHeader(ts=int(ts), **found)


def request_mac(
    key: SecretText, header: HawkHeader, request: HawkRequest, host: str | None = None, port: int | None = None
) -> str:
    """Return the MAC (base64) that a request with these attributes must carry (A9.01).

    Args:
        key: the Hawk secret.
        header: its attributes; `mac` is not looked at.
        request: method, resource, host and port.
        host: another accepted name of ours to compute the MAC for, instead of the request's (A9.12).
        port: the port that belongs to that name.
    """
    return _mac(key, _normalised("header", header, request, host, port, body_hash=header.hash, ext=header.ext))


def verify_mac(
    key: SecretText, header: HawkHeader, request: HawkRequest, host: str | None = None, port: int | None = None
) -> bool:
    """Tell, in constant time, whether the header's MAC is the one of this key and request.

    Args: as for `request_mac`.
    """
    expected = request_mac(key, header, request, host, port)
    return hmac.compare_digest(expected.encode(), header.mac.encode())


def payload_hash(content_type: str, payload: bytes) -> str:
    """Return the hash (base64) of a body (Hawk API, "Payload validation"; A9.10).

    Args:
        content_type: the Content-Type header, of which case and parameters do not count; may be empty.
        payload: the body as on the wire.
    """
    media_type = content_type.partition(";")[0].strip().lower()
    digest = hashlib.sha256(f"hawk.1.payload\n{media_type}\n".encode())
    digest.update(payload)
    digest.update(b"\n")
    return _base64(digest.digest())


def stale_mac(key: SecretText, ts: int) -> str:
    """Return the MAC `tsm` (base64) by which a client with a valid key may trust our clock (A9.05).

    Args:
        key: the Hawk secret.
        ts: our time in seconds since 1970 (UTC).
    """
    return _mac(key, f"hawk.1.ts\n{ts}\n")


def response_header(  # what the MAC covers
    key: SecretText,
    header: HawkHeader,
    request: HawkRequest,
    host: str | None = None,
    port: int | None = None,
    *,
    payload_hash: str = "",
    ext: str = "",
) -> str:
    """Return the Server-Authorization header by which the client knows our answer (Hawk API; A9.13).

    Args:
        key: the Hawk secret.
        header: attributes of the request that is answered, its MAC verified.
        request: the request that is answered.
        host: as for `request_mac`.
        port: as for `request_mac`.
        payload_hash: hash of the answer's body; empty to leave it out.
        ext: what the answer says beyond that; empty to leave it out.
    """
    mac = _mac(key, _normalised("response", header, request, host, port, body_hash=payload_hash, ext=ext))
    return _written({"mac": mac, "hash": payload_hash, "ext": ext})


def sign(  # the attributes of a header
    id: str,  # noqa: A002  # the attribute's own name
    key: SecretText,
    request: HawkRequest,
    *,
    ts: int,
    nonce: str,
    payload_hash: str = "",
    ext: str = "",
    app: str = "",
    dlg: str = "",
) -> str:
    """Return the Authorization header of a client's request.

    Args:
        id: public id of the key.
        key: the Hawk secret.
        request: what is asked for.
        ts: the client's time in seconds since 1970 (UTC).
        nonce: a text that the client never used with this `ts`.
        payload_hash: hash of the body; empty to leave the body unsigned.
        ext: what the application adds; empty for nothing.
        app: id of the application; empty for none.
        dlg: id of the application on whose behalf `app` asks; empty for none.

    Raises:
        ValueError: a value cannot stand in a header.
    """
    header = HawkHeader(id=id, ts=ts, nonce=nonce, mac="", hash=payload_hash, ext=ext, app=app, dlg=dlg)
    attributes = {"id": id, "ts": str(ts), "nonce": nonce, "hash": payload_hash, "ext": ext}
    return _written({**attributes, "mac": request_mac(key, header, request), "app": app, "dlg": dlg})


def within_skew(ts: int, now_seconds: int, skew: int = SKEW_SECONDS) -> bool:
    """Tell whether a timestamp is at most `skew` seconds from now, ends included (A9.05)."""
    return abs(ts - now_seconds) <= skew


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    start = 0
    while match := _ATTRIBUTE.match(text, start):
        name, value = match.groups()
        if name not in _ATTRIBUTES or name in found:
            raise _malformed_header()
        found[name] = value
        start = match.end()
    if start != len(text):
        raise _malformed_header()
    return found


def _normalised(  # what the MAC covers
    kind: str,
    header: HawkHeader,
    request: HawkRequest,
    host: str | None,
    port: int | None,
    *,
    body_hash: str,
    ext: str,
) -> str:
    """Write what a MAC covers, one item a line (Hawk API, "Response/Request MAC", normalised string)."""
    escaped = ext.replace("\\", "\\\\").replace("\n", "\\n") if ext else ""
    delegation = f"{header.app}\n{header.dlg}\n" if header.app else ""
    host = (request.host if host is None else host).lower()
    port = request.port if port is None else port
    return (
        f"hawk.1.{kind}\n{header.ts}\n{header.nonce}\n{request.method.upper()}\n{request.resource}\n"
        f"{host}\n{port}\n{body_hash}\n{escaped}\n{delegation}"
    )


def _mac(key: SecretText, text: str) -> str:
    return _base64(hmac.digest(key.reveal().encode(), text.encode(), "sha256"))


def _base64(raw: bytes) -> str:
    return b2a_base64(raw, newline=False).decode()


def _written(attributes: dict[str, str]) -> str:
    present = {name: text for name, text in attributes.items() if text}
    for name, text in present.items():
        if not _SAFE_VALUE.fullmatch(text):
            raise ValueError(f"the attribute {name} cannot stand in a Hawk header")
    return "Hawk " + ", ".join(f'{name}="{text}"' for name, text in present.items())


def _malformed_header() -> HawkRefused:
    return HawkRefused("header_malformed", _BAD_REQUEST)
