"""Who really asks, and for which host: the connection itself, or a proxy that the settings name."""

from collections.abc import Mapping
from dataclasses import dataclass

from fracttal_console.domain.credentials import address_allowed


@dataclass(frozen=True, slots=True)
class Origin:
    """Client address, scheme and Host header value of a request; `proxied` where a trusted proxy told them."""

    address: str
    scheme: str
    host: str
    proxied: bool = False


def origin_of(headers: Mapping[str, str], peer: str, trusted: tuple[str, ...], scheme: str = "http") -> Origin:
    """Return where a request came from.

    `X-Forwarded-*` counts only from a configured proxy (none by default): anybody else could write what he likes there.

    Args:
        headers: by lower-case name.
        peer: address of the connection's other end.
        trusted: networks (CIDR) of the proxies.
        scheme: of the connection itself.
    """
    host = headers.get("host", "")
    if not trusted or not address_allowed(peer, trusted):
        return Origin(peer, scheme, host)
    # each proxy adds at the right end, so the rightmost address that is no proxy of ours is the client
    chain = [part.strip() for part in headers.get("x-forwarded-for", "").split(",") if part.strip()]
    client = next((part for part in reversed(chain) if not address_allowed(part, trusted)), peer)
    told = headers.get("x-forwarded-proto", scheme).strip().lower()
    return Origin(
        client,
        told if told in {"http", "https"} else "http",
        headers.get("x-forwarded-host", host).strip(),
        proxied=True,
    )
