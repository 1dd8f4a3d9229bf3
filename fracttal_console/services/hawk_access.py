"""Hawk access: what a request signed with an API key is worth right now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from fracttal_console.crypto.hawk import (
    REPLAY_WINDOW_SECONDS,
    HawkHeader,
    HawkRequest,
    parse_header,
    payload_hash,
    response_header,
    stale_mac,
    verify_mac,
    within_skew,
)
from fracttal_console.crypto.sealing import Sealer
from fracttal_console.crypto.tokens import same
from fracttal_console.domain.actors import Operation
from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.credentials import PROFILE_RULES, address_allowed
from fracttal_console.domain.errors import HawkRefused
from fracttal_console.domain.secrets import SecretKind, SecretText
from fracttal_console.services.hawk_mistakes import SIGNED_METHODS, holds_secret
from fracttal_console.services.principal import Principal
from fracttal_console.services.usage import UsageRecorder
from fracttal_console.services.use_case import UseCases, Work

_BODY_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_HASH_SHOWN = 12
"""How much of a payload hash is told to those who repair: enough to compare, too little to guess a body by."""

MOST_NONCES = 1_000_000
"""How many nonces are remembered at once; a request beyond that is refused, for no nonce may be forgotten early."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HawkCall:
    """A request with a Hawk header, as it came: `resource` is path and query on the wire.

    `body` is None where somebody else has it: a payload hash is then part of the MAC, and not compared.
    """

    authorization: str
    method: str
    resource: str
    host: str
    port: int
    content_type: str
    body: bytes | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HawkAccess:
    """A Hawk request that was let in, and what is needed to sign the answer to it."""

    principal: Principal
    header: HawkHeader
    request: HawkRequest
    secret: SecretText

    def server_authorization(self, content_type: str, body: bytes) -> str:
        """Return the `Server-Authorization` header, by which the client knows the answer to be ours."""
        hashed = payload_hash(content_type, body)
        return response_header(self.secret, self.header, self.request, payload_hash=hashed)


@dataclass(frozen=True, slots=True)
class _Proof:
    """A MAC that was right: by which secret, and for which host and port."""

    api_key: ApiKey
    secret_id: int
    secret: SecretText
    request: HawkRequest


class HawkAccessCheck:
    """Check Hawk requests to protected resources."""

    def __init__(
        self, use_cases: UseCases, sealer: Sealer, usage: UsageRecorder, *, most_nonces: int = MOST_NONCES
    ) -> None:
        self._use_cases = use_cases
        self._sealer = sealer
        self._usage = usage
        self._most_nonces = most_nonces
        self._no_such_key = sealer.seal(b"no such key", table="secrets", row="0", purpose=SecretKind.HAWK)

    def check(self, call: HawkCall, *, hosts: Iterable[tuple[str, int]] = ()) -> HawkAccess:
        """Return who is behind a Hawk request.

        The order is that of the reference: grammar, key, MAC, payload, nonce, timestamp. Nothing is stored of a request
        whose MAC is wrong, and only a right MAC is told how far the clock is off.

        Args:
            call: the request as it came.
            hosts: host and port pairs for which the MAC may have been made, besides the one the request came to.

        Raises:
            HawkRefused: status 400 for a malformed header, 503 while no nonce can be remembered, else 401.
        """
        now = self._use_cases.now()
        header = _header(call.authorization)
        try:
            return self._checked(header, call, hosts, now)
        except HawkRefused as refused:
            told = {"public_id": header.id, "skew": header.ts - int(now.timestamp()), **refused.facts}
            raise HawkRefused(
                refused.cause, refused.status, refused.ts, refused.tsm, profile=refused.profile, facts=told
            ) from None

    def _checked(
        self, header: HawkHeader, call: HawkCall, hosts: Iterable[tuple[str, int]], now: datetime
    ) -> HawkAccess:
        proof = self._proved(header, call, hosts, now)
        if not proof.api_key.usable(now):
            raise HawkRefused("key_ended")
        if not address_allowed(call.address, proof.api_key.networks):
            raise HawkRefused("network_not_allowed", facts={"networks": ", ".join(proof.api_key.networks)})
        _check_payload(proof.api_key, header, call)
        seconds = int(now.timestamp())
        with self._use_cases.begin(proof.api_key.as_actor(call.address), Operation.HAWK_ACCEPT) as work:
            # taken inside the transaction that also looks at the clock: a stale request leaves no nonce behind
            if not work.hawk_nonces.take(proof.api_key.id, header.nonce, header.ts):
                raise HawkRefused("nonce_used")
            if not within_skew(header.ts, seconds):
                raise HawkRefused(
                    "stale_timestamp", ts=seconds, tsm=stale_mac(proof.secret, seconds), profile=proof.api_key.profile
                )
            self._remember(work, seconds)
            current = work.api_keys.get(proof.api_key.id)
            if not current.usable(work.now):
                raise HawkRefused("key_ended")
            group = work.permission_groups.get(current.permission_group_id)
        self._usage.secret(proof.secret_id, now, call.address, call.resource.partition("?")[0])
        principal = Principal.of_api_key(current, group.allowed)
        return HawkAccess(principal=principal, header=header, request=proof.request, secret=proof.secret)

    def _proved(self, header: HawkHeader, call: HawkCall, hosts: Iterable[tuple[str, int]], now: datetime) -> _Proof:
        requests = [
            HawkRequest(method=call.method, resource=call.resource, host=host, port=port)
            for host, port in dict.fromkeys(((call.host, call.port), *hosts))
        ]
        with self._use_cases.look_up() as repositories:
            api_key = repositories.api_keys.with_key_id(header.id)
            rows = [] if api_key is None else repositories.secrets.of_api_key(api_key.id)
        signed = None
        for row in rows:
            if api_key is None or row.sealed is None or not row.usable(now):
                continue
            clear = self._sealer.open(row.sealed, table="secrets", row=str(row.id), purpose=SecretKind.HAWK)
            secret = SecretText(clear.decode())
            found = _signed(secret, header, requests)
            if found is not None and found.method == call.method:
                return _Proof(api_key, row.id, secret, found)
            signed = found or signed
        if not rows:
            # an unknown key costs the same work as a wrong MAC
            nothing = self._sealer.open(self._no_such_key, table="secrets", row="0", purpose=SecretKind.HAWK)
            _signed(SecretText(nothing.decode()), header, requests)
        if signed is not None and api_key is not None and api_key.usable(now):
            # only who holds the secret can have made this MAC, so the fault can be named
            raise HawkRefused("method_differs", facts={"signed_method": signed.method, "sent_method": call.method})
        with self._use_cases.look_up() as repositories:
            # what the other of the two was looked up for: nobody should hear from the time whether there is such a key
            if api_key is None:
                repositories.api_keys.with_key_id("")
                repositories.secrets.of_api_key(0)
            else:
                repositories.api_keys.with_key_id(header.mac)
        expected = ", ".join(f"{request.host}:{request.port}" for request in requests)
        raise HawkRefused("mac_wrong", facts={"expected_host": expected, "hash_sent": header.hash[:_HASH_SHOWN]})

    def _remember(self, work: Work, seconds: int) -> None:
        """Count the nonce that was just taken.

        Raises:
            HawkRefused: there is no room for it, and none can be made by dropping what has ended.
        """
        if work.hawk_nonces.count_one(self._most_nonces):
            return
        if work.hawk_nonces.drop_before(seconds - REPLAY_WINDOW_SECONDS):
            work.hawk_nonces.count_one(self._most_nonces)
            return
        raise HawkRefused("nonces_full", 503)


def _header(authorization: str) -> HawkHeader:
    leaked = holds_secret(authorization)
    try:
        header = parse_header(authorization)
    except HawkRefused as refused:
        if leaked:
            raise HawkRefused("secret_in_header", refused.status) from None
        raise
    if leaked:
        raise HawkRefused("secret_in_header", facts={"public_id": header.id})
    return header


def _signed(secret: SecretText, header: HawkHeader, requests: Sequence[HawkRequest]) -> HawkRequest | None:
    """Return the request that a MAC was made for with this secret: one of these, or one with another method."""
    others = (
        replace(request, method=method) for method in SIGNED_METHODS for request in requests if method != request.method
    )
    return next((request for request in chain(requests, others) if verify_mac(secret, header, request)), None)


def _check_payload(api_key: ApiKey, header: HawkHeader, call: HawkCall) -> None:
    if header.hash:
        if call.body is None:
            return
        expected = payload_hash(call.content_type, call.body)
        if not same(header.hash.encode(), expected.encode()):
            facts = {"hash_sent": header.hash[:_HASH_SHOWN], "hash_expected": expected[:_HASH_SHOWN]}
            raise HawkRefused("payload_hash_wrong", facts={**facts, "content_type": call.content_type})
    elif PROFILE_RULES[api_key.profile].payload_hash_required and (call.body or call.method in _BODY_METHODS):
        raise HawkRefused("payload_hash_missing")
