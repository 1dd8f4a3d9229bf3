"""Least privilege: what a group, key or consumer may do and does not use, and what would do instead."""

from dataclasses import dataclass

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.people import PersonStatus
from fracttal_console.domain.permission_advice import WATCHED_MOST, PermissionAdvice
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.permissions import PermissionCatalogue, PermissionName, PermissionSet
from fracttal_console.services.permission_advice import Looking, advise, usable_credentials
from fracttal_console.services.references import find_api_key, find_consumer, find_permission_group
from fracttal_console.services.use_case import UseCases
from fracttal_console.storage.permission_use import Bounds
from fracttal_console.storage.repositories import Repositories

_MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class GroupAdvice:
    """The advice for a permission group, and for each key and consumer in it that works."""

    whole: PermissionAdvice
    members: tuple[PermissionAdvice, ...]


class LeastPrivilege:
    """Compare what is allowed with what accepted requests needed."""

    def __init__(self, use_cases: UseCases, catalogue: PermissionCatalogue) -> None:
        self._use_cases = use_cases
        self._catalogue = catalogue

    def group(self, actor: Actor, ref: str, days: int = WATCHED_MOST) -> GroupAdvice:
        """Return the advice for a permission group.

        Args:
            actor: who looks.
            ref: id or name of the group.
            days: how many are looked at, today included; fewer where less is known.

        Raises:
            NotFound: no group has this id or name.
            Invalid: field `days`.
        """
        _check_days(days)
        with self._use_cases.look(actor, Operation.PERMISSION_GROUPS_VIEW) as repositories:
            group = find_permission_group(repositories, ref)
            looking = self._looking(repositories, days)
            usable = usable_credentials(repositories, looking.now)
            members = advise(looking, [one for one in usable if one.permission_group_id == group.id])
            return GroupAdvice(self._whole(looking, group, usable, members), tuple(members))

    def consumer(self, actor: Actor, ref: str, days: int = WATCHED_MOST) -> PermissionAdvice | None:
        """Return the advice for an OAuth consumer, None for one that opens nothing.

        Raises:
            NotFound: no consumer has this id, client id or name.
            Invalid: field `days`.
        """
        _check_days(days)
        with self._use_cases.look(actor, Operation.CONSUMERS_VIEW) as repositories:
            return self._of_one(repositories, find_consumer(repositories, ref), days)

    def api_key(self, actor: Actor, ref: str, days: int = WATCHED_MOST) -> PermissionAdvice | None:
        """Return the advice for an API key, None for one that opens nothing.

        Raises:
            NotFound: no key has this id, public key id or name.
            Invalid: field `days`.
        """
        _check_days(days)
        with self._use_cases.look(actor, Operation.API_KEYS_VIEW) as repositories:
            return self._of_one(repositories, find_api_key(repositories, ref), days)

    def _looking(self, repositories: Repositories, days: int) -> Looking:
        return Looking(repositories, self._catalogue, self._use_cases.now(), days)

    def _of_one(self, repositories: Repositories, credential: Credential, days: int) -> PermissionAdvice | None:
        looking = self._looking(repositories, days)
        return advise(looking, [credential])[0] if credential.usable(looking.now) else None

    def _whole(
        self, looking: Looking, group: PermissionGroup, usable: list[Credential], members: list[PermissionAdvice]
    ) -> PermissionAdvice:
        repositories = looking.repositories
        own = [one for one in usable if one.permission_group_id == group.id]
        people = [
            person
            for person in repositories.people.all()
            if person.permission_group_id == group.id and person.status is PersonStatus.ACTIVE
        ]
        days = looking.days_since([group.created_at, *(one.created_at for one in own)])
        since = looking.since(looking.most)
        used: PermissionSet = frozenset[PermissionName]().union(*(one.used for one in members))
        used |= looking.needed(repositories.permission_use.paths_of_people(group.id, since)) & group.allowed
        bounds = Bounds(
            [one.id for one in own if one.kind == "api_key"],
            [one.id for one in own if one.kind == "consumer"],
            group.id,
        )
        return PermissionAdvice(
            kind="permission_group",
            id=group.id,
            name=group.name,
            group=group,
            allowed=group.allowed,
            used=used,
            untold=group.allowed - looking.told,
            calls=sum(repositories.permission_use.accepted(bounds, since).values()),
            days=days,
            shared=len(own) + len(people),
        )


def _check_days(days: int) -> None:
    if not 1 <= days <= _MOST_DAYS:
        raise Invalid("days", "lifetime_range", min=1, max=_MOST_DAYS)
