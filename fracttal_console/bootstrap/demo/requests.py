"""A month of requests of the demo base: weekends lower, some refused, and one address that cannot sign today."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fracttal_console.bootstrap.console import Console
from fracttal_console.bootstrap.demo.habits import Weighted, habits_of
from fracttal_console.domain.actors import Actor
from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.refusals import Refusal, RefusalFact, RefusalKind
from fracttal_console.domain.usage import (
    HOURS_OF_A_DAY,
    NOBODY,
    Counted,
    CountedHour,
    Requests,
    date_of,
    day_of,
    hour_of,
)

DAYS = 62
_WORKDAY = 17_500
_WEEKEND = 4_300
_BAD_ADDRESS = "45.71.8.3"
_ADDRESSES = ("190.98.14.27", "10.20.4.18", "181.43.7.112", "200.27.90.4")

_Asking = tuple[str, int, int]
"""Kind and id of a credential, and for which person it asks, 0 for nobody."""


@dataclass(frozen=True, slots=True)
class _Seldom:
    """A refusal that happens now and then: so many times, last so many minutes ago."""

    kind: RefusalKind
    cause: str
    name: str
    endpoint: str
    times: int
    minutes: int
    facts: dict[str, RefusalFact]


_SELDOM = (
    _Seldom(RefusalKind.HAWK, "stale_timestamp", "Puente SCADA", "POST /api/meter_reading/", 41, 47, {"skew": -312}),
    _Seldom(
        RefusalKind.AUTHORIZATION, "redirect_unregistered", "Portal de Contratistas", "GET /oauth/authorize", 6, 125,
        {"redirect_uri": "https://portal.de.contratistas.example/oauth/callback/"},
    ),
    _Seldom(
        RefusalKind.AUTHORIZATION, "scope_nothing", "Lectura de Medidores", "GET /oauth/authorize", 12, 190,
        {"scope": "work_orders:add"},
    ),
    _Seldom(
        RefusalKind.BEARER, "authorization_ended", "Asistente de Turnos", "GET /api/work_requests/", 3, 260,
        {"why": "revoked"},
    ),
    _Seldom(RefusalKind.BEARER, "token_expired", "Tablero Planta Norte", "GET /api/items/", 18, 340, {}),
    _Seldom(
        RefusalKind.TOKEN, "client_unknown", "fcc_7Hq2ZkPw", "POST /oauth/token", 2, 1500,
        {"grant_type": "client_credentials"},
    ),
    _Seldom(
        RefusalKind.TOKEN, "secret_wrong", "Sincronizador de Inventarios", "POST /oauth/token", 9, 2900,
        {"grant_type": "client_credentials"},
    ),
    _Seldom(RefusalKind.HAWK, "payload_hash_missing", "Bodega central", "POST /api/inventories/", 4, 4300, {"skew": 1}),
    _Seldom(RefusalKind.HAWK, "key_ended", "Bodega Sur (en desuso)", "GET /api/warehouses/", 8, 4900, {"skew": 0}),
    _Seldom(RefusalKind.BEARER, "token_missing", "", "GET /api/user/", 27, 5200, {}),
    _Seldom(
        RefusalKind.TOKEN, "refresh_reused", "Pañol Móvil", "POST /oauth/token", 1, 7100,
        {"grant_type": "refresh_token"},
    ),
)  # fmt: skip


def make_requests(console: Console, admin: Actor, now: datetime, seed: int) -> None:
    """Write two months of counts and a week of refusals, as the gateway would have."""
    chance = random.Random(seed)  # noqa: S311 - sample data, nothing secret
    consumers = [(view.consumer, view) for view in console.consumers.all(admin)]
    used = sorted(
        (view for view in console.authorizations.all(admin) if view.status == "active" and view.last_use is not None),
        key=lambda view: view.last_use.at if view.last_use else now,
        reverse=True,
    )
    # those used lately are those used most
    people = [(view.consumer.id, view.person.id if view.person else NOBODY) for view in used[:120]]
    groups = {view.consumer.id: view.group.name for _, view in consumers}
    habits: dict[_Asking, Weighted] = {
        ("consumer", view.consumer.id, view.person.id if view.person else NOBODY): habits_of(
            view.consumer.name, groups[view.consumer.id], view.authorization.permissions, console.catalogue
        )
        for view in used[:120]
    }
    key_views = console.api_keys.all(admin)
    keys = [view.api_key for view in key_views]
    for view in key_views:
        key, group = view.api_key, view.group
        habits["api_key", key.id, NOBODY] = habits_of(
            key.name, group.name, group.allowed, console.catalogue, of_key=True
        )
    credentials: list[Credential] = [*(consumer for consumer, _ in consumers), *keys]
    with console.use_cases.keep_books() as work:
        usable = [key for key in keys if key.usable(now)]
        for day in range(day_of(now) - DAYS + 1, day_of(now) + 1):
            counted = _day(chance, day, now, people, usable, habits=habits)
            work.usage_days.add(counted)
            work.usage_hours.add(_last_hours(day, now, counted))
        work.refusals.add(_refusals(now, credentials))


def _last_hours(day: int, now: datetime, counted: Mapping[Counted, Requests]) -> Mapping[CountedHour, int]:
    """Return those of a day that lie within the last 24 hours, spread over the hours that the day had so far."""
    begins, until = day * HOURS_OF_A_DAY, min(hour_of(now), (day + 1) * HOURS_OF_A_DAY - 1)
    recent = range(max(begins, hour_of(now) - HOURS_OF_A_DAY + 1), until + 1)
    found: Counter[CountedHour] = Counter()
    for key, requests in counted.items() if recent else ():
        each, more = divmod(requests.total, until - begins + 1)
        for hour in recent:
            number = each + (hour - begins < more)
            if number:
                found[CountedHour(hour, key.kind, key.credential_id, key.person_id)] += number
    return found


def _day(
    chance: random.Random,
    day: int,
    now: datetime,
    people: Sequence[tuple[int, int]],
    keys: Sequence[Credential],
    *,
    habits: Mapping[_Asking, Weighted],
) -> dict[Counted, Requests]:
    counted: dict[Counted, Requests] = {}
    weekend = date_of(day).weekday() >= 5
    left = int((_WEEKEND if weekend else _WORKDAY) * chance.uniform(0.9, 1.12))
    today = day == day_of(now)
    if today:
        left = int(left * max(0.15, (now.hour * 60 + now.minute) / 1440))
    busy = chance.sample(people, min(len(people), 30)) if weekend else people
    for number in range(60 if weekend else 150):
        key = (
            ("api_key", keys[number % len(keys)].id, NOBODY)
            if number % 9 == 0
            else ("consumer", *busy[number % len(busy)])
        )
        path = chance.choices(*habits[key])[0]
        amount = max(1, round(left / (60 if weekend else 150) * chance.uniform(0.4, 1.6)))
        refused = round(amount * chance.choice((0, 0, 0, 0, 0.02, 0.05)))
        place = Counted(day, *key, path)
        counted[place] = counted.get(place, Requests()) + Requests(amount - refused, refused)
    if day == day_of(now) - 3:
        place = Counted(day, "", 0, NOBODY, "GET /api/items")
        counted[place] = Requests(0, 3_600)
    if today:
        counted[Counted(day, "api_key", keys[0].id, NOBODY, "GET /api/inventories")] = Requests(0, 1_014)
    return counted


def _refusals(now: datetime, credentials: Sequence[Credential]) -> Iterator[Refusal]:
    by_name = {credential.name.partition(" — ")[0]: credential for credential in credentials}
    begun = max(now - timedelta(minutes=92), now.replace(hour=0, minute=0, second=0, microsecond=0))
    facts: dict[str, RefusalFact] = {"skew": 1, "expected_host": "127.0.0.1:8750"}
    rising = _Seldom(RefusalKind.HAWK, "mac_wrong", "Bodega central", "GET /api/inventories/", 1014, 0, facts)
    yield _refusal(by_name, rising, _BAD_ADDRESS, (begun, now - timedelta(seconds=20)))
    for number, one in enumerate(_SELDOM):
        last = now - timedelta(minutes=one.minutes)
        between = (last - timedelta(minutes=3 * one.times), last)
        yield _refusal(by_name, one, _ADDRESSES[number % len(_ADDRESSES)], between)


def _refusal(by_name: dict[str, Credential], one: _Seldom, address: str, between: tuple[datetime, datetime]) -> Refusal:
    credential = by_name.get(one.name)
    return Refusal(
        kind=one.kind,
        cause=one.cause,
        credential_kind="" if credential is None else str(credential.kind),
        credential_id=None if credential is None else credential.id,
        credential_name=one.name if credential is None else credential.name,
        address=address,
        endpoint=one.endpoint,
        facts=one.facts,
        first_at=between[0],
        last_at=between[1],
        times=one.times,
    )
