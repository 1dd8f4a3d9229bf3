"""The overview: figures of today, what needs attention."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.usage import Requests, day_of
from fracttal_console.services.attention import (
    Attention,
    ChainCheck,
    authorization_filter,
    ending,
    everything,
    last_check,
    rising,
    start_of_day,
    usual,
)
from fracttal_console.services.use_case import UseCases
from fracttal_console.storage.repositories import Repositories

_ONE_SOURCE = 0.8
"""From which share of today's refused requests on one address counts as their source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of a base at a moment.

    `usual` are the requests of such a weekday, None where too little is known; `source` is the address from which
    nearly all of today's refused requests came, "" where it is none. Authorizations, API keys and consumers are counted
    that end within 14 days, by themselves or with their last secret; the first of them at `first_end`.
    """

    today: Requests
    usual: Requests | None
    rising: bool
    source: str
    active: int
    unused: int
    authorizations_ending: int
    keys_ending: int
    consumers_ending: int
    first_end: datetime | None
    events: int
    checked: ChainCheck | None

    @property
    def ending(self) -> int:
        """All that ends within 14 days."""
        return self.authorizations_ending + self.keys_ending + self.consumers_ending


class Overview:
    """Use cases of the first page."""

    def __init__(self, use_cases: UseCases, catalogue: PermissionCatalogue) -> None:
        self._use_cases = use_cases
        self._catalogue = catalogue

    def figures(self, actor: Actor) -> Figures:
        """Return the figures of this moment."""
        now = self._use_cases.now()
        with self._use_cases.look(actor, Operation.OVERVIEW_VIEW) as repositories:
            today = repositories.usage_days.per_day(day_of(now)).get(day_of(now), Requests())
            usually = usual(repositories, now)
            count = repositories.authorization_search.count
            authorizations_ending = count(authorization_filter(now, "ending"))
            ends = {(one.kind, one.id): at for one, at, _ in _ending(repositories, now)}
            kinds = Counter(str(kind) for kind, _ in ends)
            first = _first_authorization_end(repositories, now) if authorizations_ending else None
            return Figures(
                today=today,
                usual=usually,
                rising=rising(today, usually),
                source=_source(repositories, now),
                active=count(authorization_filter(now, "active")),
                unused=count(authorization_filter(now, "unused")),
                authorizations_ending=authorizations_ending,
                keys_ending=kinds["api_key"],
                consumers_ending=kinds["consumer"],
                first_end=min([*ends.values(), *([first] if first else [])], default=None),
                events=repositories.events.count(),
                checked=last_check(repositories),
            )

    def attention(self, actor: Actor) -> list[Attention]:
        """Return what needs attention, the most pressing first."""
        with self._use_cases.look(actor, Operation.OVERVIEW_VIEW) as repositories:
            return everything(repositories, self._catalogue, self._use_cases.now())


def _ending(repositories: Repositories, now: datetime) -> list[tuple[Credential, datetime, str]]:
    every: list[Credential] = [*repositories.api_keys.all(), *repositories.consumers.all()]
    found = ending(repositories, [credential for credential in every if credential.usable(now)], now)
    # of one that ends by itself and with its secret the earlier moment counts, and comes last
    return sorted(found, key=lambda row: row[1], reverse=True)


def _first_authorization_end(repositories: Repositories, now: datetime) -> datetime | None:
    ids = repositories.authorization_search.page(authorization_filter(now, "ending", "ends"), 0, 1)
    found = repositories.authorizations.find(ids[0]) if ids else None
    return None if found is None else found.expires_at


def _source(repositories: Repositories, now: datetime) -> str:
    per_address = repositories.refusals.per_address(start_of_day(now))
    whole = sum(per_address.values())
    if not whole:
        return ""
    address, most = max(per_address.items(), key=lambda pair: pair[1])
    return address if most >= _ONE_SOURCE * whole else ""
