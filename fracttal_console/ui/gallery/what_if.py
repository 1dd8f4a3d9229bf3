"""Pictures of what would change while a group is edited: who would be refused, the question, the narrower group."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from PySide6.QtWidgets import QDialog

from fracttal_console.ui.desk import Desk
from fracttal_console.ui.permission_groups.dialog import GroupDialog
from fracttal_console.ui.permission_groups.plans import advised
from fracttal_console.ui.permission_groups.refusing import ask_before_refusing
from fracttal_console.ui.tables.list_page import ListPage

Shown = Callable[[QDialog], AbstractContextManager[Any]]
_TAKEN_AWAY = ("work_orders:add", "work_orders:edit", "items:report")


def what_if_pictures(
    desk: Desk, groups: ListPage[Any], shown: Shown, settle: Callable[[], None], take: Callable[[str], None]
) -> None:
    """Take the dialog of the group that limits most, the question, and the narrower group of a key or consumer.

    Args:
        desk: the tools of the window.
        groups: the page of permission groups, which is in sight.
        shown: shows a dialog for as long as the block lasts.
        settle: lets everything under way come home.
        take: takes a picture.
    """
    rows = (groups.model.row_at(place) for place in range(groups.model.matching))
    views = [view for view in rows if view is not None]
    widest = max(views, key=lambda view: view.uses)
    with shown(GroupDialog(desk, groups, widest.group)) as dialog:
        for name in _TAKEN_AWAY:
            dialog.matrix.box(name).setChecked(False)
        dialog.what_if.read()
        settle()
        take("23-what-if")
        found = dialog.what_if.found
        if found is not None:
            with shown(ask_before_refusing(desk, dialog, found, desk.texts.gettext("Save group"), print)):
                take("24-refuse-requests")
    for view in views:
        advice = desk.base.least_privilege.group(desk.actor, str(view.group.id))
        narrow = next((one for one in advice.members if one.narrower is not None and one.shared), None)
        if narrow is not None:
            with shown(GroupDialog(desk, groups, None, advised(desk, narrow))):
                take("23-narrower-group")
            return
