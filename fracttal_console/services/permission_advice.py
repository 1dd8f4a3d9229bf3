"""What credentials were allowed and what they used: the ground of every advice on least privilege."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.endpoints import permissions_by_endpoint
from fracttal_console.domain.people import PersonStatus
from fracttal_console.domain.permission_advice import WATCHED_MOST, PermissionAdvice
from fracttal_console.domain.permissions import PermissionCatalogue, PermissionName, PermissionSet
from fracttal_console.domain.usage import day_of
from fracttal_console.storage.permission_use import Bounds
from fracttal_console.storage.repositories import Repositories


@dataclass(frozen=True, slots=True)
class Looking:
    """Where and when is looked, and how many days back at most, today included."""

    repositories: Repositories
    catalogue: PermissionCatalogue
    now: datetime
    most: int = WATCHED_MOST
    _needed: Mapping[str, PermissionName] = field(init=False)

    def __post_init__(self) -> None:
        # once: it is asked about for every credential
        object.__setattr__(self, "_needed", permissions_by_endpoint(self.catalogue))

    @property
    def told(self) -> PermissionSet:
        """The permissions whose use requests show."""
        return frozenset(self._needed.values())

    def days_since(self, moments: Iterable[datetime]) -> int:
        """Return of how many days requests are known since the last of some moments.

        A base that older versions kept counts requests only since it was opened with one that does.
        """
        first = self.repositories.permission_use.first_day()
        begun = max([*(day_of(moment) for moment in moments), day_of(self.now) if first is None else first])
        return max(1, min(self.most, day_of(self.now) - begun + 1))

    def since(self, days: int) -> int:
        """Return the first of so many days."""
        return day_of(self.now) - days + 1

    def needed(self, paths: Collection[str]) -> PermissionSet:
        """Return the permissions that requests to some endpoints need."""
        return frozenset(self._needed[path] for path in paths if path in self._needed)


def usable_credentials(repositories: Repositories, now: datetime) -> list[Credential]:
    """Return all API keys and OAuth consumers that open something at `now` (UTC)."""
    every: list[Credential] = [*repositories.api_keys.all(), *repositories.consumers.all()]
    return [one for one in every if one.usable(now)]


def advise(looking: Looking, credentials: Sequence[Credential]) -> list[PermissionAdvice]:
    """Return the advice for each of some credentials that are usable."""
    repositories = looking.repositories
    groups = repositories.permission_groups.among(one.permission_group_id for one in credentials)
    sharing: dict[int, int] = {}
    for group_id in [
        *(one.permission_group_id for one in usable_credentials(repositories, looking.now)),
        *(row.permission_group_id for row in repositories.people.all() if row.status is PersonStatus.ACTIVE),
    ]:
        if group_id is not None:
            sharing[group_id] = sharing.get(group_id, 0) + 1
    told = looking.told
    # requests before a credential was made are nobody's: the whole time can be read at once
    since = looking.since(looking.most)
    paths = repositories.usage_days.paths_in_use(since)
    calls = repositories.permission_use.accepted(_all_of(credentials), since)
    found = []
    for one in credentials:
        group, who = groups[one.permission_group_id], (str(one.kind), one.id)
        found.append(
            PermissionAdvice(
                kind=str(one.kind),
                id=one.id,
                name=one.name,
                group=group,
                allowed=group.allowed,
                used=looking.needed(paths.get(who, frozenset())) & group.allowed,
                untold=group.allowed - told,
                calls=calls.get(who, 0),
                days=looking.days_since([one.created_at]),
                shared=sharing.get(group.id, 1) - 1,
            )
        )
    return found


def _all_of(credentials: Iterable[Credential]) -> Bounds:
    known = list(credentials)
    return Bounds(
        [one.id for one in known if one.kind == "api_key"], [one.id for one in known if one.kind == "consumer"], None
    )
