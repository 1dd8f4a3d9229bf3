"""What the dialog of a permission group is opened for: what stands in it first, what it asks, what it stores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from fracttal_console.domain.permission_advice import PermissionAdvice
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.permissions import PermissionName, PermissionSet
from fracttal_console.domain.what_if import WhatIf
from fracttal_console.ui.desk import Desk

_LONGEST_NAME = 80

Chosen: TypeAlias = Sequence[PermissionName]
AskWhatIf: TypeAlias = Callable[[Chosen, bool], WhatIf]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPlan:
    """One purpose of the dialog.

    `ask` and `store` run beside the window; `ask` is None where nobody can notice, as with a new group.
    """

    title: str
    subtitle: str
    action: str
    store: Callable[[str, Chosen, bool], PermissionGroup]
    name: str = ""
    permissions: PermissionSet = frozenset()
    read_only: bool = False
    ask: AskWhatIf | None = None


def making(desk: Desk) -> GroupPlan:
    """Return the plan to make a new group."""
    texts, groups, actor = desk.texts, desk.base.permission_groups, desk.actor
    return GroupPlan(
        title=texts.gettext("Create permission group"),
        subtitle=texts.gettext("What its credentials and people may do; a change counts from the next request on."),
        action=texts.gettext("Create group"),
        store=lambda name, chosen, read_only: groups.create(actor, name=name, permissions=chosen, read_only=read_only),
    )


def editing(desk: Desk, group: PermissionGroup, advice: PermissionAdvice | None = None) -> GroupPlan:
    """Return the plan to edit a group; with advice, only what it says would do is ticked at first."""
    texts, base, actor, ref = desk.texts, desk.base, desk.actor, str(group.id)
    subtitle = texts.gettext("What its credentials and people may do; a change counts from the next request on.")
    if advice is not None:
        subtitle = _only_used(desk, advice)
    return GroupPlan(
        title=texts.gettext("Edit permission group") if advice is None else texts.gettext("Narrow permission group"),
        subtitle=subtitle,
        action=texts.gettext("Save group"),
        store=lambda name, chosen, read_only: base.permission_groups.edit(
            actor, ref, name=name, permissions=chosen, read_only=read_only
        ),
        name=group.name,
        permissions=(advice.narrower if advice else None) or group.permissions,
        read_only=group.read_only,
        ask=lambda chosen, read_only: base.what_if.group(actor, ref, permissions=chosen, read_only=read_only),
    )


def narrowing(desk: Desk, advice: PermissionAdvice) -> GroupPlan:
    """Return the plan to make a narrower group and give it to the key or consumer that the advice is for."""
    texts, base, actor, ref = desk.texts, desk.base, desk.actor, str(advice.id)
    of_key = advice.kind == "api_key"
    ask = base.what_if.api_key if of_key else base.what_if.consumer
    move = base.api_keys.edit if of_key else base.consumers.edit

    def store(name: str, chosen: Chosen, read_only: bool) -> PermissionGroup:  # noqa: FBT001 - as plans are called
        made = base.permission_groups.create(actor, name=name, permissions=chosen, read_only=read_only)
        move(actor, ref, permission_group=str(made.id))
        return made

    return GroupPlan(
        title=texts.gettext("A narrower group for {name}").format(name=advice.name),
        subtitle=_only_used(desk, advice),
        action=texts.gettext("Create and use it"),
        store=store,
        name=f"{advice.group.name} · {advice.name}"[:_LONGEST_NAME].rstrip(),
        permissions=advice.narrower or advice.allowed,
        read_only=advice.group.read_only,
        ask=lambda chosen, read_only: ask(actor, ref, permissions=chosen, read_only=read_only),
    )


def advised(desk: Desk, advice: PermissionAdvice) -> GroupPlan:
    """Return the plan that follows advice: edit the group where it limits nobody else, else make one of its own."""
    if advice.kind == "permission_group" or not advice.shared:
        return editing(desk, advice.group, advice)
    return narrowing(desk, advice)


def _only_used(desk: Desk, advice: PermissionAdvice) -> str:
    words = desk.texts.ngettext(
        "Ticked is what was used in {n} day, and what no request shows.",
        "Ticked is what was used in {n} days, and what no request shows.",
        advice.days,
    )
    return words.format(n=advice.days)
