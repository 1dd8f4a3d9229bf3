"""Refused requests: gathered in memory, equal ones together, written every second in one transaction.

Whoever floods the gateway with refused requests can fill neither memory nor disk, nor push out what others did: what
one address can add on a day is bounded, and so is what is gathered between two writings. What exceeds it is still
counted, by cause alone.
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.endpoints import Endpoints
from fracttal_console.domain.errors import RowTampered
from fracttal_console.domain.oauth_consumers import Consumer, GrantType
from fracttal_console.domain.refusals import Refusal, RefusalFact, RefusalKind, safe_public_id, safe_text
from fracttal_console.domain.usage import NOBODY, Counted, CountedHour, Requests, day_of, hour_of
from fracttal_console.services.use_case import UseCases, Work

MOST_AT_ONCE = 500
"""How many different refusals are gathered between two writings."""

PER_ADDRESS = 100
"""How many different refusals of one address are kept on a day."""

_ADDRESSES = 1000
"""Of how many addresses is known what they did today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRequest:
    """A request that was refused, as the skin saw it; nothing of it is believed."""

    kind: RefusalKind
    cause: str
    public_id: str = ""
    person_id: int | None = None
    address: str
    method: str
    path: str
    facts: Mapping[str, RefusalFact] = field(default_factory=dict)


_Key = tuple[RefusalKind, str, str, int | None, str, str]


@dataclass(slots=True)
class _Gathered:
    facts: Mapping[str, RefusalFact]
    counted_under: str
    first_at: datetime
    last_at: datetime
    times: int = 1


class RefusalRecorder:
    """Gather refused requests."""

    def __init__(self, use_cases: UseCases, endpoints: Endpoints) -> None:
        self._use_cases = use_cases
        self._endpoints = endpoints
        self._lock = threading.Lock()
        self._gathered: dict[_Key, _Gathered] = {}
        self._today = 0
        self._seen: OrderedDict[str, set[int]] = OrderedDict()

    def note(self, refused: RefusedRequest) -> None:
        """Note a refused request."""
        now = self._use_cases.now()
        endpoint = safe_text(f"{refused.method[:10]} {refused.path}".strip())
        key = (refused.kind, refused.cause, safe_public_id(refused.public_id), refused.person_id,
               refused.address[:64], endpoint)  # fmt: skip
        with self._lock:
            self._begin_day(day_of(now))
            gathered = self._gathered.get(key)
            if gathered is None and not self._admitted(key):
                key = self._without_particulars(key)
                gathered = self._gathered.get(key)
            if gathered is not None:
                gathered.times += 1
                gathered.last_at = max(gathered.last_at, now)
                return
            facts = {name: safe_text(value) if isinstance(value, str) else value
                     for name, value in refused.facts.items()} if key[5] else {}  # fmt: skip
            under = self._endpoints.name(refused.method, refused.path)
            self._gathered[key] = _Gathered(facts, under, now, now)

    def flush(self) -> None:
        """Write what was gathered; what cannot be written now is lost, as a crash would lose it."""
        with self._lock:
            gathered, self._gathered = self._gathered, {}
        if not gathered:
            return
        with self._use_cases.keep_books() as work:
            counted: dict[Counted, Requests] = {}
            hours: Counter[CountedHour] = Counter()
            refusals = []
            for key, found in gathered.items():
                refusal = _refusal(work, key, found)
                refusals.append(refusal)
                owner = (refusal.credential_kind, refusal.credential_id or 0, refusal.person_id or NOBODY)
                under = Counted(day_of(refusal.last_at), *owner, found.counted_under)
                hours[CountedHour(hour_of(refusal.last_at), *owner)] += found.times
                counted[under] = counted.get(under, Requests()) + Requests(0, found.times)
            work.refusals.add(refusals)
            work.usage_days.add(counted)
            work.usage_hours.add(hours)

    def _begin_day(self, day: int) -> None:
        if day != self._today:
            self._today = day
            self._seen.clear()

    def _admitted(self, key: _Key) -> bool:
        if len(self._gathered) >= MOST_AT_ONCE:
            return False
        mark, seen = hash(key), self._seen.get(key[4])
        if seen is None:
            seen = self._seen[key[4]] = set()
            if len(self._seen) > _ADDRESSES:
                self._seen.popitem(last=False)
        if mark in seen or len(seen) < PER_ADDRESS:
            seen.add(mark)
            return True
        return False

    def _without_particulars(self, key: _Key) -> _Key:
        full = len(self._gathered) >= MOST_AT_ONCE
        return key[0], key[1], "", None, "" if full else key[4], ""


def _refusal(work: Work, key: _Key, found: _Gathered) -> Refusal:
    kind, cause, public_id, person_id, address, endpoint = key
    credential = _credential(work, kind, public_id)
    return Refusal(
        kind=kind,
        cause=_refined(cause, kind, credential, work.now),
        credential_kind="" if credential is None else str(credential.kind),
        credential_id=None if credential is None else credential.id,
        credential_name=public_id if credential is None else credential.name,
        person_id=person_id,
        address=address,
        endpoint=endpoint,
        facts=found.facts,
        first_at=found.first_at,
        last_at=found.last_at,
        times=found.times,
    )


def _credential(work: Work, kind: RefusalKind, public_id: str) -> Credential | None:
    if not public_id.startswith(("fcc_", "fck_")):
        return None
    try:
        if kind in {RefusalKind.HAWK, RefusalKind.BASIC}:
            return work.api_keys.with_key_id(public_id)
        return work.consumers.with_client_id(public_id)
    except RowTampered:
        # the request was refused for it; its record must not fail as well
        return None


def _refined(cause: str, kind: RefusalKind, credential: Credential | None, now: datetime) -> str:
    """Tell apart, for those who repair, what the outside must not learn."""
    if kind is RefusalKind.HAWK and cause == "mac_wrong" and credential is None:
        return "key_unknown"
    if kind is RefusalKind.BASIC and cause == "basic_wrong" and credential is None:
        return "key_unknown"
    if kind is RefusalKind.AUTHORIZATION and cause == "client_unknown" and isinstance(credential, Consumer):
        if not credential.usable(now):
            return "client_disabled"
        if credential.grant is not GrantType.AUTHORIZATION_CODE:
            return "grant_not_allowed"
    return cause
