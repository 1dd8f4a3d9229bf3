"""All keys of the window, on F1."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from fracttal_console.texts.catalogue import N_
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.widgets.buttons import Button
from fracttal_console.ui.widgets.dialog import Dialog
from fracttal_console.ui.widgets.empty import KeyCap
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row

KEYS: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (
    (N_("Go to"), (
        ("Ctrl+K", N_("Search or run a command")),
        ("Ctrl+1 … 9", N_("Pages in order")),
        ("Alt+Left, Alt+Right", N_("Back, forward")),
        ("F6, Shift+F6", N_("Next region, region before")),
        ("/, Ctrl+F", N_("Filter field; or just type")),
    )),
    (N_("Rows"), (
        ("Enter", N_("Open details")),
        ("Space, Shift+Down", N_("Choose rows")),
        ("Ctrl+A", N_("Choose all that match")),
        ("Ctrl+C, Ctrl+Shift+C", N_("Copy cell, copy row")),
        ("Ctrl+Shift+T", N_("Numbers of a chart as table")),
        ("Esc", N_("Close, clear, safe choice")),
    )),
    (N_("Do"), (
        ("Ctrl+N", N_("Create or register")),
        ("F2", N_("Edit")),
        ("Del", N_("Revoke or delete; asks first")),
        ("Ctrl+E", N_("Export")),
        ("Arrows, Space", N_("In a permission group: walk, tick")),
        ("K, R, S", N_("In Reviews: decline, approve, skip")),
        ("Shift+F10", N_("Context menu")),
        ("Ctrl+Z, Ctrl+Shift+Z", N_("Undo, redo what was typed")),
    )),
    (N_("Window"), (
        ("Ctrl+L", N_("Lock")),
        ("Ctrl+,", N_("Settings")),
        ("Ctrl+Shift+X", N_("Clear clipboard now")),
        ("Ctrl+Shift+H", N_("Hide values for screen sharing")),
        ("Ctrl++, Ctrl+-, Ctrl+0", N_("Larger, smaller, normal size")),
        ("F1, Ctrl+Q", N_("These keys, quit")),
    )),
)  # fmt: skip
"""Every key that the window knows, by what it is for."""

_KEYS_WIDTH = 140


class KeysDialog(Dialog):
    """Shows every key; any of them works again once it is closed."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        texts = desk.texts
        super().__init__(desk.theme, parent, texts.gettext("Keys"), width=840)
        head = self.head(texts.gettext("Keys"), texts.gettext("Everything here can be done without a mouse."),
                         icon="keyboard")  # fmt: skip
        halves = [column(*(self._group(desk, *group) for group in part), None, spacing=20)
                  for part in (KEYS[:2], KEYS[2:])]  # fmt: skip
        body = column(self.scrolling(row(*halves, spacing=32)))
        close = Button(desk.theme, texts.gettext("Close"))
        close.clicked.connect(self.reject)
        self.set_default(close)
        self.lay_out(head, body, foot=(None, close))
        close.setFocus()

    def put_away(self) -> bool:
        """Close at a lock: nothing was typed here."""
        self.reject()
        return False

    @staticmethod
    def _group(desk: Desk, title: str, keys: Sequence[tuple[str, str]]) -> QGridLayout:
        theme, texts = desk.theme, desk.texts
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, _KEYS_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Label(theme, texts.gettext(title), Role.LABEL_STRONG, "text3"), 0, 0, 1, 2)
        for place, (shown, words) in enumerate(keys, 1):
            grid.addWidget(KeyCap(theme, shown), place, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(Label(theme, texts.gettext(words), Role.BODY, "text2"), place, 1)
        return grid
