"""Permissions as sentences: what an application may do, in words a person can judge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fracttal_console.domain.permissions import Action, PermissionCatalogue, PermissionName, PermissionSet, Resource
from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.texts.listing import capitalised, listed

Actions = tuple[Action, ...]

VIEW, ADD, EDIT, DELETE, REPORT = Action

# Whole sentences, one for each set of actions: languages join verbs, objects and reports each in their own way.
_SENTENCES: dict[Actions, str] = {
    (VIEW,): N_("View {what}"),
    (ADD,): N_("Add {what}"),
    (EDIT,): N_("Edit {what}"),
    (DELETE,): N_("Delete {what}"),
    (REPORT,): N_("Run reports on {what}"),
    (VIEW, ADD): N_("View and add {what}"),
    (VIEW, EDIT): N_("View and edit {what}"),
    (ADD, EDIT): N_("Add and edit {what}"),
    (VIEW, ADD, EDIT): N_("View, add and edit {what}"),
    (VIEW, REPORT): N_("View {what}, and run reports on them"),
    (ADD, REPORT): N_("Add {what}, and run reports on them"),
    (EDIT, REPORT): N_("Edit {what}, and run reports on them"),
    (VIEW, ADD, REPORT): N_("View and add {what}, and run reports on them"),
    (VIEW, EDIT, REPORT): N_("View and edit {what}, and run reports on them"),
    (ADD, EDIT, REPORT): N_("Add and edit {what}, and run reports on them"),
    (VIEW, ADD, EDIT, REPORT): N_("View, add and edit {what}, and run reports on them"),
}

_UNKNOWN_ICON = "circle-alert"


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One line of the consent page; `hint` may be empty, `icon` is a name of `resources/icons`."""

    icon: str
    title: str
    hint: str
    irreversible: bool


def consent_lines(permissions: PermissionSet, catalogue: PermissionCatalogue, texts: Texts) -> list[ConsentLine]:
    """Say a set of permissions in as few sentences as stay exact, the harmless first, deleting last.

    Resources with the same actions share a line. A permission that the catalogue no longer knows is shown by its name:
    it is granted, so it must be seen.
    """
    known = permissions & catalogue.all
    lines = [
        _line(actions, resources, texts) for actions, resources in sorted(_grouped(known, catalogue), key=_strength)
    ]
    deleting = [r for r in catalogue.resources.values() if PermissionName(f"{r.id}:{DELETE}") in known]
    if deleting:
        lines.append(ConsentLine("trash-2", _title((DELETE,), deleting, texts), "", irreversible=True))
    unknown = sorted(permissions - known)
    return lines + [ConsentLine(_UNKNOWN_ICON, name, "", irreversible=False) for name in unknown]


def permission_phrase(permission: PermissionName, catalogue: PermissionCatalogue, texts: Texts) -> str:
    """Say one permission: "Ver órdenes de trabajo". One that the catalogue does not know stays as it is."""
    if permission not in catalogue.all:
        return permission
    resource_id, _, action = permission.partition(":")
    return _title((Action(action),), [catalogue.resources[resource_id]], texts)


def _grouped(permissions: PermissionSet, catalogue: PermissionCatalogue) -> Iterable[tuple[Actions, list[Resource]]]:
    groups: dict[Actions, list[Resource]] = {}
    for row in catalogue.resources.values():
        allowed = (a for a in Action if a is not DELETE and PermissionName(f"{row.id}:{a}") in permissions)
        if actions := tuple(allowed):
            groups.setdefault(actions, []).append(row)
    return groups.items()


def _strength(group: tuple[Actions, list[Resource]]) -> tuple[bool, int]:
    actions, _ = group
    return bool({ADD, EDIT} & set(actions)), len(actions)


def _line(actions: Actions, resources: Sequence[Resource], texts: Texts) -> ConsentLine:
    return ConsentLine(_icon(actions), _title(actions, resources, texts), _hint(resources, texts), irreversible=False)


def _title(actions: Actions, resources: Sequence[Resource], texts: Texts) -> str:
    what = listed([row.names[texts.language] for row in resources], texts)
    return texts.gettext(_SENTENCES[actions]).format(what=what)


def _hint(resources: Sequence[Resource], texts: Texts) -> str:
    hints = [row.hints[texts.language] for row in resources]
    sentences = [hint for hint in hints if hint[:1].isupper()]
    nouns = [noun for hint in hints if hint not in sentences for noun in hint.split(", ")]
    if nouns:
        sentences.insert(0, capitalised(listed(nouns, texts)))
    return ". ".join(sentences)


def _icon(actions: Actions) -> str:
    for action, icon in ((EDIT, "pencil"), (ADD, "plus"), (VIEW, "eye")):
        if action in actions:
            return icon
    return "chart-column"
