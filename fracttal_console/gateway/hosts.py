"""Which hosts a request may be made for: a page elsewhere must not reach us under a name of its own (DNS rebinding)."""

from urllib.parse import urlsplit

from fracttal_console.domain.hosts import split_host
from fracttal_console.gateway.forwarded import Origin

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LOOPBACK = ("127.0.0.1", "[::1]", "localhost")


class Hosts:
    """The hosts of one gateway: its issuer, its own address, and those that the settings name for Hawk."""

    def __init__(self, issuer: str, bound: tuple[str, int], more: tuple[tuple[str, int], ...]) -> None:
        parts = urlsplit(issuer)
        issuer_host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
        self.issuer = (issuer_host, parts.port or _DEFAULT_PORTS[parts.scheme])
        host, port = bound
        own = {(f"[{host}]" if ":" in host else host, port), *((name, port) for name in _LOOPBACK)}
        self._allowed = frozenset({self.issuer, *own, *more})

    @staticmethod
    def named(origin: Origin) -> tuple[str, int]:
        """Return host and port that a request names, whoever's they are.

        Raises:
            HawkRefused: the Host header is malformed (status 400).
        """
        return split_host(origin.host, _DEFAULT_PORTS[origin.scheme])

    def check(self, origin: Origin) -> tuple[str, int]:
        """Return host and port that a request was made for.

        Raises:
            HawkRefused: the Host header is malformed (status 400).
            LookupError: the host is none of ours.
        """
        pair = self.named(origin)
        if pair not in self._allowed:
            raise LookupError(pair[0])
        return pair
