"""What API keys and OAuth consumers have in common: name, group, profile, state, networks, expiry."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self

from fracttal_console.domain.actors import Actor, ActorKind
from fracttal_console.domain.errors import Invalid, RestoreTooLate, WrongState


class Profile(StrEnum):
    """How strict the protocol is with a credential (see the domain's two profiles)."""

    STANDARD = "standard"
    FRACTTAL = "fracttal"


@dataclass(frozen=True, slots=True)
class ProfileRules:
    """What a profile asks of programs, one row of the table below.

    `requests_per_minute` is shared by all credentials of the base that have this profile; None is no limit.
    """

    pkce_optional_for_confidential: bool
    refresh_token_for_client_credentials: bool
    refresh_tokens_rotate_for_confidential: bool
    payload_hash_required: bool
    requests_per_minute: int | None


PROFILE_RULES: Mapping[Profile, ProfileRules] = {
    Profile.STANDARD: ProfileRules(
        pkce_optional_for_confidential=False,
        refresh_token_for_client_credentials=False,
        refresh_tokens_rotate_for_confidential=True,
        payload_hash_required=True,
        requests_per_minute=None,
    ),
    Profile.FRACTTAL: ProfileRules(
        pkce_optional_for_confidential=True,
        refresh_token_for_client_credentials=True,
        refresh_tokens_rotate_for_confidential=False,
        payload_hash_required=False,
        requests_per_minute=200,
    ),
}


BIN_KEEPS = timedelta(days=30)
"""For how long what was deleted or revoked can be restored."""


class CredentialStatus(StrEnum):
    """State of an API key or OAuth consumer; only the first opens anything."""

    ACTIVE = "active"
    DISABLED = "disabled"
    REVOKED = "revoked"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential(ABC):
    """An API key or OAuth consumer; its secrets are rows of their own, `networks` are CIDRs."""

    id: int
    name: str
    permission_group_id: int
    profile: Profile
    status: CredentialStatus
    owner: str
    contact: str
    networks: tuple[str, ...]
    expires_at: datetime | None
    created_at: datetime
    created_by: str
    ended_at: datetime | None = None
    version: int = 1

    @property
    @abstractmethod
    def kind(self) -> ActorKind:
        """What it is, in events and errors."""

    @property
    @abstractmethod
    def public_id(self) -> str:
        """The id under which programs present it."""

    def usable(self, now: datetime) -> bool:
        """Tell whether it opens anything at `now` (UTC)."""
        return self.status is CredentialStatus.ACTIVE and (self.expires_at is None or now < self.expires_at)

    def as_actor(self, address: str) -> Actor:
        """Return it as one that acts, from a network address."""
        return Actor(self.kind, self.id, self.name, None, address)

    def disabled(self) -> Self:
        """Return it disabled.

        Raises:
            WrongState: it is not active.
        """
        return self._moved(CredentialStatus.ACTIVE, CredentialStatus.DISABLED)

    def enabled(self) -> Self:
        """Return it active again.

        Raises:
            WrongState: it is not disabled.
        """
        return self._moved(CredentialStatus.DISABLED, CredentialStatus.ACTIVE)

    @property
    def ended(self) -> bool:
        """Whether it was revoked or deleted."""
        return self.status in (CredentialStatus.REVOKED, CredentialStatus.DELETED)

    def restorable(self, now: datetime) -> bool:
        """Tell whether it lies in the bin: ended, and not for too long."""
        return self.ended and self.ended_at is not None and now < self.ended_at + BIN_KEEPS

    def restored(self, now: datetime) -> Self:
        """Return it taken out of the bin: disabled, so that nothing opens before somebody wants it.

        Raises:
            WrongState: it has not ended.
            RestoreTooLate: it ended longer ago than the bin keeps it.
        """
        if not self.ended:
            raise WrongState(self.kind, self.public_id, self.status)
        if not self.restorable(now):
            raise RestoreTooLate(self.public_id, BIN_KEEPS.days)
        return replace(self, status=CredentialStatus.DISABLED, ended_at=None)

    def _moved(self, source: CredentialStatus, goal: CredentialStatus) -> Self:
        if self.status is not source:
            raise WrongState(self.kind, self.public_id, self.status)
        return replace(self, status=goal)

    def _ended(self, now: datetime, goal: CredentialStatus) -> Self:
        if self.status is goal:
            raise WrongState(self.kind, self.public_id, self.status)
        return replace(self, status=goal, ended_at=now)


def check_networks(values: Iterable[str]) -> tuple[str, ...]:
    """Return networks in CIDR form, sorted, each once; none means that every address may come.

    Raises:
        Invalid: field `allow_network`, rule `network_malformed`.
    """
    networks = set()
    for value in values:
        try:
            networks.add(str(ip_network(value.strip(), strict=True)))
        except ValueError:
            raise Invalid("allow_network", "network_malformed", value=value[:60]) from None
    return tuple(sorted(networks))


def address_allowed(address: str, networks: tuple[str, ...]) -> bool:
    """Tell whether an address lies in one of the networks; an empty tuple allows every address."""
    if not networks:
        return True
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    # an IPv4 peer of a dual-stack socket comes as ::ffff:a.b.c.d and means the IPv4 address
    plain = getattr(parsed, "ipv4_mapped", None) or parsed
    return any(_contains(network, plain) for network in networks)


def check_expiry(value: datetime | None, now: datetime) -> datetime | None:
    """Return an expiry that lies ahead.

    Raises:
        Invalid: field `expires`, rule `date_past`.
    """
    if value is not None and value <= now:
        raise Invalid("expires", "date_past", value=value.date().isoformat())
    return value


@lru_cache(maxsize=1024)
def _network(value: str) -> IPv4Network | IPv6Network:
    return ip_network(value)


def _contains(network: str, address: IPv4Address | IPv6Address) -> bool:
    parsed = _network(network)
    return parsed.version == address.version and address in parsed
