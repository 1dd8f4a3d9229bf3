"""What a super administrator should look at: worked out from what storage knows, nothing is kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.credentials import Credential, Profile
from fracttal_console.domain.names import fold
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.people import PersonStatus
from fracttal_console.domain.permissions import PermissionCatalogue, PermissionName
from fracttal_console.domain.rotations import last_secret_ends
from fracttal_console.domain.usage import Requests, Use, day_of
from fracttal_console.services.credential_lists import in_subset
from fracttal_console.services.credential_uses import uses_of_consumers, uses_of_keys
from fracttal_console.services.listing import ENDING_WITHIN, UNUSED_AFTER
from fracttal_console.services.permission_advice import Looking, advise
from fracttal_console.storage.authorization_filter import AuthorizationFilter
from fracttal_console.storage.repositories import Repositories

RISING_LEAST = 20
"""From how many refused requests a day on more than usual is worth a word."""

RISING_TIMES = 2
USUAL_WEEKS = 4
ENDING_STEPS = (1, 7, 14)
"""Within how many days authorizations end that are named together; the last is `ENDING_WITHIN`."""

_LISTED_MOST = 5
_SPARE_LISTED_MOST = 3
_VERIFIED_LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """One thing to look at.

    `code` says what it is; `kind` and `name` whose it is; `names` of several; `count` and `among` are numbers of it;
    `at` is a moment that matters; `address` from where, `detail` a further word: a cause, permissions, or `further`
    where `name` and `at` are those of the first one that was not named before.
    """

    code: str
    kind: str = ""
    name: str = ""
    thing: int | None = None
    names: tuple[str, ...] = ()
    count: int = 0
    among: int = 0
    at: datetime | None = None
    address: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """The newest check of the audit chain: when, and whether it was whole."""

    at: datetime
    whole: bool


def everything(repositories: Repositories, catalogue: PermissionCatalogue, now: datetime) -> list[Attention]:
    """Return what needs attention, the most pressing first."""
    credentials: list[Credential] = [
        *(key for key in repositories.api_keys.all() if key.usable(now)),
        *(consumer for consumer in repositories.consumers.all() if consumer.usable(now)),
    ]
    found = [
        *_refusals(repositories, now),
        *_chain(repositories, now),
        *sorted(_ending(repositories, credentials, now), key=lambda one: one.at or now),
        *_weak(credentials),
        *_basic(repositories, credentials),
        *_owners(repositories, credentials),
        *_over_privileged(repositories, catalogue, credentials, now),
        *_unused(repositories, credentials, now),
    ]
    return [one for one in found if one.code == "chain_broken"] + [one for one in found if one.code != "chain_broken"]


def usual(repositories: Repositories, now: datetime) -> Requests | None:
    """Return how many requests there are on such a weekday, from the last four; None where too little is known."""
    today = day_of(now)
    days = repositories.usage_days.per_day(today - 7 * USUAL_WEEKS)
    same = [days[today - 7 * week] for week in range(1, USUAL_WEEKS + 1) if today - 7 * week in days]
    if len(same) < USUAL_WEEKS // 2:
        return None
    whole = sum(same, Requests())
    return Requests(round(whole.accepted / len(same)), round(whole.refused / len(same)))


def rising(today: Requests, usually: Requests | None) -> bool:
    """Tell whether more requests are refused than usual."""
    most = 0 if usually is None else usually.refused * RISING_TIMES
    return today.refused >= max(RISING_LEAST, most)


def start_of_day(now: datetime) -> datetime:
    """Return the moment when the day (UTC) began."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def last_check(repositories: Repositories) -> ChainCheck | None:
    """Return the newest check of the audit chain, or None."""
    event = repositories.events.newest_of("audit:verify")
    if event is None or event.at is None:
        return None
    return ChainCheck(event.at, event.facts.get("broken_at") is None)


def ending(
    repositories: Repositories, credentials: Iterable[Credential], now: datetime
) -> Iterator[tuple[Credential, datetime, str]]:
    """Return credentials that end within 14 days, by themselves or with their last secret, each with when and why."""
    known = list(credentials)
    secrets = {
        "api_key": repositories.secrets.of_api_keys(one.id for one in known if one.kind == "api_key"),
        "consumer": repositories.secrets.of_consumers(one.id for one in known if one.kind == "consumer"),
    }
    for credential in known:
        if credential.expires_at is not None and credential.expires_at - now < ENDING_WITHIN:
            yield credential, credential.expires_at, "credential_ends"
        ends = last_secret_ends(secrets[str(credential.kind)].get(credential.id, []), now)
        if ends is not None and ends - now < ENDING_WITHIN:
            yield credential, ends, "secret_ends"


def _refusals(repositories: Repositories, now: datetime) -> Iterator[Attention]:
    today = repositories.usage_days.per_day(day_of(now)).get(day_of(now), Requests())
    if not rising(today, usual(repositories, now)):
        return
    newest = repositories.refusals.since(start_of_day(now), _LISTED_MOST)
    if not newest:
        return
    per_address = repositories.refusals.per_address(start_of_day(now))
    address, count = max(per_address.items(), key=lambda pair: pair[1])
    most = next((one for one in newest if one.address == address), newest[0])
    yield Attention(
        code="refused_rising", count=count, among=today.refused, address=address, detail=most.cause,
        name=most.credential_name, kind=most.credential_kind, at=most.first_at,
    )  # fmt: skip


def _chain(repositories: Repositories, now: datetime) -> Iterator[Attention]:
    check = last_check(repositories)
    if check is None:
        yield Attention(code="chain_never_verified", count=repositories.events.count())
    elif not check.whole:
        yield Attention(code="chain_broken", at=check.at)
    elif now - check.at > _VERIFIED_LATELY:
        yield Attention(code="chain_verified_long_ago", at=check.at)


def _ending(repositories: Repositories, credentials: list[Credential], now: datetime) -> Iterator[Attention]:
    for credential, at, code in ending(repositories, credentials, now):
        yield Attention(
            code=code, kind=str(credential.kind), name=credential.name, thing=credential.id, at=at,
            detail=credential.owner,
        )  # fmt: skip
    known = 0
    for days in ENDING_STEPS:
        soon = replace(authorization_filter(now, "", "expires"), ending_before=now + timedelta(days=days))
        count = repositories.authorization_search.count(soon)
        if count == known:
            # whoever ends within fewer days has been named
            continue
        # the first of those that were not counted yet
        found = repositories.authorizations.find(repositories.authorization_search.page(soon, known, 1)[0])
        name = "" if found is None else repositories.consumers.get(found.consumer_id).name
        moment = None if found is None else found.expires_at
        detail = "further" if known else ""
        yield Attention(code="authorizations_end", count=count, among=days, name=name, at=moment, detail=detail)
        known = count


def _weak(credentials: list[Credential]) -> Iterator[Attention]:
    for kind in ("consumer", "api_key"):
        weak = [one.name for one in credentials if one.profile is Profile.FRACTTAL and one.kind == kind]
        if weak:
            yield Attention(code="weak_profile", kind=kind, names=tuple(weak), count=len(weak))


def _basic(repositories: Repositories, credentials: list[Credential]) -> Iterator[Attention]:
    options = repositories.api_key_options.among(one.id for one in credentials if one.kind == "api_key")
    names = tuple(
        one.name for one in credentials if one.kind == "api_key" and one.id in options and options[one.id].legacy_basic
    )
    if names:
        yield Attention(code="legacy_basic", kind="api_key", names=names, count=len(names))


def _owners(repositories: Repositories, credentials: list[Credential]) -> Iterator[Attention]:
    people = repositories.people.all()
    gone = [person for person in people if person.status is PersonStatus.DISABLED]
    by_word = {fold(word): person for person in gone for word in (person.name, person.email)}
    for namesake in people:
        if namesake.status is not PersonStatus.DISABLED:
            by_word.pop(fold(namesake.name), None)
    for credential in credentials:
        person = by_word.get(fold(credential.owner)) or by_word.get(fold(credential.contact))
        if person is not None:
            yield Attention(
                code="owner_left", kind=str(credential.kind), name=credential.name, thing=credential.id,
                at=person.disabled_at, detail=person.name,
            )  # fmt: skip


def _over_privileged(
    repositories: Repositories, catalogue: PermissionCatalogue, credentials: list[Credential], now: datetime
) -> Iterator[Attention]:
    found: list[Attention] = []
    for advice in advise(Looking(repositories, catalogue, now), credentials):
        # what only reads too much is not pressing
        if advice.narrower is not None and _changes(advice.unused):
            one = Attention(
                code="over_privileged",
                kind=advice.kind,
                name=advice.name,
                thing=advice.id,
                names=tuple(str(name) for name in catalogue.in_order(advice.unused)),
                count=len(advice.unused),
                among=len(advice.allowed),
                detail=advice.group.name,
            )
            found.append(one)
    yield from sorted(found, key=lambda one: -one.count)[:_SPARE_LISTED_MOST]


def _changes(permissions: Iterable[PermissionName]) -> bool:
    return any(name.partition(":")[2] in {"add", "edit", "delete"} for name in permissions)


def _unused(repositories: Repositories, credentials: list[Credential], now: datetime) -> Iterator[Attention]:
    if count := repositories.authorization_search.count(authorization_filter(now, "unused")):
        yield Attention(code="authorizations_unused", count=count)
    consumers = [one for one in credentials if isinstance(one, Consumer)]
    keys = [one for one in credentials if isinstance(one, ApiKey)]
    rows: tuple[tuple[str, Sequence[Credential], Mapping[int, Use]], ...] = (
        ("consumer", consumers, uses_of_consumers(repositories, consumers)),
        ("api_key", keys, uses_of_keys(repositories, keys)),
    )
    for kind, listed, uses in rows:
        dormant = tuple(one.name for one in listed if in_subset(one, uses.get(one.id), "unused", now))
        if dormant:
            yield Attention(code="credentials_unused", kind=kind, names=dormant, count=len(dormant))


def authorization_filter(now: datetime, only: str, sort: str = "") -> AuthorizationFilter:
    """Return what selects authorizations of a subset, in the order in which they end."""
    return AuthorizationFilter(
        now=now, unused_before=now - UNUSED_AFTER, ends_before=now + ENDING_WITHIN, words=(), only=only, sort=sort,
        descending=False,
    )  # fmt: skip
