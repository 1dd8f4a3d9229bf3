"""What-if: which requests of the last 30 days would be refused under other permissions; nothing is changed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.authorizations import permissions_now
from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.endpoints import permissions_by_endpoint
from fracttal_console.domain.people import Person, PersonStatus
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.permissions import PermissionCatalogue, PermissionName, PermissionSet
from fracttal_console.domain.usage import NOBODY, day_of
from fracttal_console.domain.what_if import LOOKED_BACK, Affected, RefusedCalls, WhatIf
from fracttal_console.services.permission_advice import usable_credentials
from fracttal_console.services.references import find_api_key, find_consumer, find_permission_group
from fracttal_console.services.use_case import UseCases
from fracttal_console.storage.permission_use import AcceptedCalls, Bounds, GrantCount
from fracttal_console.storage.repositories import Repositories

_Who = tuple[str, int]
_CONSUMER = "consumer"
_PERSON = "person"


class PermissionWhatIf:
    """Tell who would notice other permissions, before they are saved."""

    def __init__(self, use_cases: UseCases, catalogue: PermissionCatalogue) -> None:
        self._use_cases = use_cases
        self._catalogue = catalogue

    def group(
        self, actor: Actor, ref: str, *, permissions: Iterable[str] | None = None, read_only: bool | None = None
    ) -> WhatIf:
        """Return what would be refused if a permission group were edited so.

        Args:
            actor: who looks.
            ref: id or name of the group.
            permissions: what it would have; None for what it has.
            read_only: its flag then; None for what it is.

        Raises:
            NotFound: no group has this id or name.
            Invalid: `permissions` (`empty`, `unknown_permission`).
        """
        with self._use_cases.look(actor, Operation.PERMISSION_GROUPS_VIEW) as repositories:
            now, before = self._use_cases.now(), find_permission_group(repositories, ref)
            after = self._edited(before, permissions, read_only=read_only)
            members = [one for one in usable_credentials(repositories, now) if one.permission_group_id == before.id]
            people = {
                person.id: person
                for person in repositories.people.all()
                if person.permission_group_id == before.id and person.status is PersonStatus.ACTIVE
            }
            return self._told(repositories, _Change(before, after, members, people, before.id), now)

    def consumer(self, actor: Actor, ref: str, *, permissions: Iterable[str], read_only: bool | None = None) -> WhatIf:
        """Return what would be refused if an OAuth consumer alone had a group with these permissions.

        Raises:
            NotFound: no consumer has this id, client id or name.
            Invalid: as in `group`.
        """
        with self._use_cases.look(actor, Operation.CONSUMERS_VIEW) as repositories:
            return self._of_one(repositories, find_consumer(repositories, ref), permissions, read_only=read_only)

    def api_key(self, actor: Actor, ref: str, *, permissions: Iterable[str], read_only: bool | None = None) -> WhatIf:
        """Return what would be refused if an API key alone had a group with these permissions.

        Raises:
            NotFound: no key has this id, public key id or name.
            Invalid: as in `group`.
        """
        with self._use_cases.look(actor, Operation.API_KEYS_VIEW) as repositories:
            return self._of_one(repositories, find_api_key(repositories, ref), permissions, read_only=read_only)

    def _of_one(
        self, repositories: Repositories, credential: Credential, permissions: Iterable[str], *, read_only: bool | None
    ) -> WhatIf:
        now, before = self._use_cases.now(), repositories.permission_groups.get(credential.permission_group_id)
        after = self._edited(before, permissions, read_only=read_only)
        members = [credential] if credential.usable(now) else []
        return self._told(repositories, _Change(before, after, members, {}, None), now)

    def _edited(
        self, before: PermissionGroup, permissions: Iterable[str] | None, *, read_only: bool | None
    ) -> PermissionGroup:
        chosen = None if permissions is None else self._catalogue.check(permissions)
        return before.edited(permissions=chosen, read_only=read_only)

    def _told(self, repositories: Repositories, change: "_Change", now: datetime) -> WhatIf:
        since, use, bounds = day_of(now) - LOOKED_BACK + 1, repositories.permission_use, change.bounds
        needed = permissions_by_endpoint(self._catalogue)
        removed = change.before.allowed - change.after.allowed
        paths = [path for path, permission in needed.items() if permission in removed]
        limits = _Limits(change, repositories, now)
        refused = [
            (row, RefusedCalls(row.path, needed[row.path], row.calls))
            for row in (use.calls(bounds, since, paths) if paths else ())
            if needed[row.path] in limits.lost_by(row)
        ]
        accepted = use.accepted(bounds, since)
        losing = limits.losing(use.grants(bounds, now)) if removed else Counter[int]()
        people = {row.person_id for row, _ in refused if row.person_id in change.people}
        per_person = use.accepted_for(people, since) if people else {}
        affected = [
            *(_of_credential(one, removed, refused, accepted, losing) for one in (change.members if removed else ())),
            *(_of_person(change.people[one], removed, refused, per_person, limits) for one in people),
        ]
        return WhatIf(
            removed=removed,
            added=change.after.allowed - change.before.allowed,
            untold=removed - frozenset(needed.values()),
            calls=sum(accepted.values()),
            refused=sum(line.calls for _, line in refused),
            authorizations=losing.total(),
            members=len(change.members) + len(change.people),
            affected=tuple(sorted(affected, key=lambda one: (-one.refused_calls, one.kind, one.name.casefold()))),
        )


@dataclass(frozen=True, slots=True)
class _Change:
    """A group before and after, and whom it limits; `people_of` is its id where it is people's own group as well."""

    before: PermissionGroup
    after: PermissionGroup
    members: list[Credential]
    people: Mapping[int, Person]
    people_of: int | None

    @property
    def bounds(self) -> Bounds:
        """Whose requests and authorizations it reaches."""
        ids = {kind: [one.id for one in self.members if one.kind == kind] for kind in ("api_key", _CONSUMER)}
        return Bounds(ids["api_key"], ids[_CONSUMER], self.people_of)


class _Limits:
    """What a request could do before and could do after: both groups, the one that changes and the other."""

    def __init__(self, change: _Change, repositories: Repositories, now: datetime) -> None:
        self._change = change
        self._consumers = {one.id: one for one in repositories.consumers.all() if one.usable(now)}
        self._members = {one.id for one in change.members if one.kind == _CONSUMER}
        self._groups = {group.id: group for group in repositories.permission_groups.all()}

    def name_of(self, consumer_id: int) -> str:
        """Return the name of a consumer."""
        return self._consumers[consumer_id].name

    def lost_by(self, row: AcceptedCalls) -> PermissionSet:
        """Return what a request of a kind could do and no longer can."""
        if row.granted is None:
            return self._change.before.allowed - self._change.after.allowed
        for_person = row.person_id != NOBODY
        return self._lost(row.credential_id, row.granted, row.group_id, for_person=for_person)

    def losing(self, counts: Iterable[GrantCount]) -> Counter[int]:
        """Count the authorizations that could do less, by consumer."""
        found: Counter[int] = Counter()
        for one in counts:
            if self._lost(one.consumer_id, one.granted, one.group_id, for_person=one.for_person):
                found[one.consumer_id] += one.number
        return found

    def _lost(
        self, consumer_id: int, granted: PermissionSet, group_id: int | None, *, for_person: bool
    ) -> PermissionSet:
        consumer = self._consumers.get(consumer_id)
        if consumer is None:
            return frozenset()
        could, can = (
            permissions_now(
                granted,
                (changed if consumer_id in self._members else self._groups[consumer.permission_group_id]).allowed,
                self._allowed_to(group_id, changed) if for_person else None,
            )
            for changed in (self._change.before, self._change.after)
        )
        return could - can

    def _allowed_to(self, group_id: int | None, changed: PermissionGroup) -> PermissionSet:
        if group_id is None:
            return frozenset()
        return (changed if group_id == self._change.people_of else self._groups[group_id]).allowed


def _of_credential(
    one: Credential,
    removed: PermissionSet,
    refused: Iterable[tuple[AcceptedCalls, RefusedCalls]],
    accepted: Mapping[_Who, int],
    losing: Mapping[int, int],
) -> Affected:
    kind = str(one.kind)
    counted: Counter[tuple[str, ...]] = Counter()
    for row, line in refused:
        if (row.kind, row.credential_id) == (kind, one.id):
            counted[line.path, line.permission, ""] += line.calls
    return Affected(
        kind=kind, id=one.id, name=one.name, loses=removed, calls=accepted.get((kind, one.id), 0),
        refused=_lines(counted), authorizations=losing.get(one.id, 0) if kind == _CONSUMER else 0,
    )  # fmt: skip


def _of_person(
    person: Person,
    removed: PermissionSet,
    refused: Iterable[tuple[AcceptedCalls, RefusedCalls]],
    accepted: Mapping[int, int],
    limits: _Limits,
) -> Affected:
    counted: Counter[tuple[str, ...]] = Counter()
    for row, line in refused:
        if row.person_id == person.id:
            counted[line.path, line.permission, limits.name_of(row.credential_id)] += line.calls
    return Affected(
        kind=_PERSON, id=person.id, name=person.name, loses=removed, calls=accepted.get(person.id, 0),
        refused=_lines(counted),
    )  # fmt: skip


def _lines(counted: Counter[tuple[str, ...]]) -> tuple[RefusedCalls, ...]:
    return tuple(
        RefusedCalls(path, PermissionName(permission), calls, through)
        for (path, permission, through), calls in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    )
