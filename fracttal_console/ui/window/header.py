"""The header: whose base this is, the gateway, the person."""

from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.mark import PRODUCT, Mark
from fracttal_console.ui.widgets.labels import ElidedLabel, Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.surfaces import Ground
from fracttal_console.ui.window.gateway_box import GatewayBox
from fracttal_console.ui.window.person_menu import PersonButton

HEIGHT = 48


class Header(Ground):
    """One line at the top of the window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "chrome", line="b")
        self.gateway = GatewayBox(desk)
        self.person = PersonButton(desk)
        words = column(
            None,
            ElidedLabel(desk.theme, desk.base.company, Role.STRONG),
            Label(desk.theme, PRODUCT, Role.NOTE, "text2"),
            None,
            spacing=0,
        )
        self.setFixedHeight(HEIGHT)
        self.setLayout(row(Mark(28), words, self.gateway, self.person, spacing=12, margins=(16, 0, 12, 1), stretch=1))
