"""Pictures of lists that are narrowed, and of saving what is shown as a view."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from PySide6.QtWidgets import QDialog

from fracttal_console.ui.desk import Desk
from fracttal_console.ui.tables.arrangement import ViewDialog
from fracttal_console.ui.tables.list_page import ListPage

Shown = Callable[[QDialog], AbstractContextManager[Any]]


def narrowed_lists(
    desk: Desk, audit: ListPage[Any], shown: Shown, settle: Callable[[], None], take: Callable[[str], None]
) -> None:
    """Take the audit log with two filters, and the dialog that saves them.

    Args:
        desk: the tools of the window.
        audit: the page of the audit log, which is in sight.
        shown: shows a dialog for as long as the block lasts.
        settle: lets everything under way come home.
        take: takes a picture.
    """
    audit.filter.choose_facets({"action": ("consumers:create", "consumers:disable"), "date": ("365d",)})
    settle()
    audit.table.go_to(0)
    audit.table.setFocus()
    take("15-audit-narrowed")
    dialog = ViewDialog(desk, audit, ())
    dialog.name.setText(desk.texts.gettext("All about OAuth consumers"))
    with shown(dialog):
        take("27-save-view")
    audit.filter.clear()
    settle()
