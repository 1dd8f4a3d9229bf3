"""The page of permission groups."""

from fracttal_console.domain.actors import Operation
from fracttal_console.services.permission_groups import PermissionGroupView
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.permission_groups.advice import AdvisedPage
from fracttal_console.ui.permission_groups.dialog import GroupDialog
from fracttal_console.ui.permission_groups.presenter import PermissionGroupsPresenter
from fracttal_console.ui.widgets.buttons import Kind
from fracttal_console.ui.widgets.empty import EmptyPage
from fracttal_console.ui.widgets.panel_content import Action


class PermissionGroupsPage(AdvisedPage[PermissionGroupView]):
    """What credentials and people may do at most."""

    def __init__(self, desk: Desk) -> None:
        texts = desk.texts
        may = desk.session.may(Operation.PERMISSION_GROUPS_CREATE)
        create = Action("create", texts.gettext("Create group"), "plus", Kind.PRIMARY, "Ctrl+N") if may else None
        empty = EmptyPage(
            desk.theme,
            icon="shield",
            title=texts.gettext("Say what programs and people may do at most"),
            text=texts.gettext(
                "A permission group is a list of modules and actions. Every API key, consumer and member has one, and "
                "can never do more than it allows."
            ),
            action=create,
            or_press=texts.gettext("or press"),
            steps=(
                (
                    texts.gettext("Name it after the work"),
                    texts.gettext("“Warehouse reading” says more than “Group 1”."),
                ),
                (
                    texts.gettext("Tick as little as possible"),
                    texts.gettext("One row per module, one box per action."),
                ),
                (
                    texts.gettext("Choose it for keys and people"),
                    texts.gettext("A change counts from the next request on."),
                ),
            ),
        )
        super().__init__(desk, PermissionGroupsPresenter(desk), empty, () if create is None else (create,))

    def act(self, key: str) -> None:
        """Create a group, or edit the chosen one."""
        if key == "create":
            GroupDialog(self.desk, self, None).open()
            return
        chosen = self.chosen()
        if key == "edit" and chosen.rows:
            GroupDialog(self.desk, self, chosen.rows[0].group).open()
