"""Who may connect: how many at once, how many of one peer, and from where without TLS."""

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv6Address, ip_address, ip_network

from fracttal_console.domain.credentials import address_allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimits:
    """How long and how many: the head of a request, its body, a rest between two, the end; connections, of one peer."""

    head_seconds: float = 10.0
    body_seconds: float = 15.0
    idle_seconds: float = 30.0
    stop_seconds: float = 3.0
    connections: int = 256
    per_peer: int = 128


class Entry(Enum):
    """What becomes of a connection; the value is the cause of its refusal."""

    LET_IN = ""
    FULL = "too_many_connections"
    PEER_FULL = "too_many_of_one_peer"
    NOT_IN_CLEAR = "neither_tls_nor_proxy"
    CUT_OFF = "cut_off"


class Admission:
    """Count connections; from the event loop only.

    One over a limit is not simply cut: it is told why at its first request, and soon. Only where those that wait to be
    told have become as many as all others, nobody is told any more.
    """

    def __init__(self, limits: ConnectionLimits, trusted: tuple[str, ...], *, in_clear: bool) -> None:
        """Begin with none.

        Args:
            limits: how many.
            trusted: networks of the declared proxies, whose connections are those of many people.
            in_clear: whether no TLS is spoken: then only this machine and declared proxies are served.
        """
        self._limits = limits
        self._trusted = trusted
        self._in_clear = in_clear
        self._peers: Counter[str] = Counter()
        self._surplus = 0
        self.open = 0
        self.refused: Counter[str] = Counter()

    def enter(self, peer: str) -> Entry:
        """Return what becomes of a connection; each one but those cut off has to `leave`."""
        entry = self._entry(peer)
        if entry is not Entry.LET_IN:
            self.refused[entry.value] += 1
            if entry is not Entry.CUT_OFF:
                self._surplus += 1
            return entry
        self.open += 1
        self._peers[_counted_as(peer)] += 1
        return entry

    def leave(self, peer: str, entry: Entry) -> None:
        """Forget a connection."""
        if entry is not Entry.LET_IN:
            self._surplus -= 1
            return
        self.open -= 1
        key = _counted_as(peer)
        self._peers[key] -= 1
        if not self._peers[key]:
            del self._peers[key]

    def _entry(self, peer: str) -> Entry:
        if self._surplus >= self._limits.connections:
            return Entry.CUT_OFF
        of_proxy = bool(self._trusted) and address_allowed(peer, self._trusted)
        if self._in_clear and not of_proxy and not is_loopback(peer):
            return Entry.NOT_IN_CLEAR
        if self.open >= self._limits.connections:
            return Entry.FULL
        if not of_proxy and self._peers[_counted_as(peer)] >= self._limits.per_peer:
            return Entry.PEER_FULL
        return Entry.LET_IN


def is_loopback(host: str) -> bool:
    """Tell whether an address, or `localhost`, is this machine and nobody else."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _counted_as(peer: str) -> str:
    # whoever has one address of IPv6 has the 2^64 of its network
    try:
        address = ip_address(peer)
    except ValueError:
        return peer
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else peer
