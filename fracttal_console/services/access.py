"""Access: what a presented token or Hawk request is worth right now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fracttal_console.crypto.hawk import (
    HawkHeader,
    HawkRequest,
    payload_hash,
    stale_mac,
    verify_mac,
    within_skew,
)
from fracttal_console.crypto.sealing import Sealer
from fracttal_console.crypto.tokens import digest, same
from fracttal_console.domain.actors import Operation
from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.credentials import PROFILE_RULES, address_allowed
from fracttal_console.domain.errors import HawkRefused, OAuthError
from fracttal_console.domain.people import Person
from fracttal_console.domain.permissions import PermissionSet
from fracttal_console.domain.secrets import SecretKind, SecretText
from fracttal_console.services.standing import standing
from fracttal_console.services.usage import UsageRecorder
from fracttal_console.services.use_case import UseCases

_BODY_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class CredentialKind(StrEnum):
    """What kind of credential a request came with."""

    API_KEY = "api_key"
    CONSUMER = "consumer"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is behind a request that was let in, and what it may do now."""

    kind: CredentialKind
    credential_id: int
    public_id: str
    name: str
    person: Person | None
    permissions: PermissionSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """The body of a request, as it came."""

    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class HawkAccess:
    """A Hawk request that was let in, and what is needed to sign the answer."""

    principal: Principal
    secret: SecretText


class Access:
    """Check credentials on requests to protected resources."""

    def __init__(self, use_cases: UseCases, sealer: Sealer, usage: UsageRecorder) -> None:
        self._use_cases = use_cases
        self._sealer = sealer
        self._usage = usage

    def bearer(self, token: str, *, address: str, path: str) -> Principal:
        """Return who is behind a bearer token (RFC 6750), looked up anew for each request.

        Raises:
            OAuthError: `invalid_token`.
        """
        now = self._use_cases.now()
        with self._use_cases.look_up() as repositories:
            found = repositories.access_tokens.find(digest(token))
            if found is None or now >= found.expires_at:
                raise OAuthError("invalid_token", "token_unknown")
            behind = standing(repositories, found.authorization_id, found.permissions, now)
        if behind is None:
            raise OAuthError("invalid_token", "authorization_ended")
        self._usage.authorization(behind.authorization.id, now, address, path)
        consumer = behind.consumer
        return Principal(
            CredentialKind.CONSUMER, consumer.id, consumer.client_id, consumer.name, behind.person, behind.permissions
        )

    def hawk(
        self,
        header: HawkHeader,
        request: HawkRequest,
        payload: Payload,
        *,
        hosts: Iterable[tuple[str, int]],
        address: str,
    ) -> HawkAccess:
        """Return who is behind a Hawk request.

        The order is that of the reference: key, MAC, payload, nonce, timestamp. Nothing is stored of a request whose
        MAC is wrong, and only a right MAC is told how far the clock is off.

        Args:
            header: the parsed `Authorization` header.
            request: method, resource and host of the request as it came.
            payload: its body.
            hosts: host and port pairs that the MAC may have been made for.
            address: the client's network address.

        Raises:
            HawkRefused: with status 401.
        """
        now = self._use_cases.now()
        api_key, secret_id, secret = self._proved(header, request, tuple(hosts), now)
        if not api_key.usable(now):
            raise HawkRefused("key_ended")
        if not address_allowed(address, api_key.networks):
            raise HawkRefused("network_not_allowed")
        _check_payload(api_key, header, request, payload)
        seconds = int(now.timestamp())
        with self._use_cases.begin(api_key.as_actor(address), Operation.HAWK_ACCEPT) as work:
            # taken inside the transaction that also looks at the clock: a stale request leaves no nonce behind
            if not work.hawk_nonces.take(api_key.id, header.nonce, header.ts):
                raise HawkRefused("nonce_used")
            if not within_skew(header.ts, seconds):
                raise HawkRefused("stale_timestamp", ts=seconds, tsm=stale_mac(secret, seconds))
            current = work.api_keys.get(api_key.id)
            if not current.usable(work.now):
                raise HawkRefused("key_ended")
            group = work.permission_groups.get(current.permission_group_id)
        path = request.resource.partition("?")[0]
        self._usage.secret(secret_id, now, address, path)
        principal = Principal(
            CredentialKind.API_KEY, current.id, current.key_id, current.name, None, group.allowed
        )
        return HawkAccess(principal, secret)

    def _proved(
        self, header: HawkHeader, request: HawkRequest, hosts: tuple[tuple[str, int], ...], now: datetime
    ) -> tuple[ApiKey, int, SecretText]:
        with self._use_cases.look_up() as repositories:
            api_key = repositories.api_keys.with_key_id(header.id)
            rows = [] if api_key is None else repositories.secrets.of_api_key(api_key.id)
        for row in rows:
            if api_key is None or row.sealed is None or not row.usable(now):
                continue
            clear = self._sealer.open(row.sealed, table="secrets", row=str(row.id), purpose=SecretKind.HAWK)
            secret = SecretText(clear.decode())
            for host, port in hosts:
                if verify_mac(secret, header, request, host, port):
                    return api_key, row.id, secret
        if not rows:
            # an unknown key costs the same work as a wrong MAC
            for host, port in hosts:
                verify_mac(SecretText("no such key"), header, request, host, port)
        raise HawkRefused("mac_wrong")


def _check_payload(api_key: ApiKey, header: HawkHeader, request: HawkRequest, payload: Payload) -> None:
    if header.hash:
        if not same(header.hash.encode(), payload_hash(payload.content_type, payload.body).encode()):
            raise HawkRefused("payload_hash_wrong")
    elif PROFILE_RULES[api_key.profile].payload_hash_required and (payload.body or request.method in _BODY_METHODS):
        raise HawkRefused("payload_hash_missing")
