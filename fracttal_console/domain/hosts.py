"""Host headers: name and port, read in linear time."""

import ipaddress
import re
from functools import lru_cache

from fracttal_console.domain.errors import HawkRefused

_MAX_HOST_LENGTH = 255
_MAX_PORT = 65535
_BAD_REQUEST = 400
# possessive quantifiers (`++`) never give back what they took, so matching takes linear time
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]++\]|[A-Za-z0-9._~-]++)(?::([0-9]{1,5}+))?+")


@lru_cache(maxsize=256)
def split_host(value: str, default_port: int) -> tuple[str, int]:
    """Split a Host header into name, in lower case, and port, in linear time (RFC 9110 section 7.2; A9.15).

    Args:
        value: the header; an IPv6 address stands in brackets and keeps them.
        default_port: port of the scheme, used when the header names none.

    Raises:
        HawkRefused: status 400, cause `host_malformed`.
    """
    match = _HOST.fullmatch(value) if len(value) <= _MAX_HOST_LENGTH else None
    if match is None:
        raise _malformed_host()
    host, digits = match.group(1).lower(), match.group(2)
    if host.startswith("["):
        try:
            ipaddress.IPv6Address(host[1:-1])
        except ValueError:
            raise _malformed_host() from None
    port = default_port if digits is None else int(digits)
    if not 0 < port <= _MAX_PORT:
        raise _malformed_host()
    return host, port


def is_loopback(host: str) -> bool:
    """Tell whether a name or address means this computer itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _malformed_host() -> HawkRefused:
    return HawkRefused("host_malformed", _BAD_REQUEST)
