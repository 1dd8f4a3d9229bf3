"""Permission groups: make, edit, list, show."""

from collections.abc import Iterable

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.audit import Fact, PermissionGroupCreated, PermissionGroupEdited, Target, changed
from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.names import check_name
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.services.references import find_permission_group
from fracttal_console.services.use_case import UseCases, Work


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
