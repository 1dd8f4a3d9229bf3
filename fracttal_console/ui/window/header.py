"""The header: whose base this is, the way to everything, the gateway, what needs attention, the person."""

from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.mark import PRODUCT, Mark
from fracttal_console.ui.widgets.labels import ElidedLabel, Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.surfaces import Ground
from fracttal_console.ui.window.bell import Bell
from fracttal_console.ui.window.gateway_box import GatewayBox
from fracttal_console.ui.window.person_menu import PersonButton
from fracttal_console.ui.window.search_button import SearchButton

HEIGHT = 48


class Header(Ground):
    """One line at the top of the window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "chrome", line="b")
        self.gateway = GatewayBox(desk)
        self.person = PersonButton(desk)
        self.search = SearchButton(desk.theme, desk.texts.gettext("Search or run a command"))
        self.bell = Bell(desk)
        # until somebody counts what needs attention
        self.bell.hide()
        words = column(
            None,
            ElidedLabel(desk.theme, desk.base.company, Role.STRONG),
            Label(desk.theme, PRODUCT, Role.NOTE, "text2"),
            None,
            spacing=0,
        )
        line = row(Mark(28), words, self.search, 4, self.gateway, self.bell, self.person,
                   spacing=12, margins=(16, 0, 12, 1))  # fmt: skip
        line.setStretch(1, 2)
        line.setStretch(2, 5)
        self.setLayout(line)
        self.setFixedHeight(HEIGHT)
