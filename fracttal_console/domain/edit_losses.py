"""What an edit takes away from programs that use a credential: what they do today and could not do any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network

from fracttal_console.domain.consumer_keys import AuthMethod
from fracttal_console.domain.consumer_switches import ConsumerSwitches, Demand


class Lost(StrEnum):
    """What kind of thing an edit takes away."""

    REDIRECT_URIS = "redirect_uris"
    NETWORKS = "networks"
    CLIENT_SECRET = "client_secret"  # noqa: S105  # the name of a kind
    PUBLIC_KEYS = "public_keys"
    LEGACY_BASIC = "legacy_basic"
    DEVICES = "devices"
    PUSHED = "pushed"
    UNPUSHED = "unpushed"
    UNBOUND = "unbound"


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that an edit takes away; `gone` names the redirect URIs or networks, of which none means all others."""

    kind: Lost
    gone: tuple[str, ...] = ()


def lost_redirect_uris(before: Sequence[str], after: Sequence[str]) -> tuple[Loss, ...]:
    """Return what goes with redirect URIs that are taken away."""
    gone = tuple(uri for uri in before if uri not in after)
    return (Loss(Lost.REDIRECT_URIS, gone),) if gone else ()


def lost_networks(before: Sequence[str], after: Sequence[str]) -> tuple[Loss, ...]:
    """Return what goes with networks that are taken away, or where there are some for the first time."""
    if not after:
        return ()
    if not before:
        return (Loss(Lost.NETWORKS),)
    kept = [ip_network(network) for network in after]
    gone = tuple(network for network in before if not any(_within(ip_network(network), wide) for wide in kept))
    return (Loss(Lost.NETWORKS, gone),) if gone else ()


def lost_proof(before: AuthMethod, after: AuthMethod) -> tuple[Loss, ...]:
    """Return what goes where a consumer is to prove itself by something else."""
    if before is after:
        return ()
    return (Loss(Lost.CLIENT_SECRET if before is AuthMethod.CLIENT_SECRET else Lost.PUBLIC_KEYS),)


def lost_switches(before: ConsumerSwitches, after: ConsumerSwitches) -> tuple[Loss, ...]:
    """Return what goes where switches of a consumer are switched off, or begin to require something."""
    found = []
    if before.device and not after.device:
        found.append(Loss(Lost.DEVICES))
    if after.par is Demand.OFF is not before.par:
        found.append(Loss(Lost.PUSHED))
    if after.par is Demand.REQUIRED is not before.par:
        found.append(Loss(Lost.UNPUSHED))
    if after.dpop is Demand.REQUIRED is not before.dpop:
        found.append(Loss(Lost.UNBOUND))
    return tuple(found)


def _within(narrow: IPv4Network | IPv6Network, wide: IPv4Network | IPv6Network) -> bool:
    if isinstance(narrow, IPv4Network):
        return isinstance(wide, IPv4Network) and narrow.subnet_of(wide)
    return isinstance(wide, IPv6Network) and narrow.subnet_of(wide)
