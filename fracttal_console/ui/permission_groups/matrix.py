"""The matrix of resources and actions, each a box to tick; Tab leads to one of them, arrow keys to the others."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from fracttal_console.domain.permissions import Action, PermissionName, PermissionSet
from fracttal_console.texts.listing import capitalised
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.permissions import ACTION_WORDS
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column
from fracttal_console.ui.widgets.scroll_area import ScrollArea
from fracttal_console.ui.widgets.surfaces import Card

_HEIGHT = 320
_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_ENDS = {Qt.Key.Key_Home: min, Qt.Key.Key_End: max}


class Matrix(QWidget):
    """One row per resource, one column per action; arrow keys, Home and End walk through it.

    It is one stop of Tab: the box that had the focus last.

    Signals:
        changed: a box was ticked or not.
    """

    changed = Signal()

    def __init__(self, desk: Desk, chosen: PermissionSet) -> None:
        super().__init__()
        self._desk = desk
        self._boxes: dict[tuple[int, int], QCheckBox] = {}
        self._names: dict[QCheckBox, PermissionName] = {}
        inside = QWidget()
        inside.setLayout(self._grid(chosen))
        area = ScrollArea(inside)
        area.setFixedHeight(_HEIGHT)
        card = Card(desk.theme, "panel", radius=6)
        card.setLayout(column(area, margins=(1, 1, 1, 1)))
        self._area = area
        self.setLayout(column(card, spacing=0))
        self._stop = next(iter(self._boxes.values()))
        self._stop_at(self._stop)

    def chosen(self) -> list[PermissionName]:
        """Return the permissions that are ticked."""
        return [name for box, name in self._names.items() if box.isChecked()]

    def box(self, name: str) -> QCheckBox:
        """Return the box of a permission."""
        return next(box for box, known in self._names.items() if known == name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk by arrow keys: a box by itself would take them for Tab, whichever way they point."""
        here = next((place for place, box in self._boxes.items() if box is watched), None)
        if here is not None and event.type() is QEvent.Type.FocusIn:
            self._stop_at(self._boxes[here])
        elif here is not None and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            there = self._from(here, Qt.Key(event.key()))
            if there is not None:
                self._boxes[there].setFocus(Qt.FocusReason.OtherFocusReason)
                self._area.ensureWidgetVisible(self._boxes[there])
                return True
        return super().eventFilter(watched, event)

    def _stop_at(self, box: QCheckBox) -> None:
        self._stop.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._stop = box
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(box)

    def _from(self, here: tuple[int, int], key: Qt.Key) -> tuple[int, int] | None:
        """Return where a key leads, the same place at an edge; None where it is no key to walk with."""
        if key in _ENDS:
            return _ENDS[key]([place for place in self._boxes if place[0] == here[0]])
        step = _ARROWS.get(key)
        if step is None:
            return None
        ahead = [place for place in self._boxes if _lies(place, here, step)]
        return min(ahead, key=lambda place: abs(place[0] - here[0]) + abs(place[1] - here[1]), default=here)

    def _grid(self, chosen: PermissionSet) -> QGridLayout:
        theme, texts = self._desk.theme, self._desk.texts
        grid = QGridLayout()
        grid.setContentsMargins(16, 8, 16, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        words = [capitalised(texts.gettext(ACTION_WORDS[action])) for action in Action]
        for place, word in enumerate(words):
            head = Label(theme, word, Role.LABEL, "text3")
            head.setFixedHeight(28)
            grid.addWidget(head, 0, place + 1, Qt.AlignmentFlag.AlignHCenter)
        for row, resource in enumerate(self._desk.base.catalogue.resources.values(), 1):
            name = capitalised(resource.names[texts.language])
            label = Label(theme, name, Role.NAME)
            label.setToolTip(resource.hints[texts.language])
            label.setFixedHeight(32)
            grid.addWidget(label, row, 0)
            for place, action in enumerate(Action):
                if action not in resource.actions:
                    continue
                box = QCheckBox()
                permission = PermissionName(f"{resource.id}:{action}")
                box.setChecked(permission in chosen)
                box.setAccessibleName(f"{name}: {words[place].lower()}")
                box.setToolTip(box.accessibleName())
                box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
                box.toggled.connect(self.changed)
                box.installEventFilter(self)
                grid.addWidget(box, row, place + 1, Qt.AlignmentFlag.AlignHCenter)
                self._boxes[row, place] = box
                self._names[box] = permission
        return grid


def _lies(place: tuple[int, int], here: tuple[int, int], step: tuple[int, int]) -> bool:
    """Tell whether a place lies in the direction of a step, straight ahead."""
    down, right = place[0] - here[0], place[1] - here[1]
    return (down * step[0] > 0 and right == 0) or (right * step[1] > 0 and down == 0)
