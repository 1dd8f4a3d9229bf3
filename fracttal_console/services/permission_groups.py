"""Permission groups: make, edit, list, show."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.audit import Fact, PermissionGroupCreated, PermissionGroupEdited, Target, changed
from fracttal_console.domain.credentials import CredentialStatus
from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.names import check_name, search_form
from fracttal_console.domain.people import PersonStatus
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.services.listing import ListQuery, Page, check_choices, cut, matches
from fracttal_console.services.permission_group_facets import PermissionGroupFacets
from fracttal_console.services.references import find_permission_group
from fracttal_console.services.use_case import UseCases, Work
from fracttal_console.storage.repositories import Repositories


@dataclass(frozen=True, slots=True)
class PermissionGroupView:
    """A permission group and the names of what it limits: only what can be used, and who has an active account."""

    group: PermissionGroup
    consumers: tuple[str, ...]
    api_keys: tuple[str, ...]
    people: tuple[str, ...]

    @property
    def uses(self) -> int:
        """How many consumers, keys and people it limits."""
        return len(self.consumers) + len(self.api_keys) + len(self.people)


SUBSETS = ("unused", "read_only")
_SORTS: dict[str, Callable[[PermissionGroupView], Any]] = {
    "name": lambda view: (search_form(view.group.name), view.group.id),
    "uses": lambda view: (view.uses, view.group.id),
    "read_only": lambda view: (view.group.read_only, view.group.id),
    "created": lambda view: (view.group.created_at, view.group.id),
}


class PermissionGroups:
    """Use cases on permission groups."""

    def __init__(self, use_cases: UseCases, catalogue: PermissionCatalogue) -> None:
        self._use_cases = use_cases
        self._catalogue = catalogue

    def create(
        self, actor: Actor, *, name: str, permissions: Iterable[str], read_only: bool = False
    ) -> PermissionGroup:
        """Make a permission group.

        Raises:
            Invalid: `name` (rules of names, `duplicate`) or `permissions` (`empty`, `unknown_permission`).
        """
        with self._use_cases.begin(actor, Operation.PERMISSION_GROUPS_CREATE) as work:
            group = PermissionGroup(
                id=work.permission_groups.new_id(),
                name=_free_name(work, name),
                permissions=self._catalogue.check(permissions),
                read_only=read_only,
                created_at=work.now,
            )
            work.permission_groups.add(group)
            facts: dict[str, Fact] = {"permissions": self._names(group), "read_only": read_only}
            work.record(PermissionGroupCreated(target=_target(group), facts=facts))
        return group

    def edit(
        self,
        actor: Actor,
        ref: str,
        *,
        name: str | None = None,
        permissions: Iterable[str] | None = None,
        read_only: bool | None = None,
    ) -> PermissionGroup:
        """Change what is given of a permission group; it counts from the next request on.

        Raises:
            NotFound: no group has this id or name.
            Invalid: as in `create`.
        """
        with self._use_cases.begin(actor, Operation.PERMISSION_GROUPS_EDIT) as work:
            before = find_permission_group(work.repositories, ref)
            after = before.edited(
                name=None if name is None else _free_name(work, name, before.id),
                permissions=None if permissions is None else self._catalogue.check(permissions),
                read_only=read_only,
            )
            saved = work.permission_groups.save(after)
            changes = changed(before, saved, ("name", "permissions", "read_only"))
            work.record(PermissionGroupEdited(target=_target(saved), changes=changes))
        return saved

    def all(self, actor: Actor) -> list[PermissionGroup]:
        """Return all permission groups, oldest first."""
        with self._use_cases.look(actor, Operation.PERMISSION_GROUPS_VIEW) as repositories:
            return repositories.permission_groups.all()

    def page(self, actor: Actor, query: ListQuery, start: int, most: int) -> Page[PermissionGroupView]:
        """Return a page of the permission groups that match; names of permissions match as well.

        Raises:
            Invalid: there is no such order, subset, facet or value.
        """
        check_choices(query, sorts=_SORTS, subsets=SUBSETS)
        asked = PermissionGroupFacets(query.facets)
        with self._use_cases.look(actor, Operation.PERMISSION_GROUPS_VIEW) as repositories:
            views = _views(repositories)
        rows = [view for view in views if _in_subset(view, query.only) and query.id in {None, view.group.id}]
        rows = [view for view in rows if _fits(view, asked)]
        rows = [view for view in rows if matches(query.words, (view.group.name, *view.group.permissions))]
        return cut(rows, query, _SORTS, (start, most), len(views))

    def show(self, actor: Actor, ref: str) -> PermissionGroup:
        """Return one permission group.

        Raises:
            NotFound: no group has this id or name.
        """
        with self._use_cases.look(actor, Operation.PERMISSION_GROUPS_VIEW) as repositories:
            return find_permission_group(repositories, ref)

    def _names(self, group: PermissionGroup) -> list[str]:
        return [str(name) for name in self._catalogue.in_order(group.permissions)]


def _free_name(work: Work, name: str, own_id: int | None = None) -> str:
    checked = check_name("name", name)
    taken = work.permission_groups.named(checked)
    if taken is not None and taken.id != own_id:
        raise Invalid("name", "duplicate", value=checked)
    return checked


def _target(group: PermissionGroup) -> Target:
    return Target("permission_group", group.id, group.name)


def _in_subset(view: PermissionGroupView, only: str) -> bool:
    return {"": True, "unused": not view.uses, "read_only": view.group.read_only}[only]


def _fits(view: PermissionGroupView, asked: PermissionGroupFacets) -> bool:
    return asked.fit(view.group, consumers=len(view.consumers), api_keys=len(view.api_keys), people=len(view.people))


def _views(repositories: Repositories) -> list[PermissionGroupView]:
    ended = {CredentialStatus.REVOKED, CredentialStatus.DELETED}
    people = [row for row in repositories.people.all() if row.status is PersonStatus.ACTIVE]
    consumers = _names((row.permission_group_id, row.name) for row in repositories.consumers.all()
                       if row.status not in ended)  # fmt: skip
    api_keys = _names((row.permission_group_id, row.name) for row in repositories.api_keys.all()
                      if row.status not in ended)  # fmt: skip
    members = _names((row.permission_group_id, row.name) for row in people)
    return [
        PermissionGroupView(group, consumers.get(group.id, ()), api_keys.get(group.id, ()), members.get(group.id, ()))
        for group in repositories.permission_groups.all()
    ]


def _names(rows: Iterable[tuple[int | None, str]]) -> Mapping[int | None, tuple[str, ...]]:
    found: dict[int | None, list[str]] = {}
    for group, name in rows:
        found.setdefault(group, []).append(name)
    return {group: tuple(sorted(names, key=search_form)) for group, names in found.items()}
