"""The matrix of resources and actions, each a box to tick, all reachable by keys."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QScrollArea, QWidget

from fracttal_console.domain.permissions import Action, PermissionName, PermissionSet
from fracttal_console.texts.listing import capitalised
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.permissions import ACTION_WORDS
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column
from fracttal_console.ui.widgets.surfaces import Card

_HEIGHT = 320
_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class Matrix(QWidget):
    """One row per resource, one column per action; arrow keys walk through it.

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
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(inside)
        # Qt fills what is put into a scroll area
        inside.setAutoFillBackground(False)
        area.setFixedHeight(_HEIGHT)
        card = Card(desk.theme, "panel", radius=6)
        card.setLayout(column(area, margins=(1, 1, 1, 1)))
        self._area = area
        self.setLayout(column(card, spacing=0))
        self.setFocusProxy(next(iter(self._boxes.values())))

    def chosen(self) -> list[PermissionName]:
        """Return the permissions that are ticked."""
        return [name for box, name in self._names.items() if box.isChecked()]

    def box(self, name: str) -> QCheckBox:
        """Return the box of a permission."""
        return next(box for box, known in self._names.items() if known == name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk by arrow keys: a box by itself would take them for Tab, whichever way they point."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = _ARROWS.get(Qt.Key(event.key()))
            here = next((place for place, box in self._boxes.items() if box is watched), None)
            if step is not None and here is not None:
                self._walk(here, step)
                return True
        return super().eventFilter(watched, event)

    def _walk(self, here: tuple[int, int], step: tuple[int, int]) -> None:
        row, place = here[0] + step[0], here[1] + step[1]
        while 0 <= row <= max(key[0] for key in self._boxes) and 0 <= place < len(Action):
            found = self._boxes.get((row, place))
            if found is not None:
                found.setFocus(Qt.FocusReason.OtherFocusReason)
                self._area.ensureWidgetVisible(found)
                return
            row, place = row + step[0], place + step[1]

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
                box.toggled.connect(self.changed)
                box.installEventFilter(self)
                grid.addWidget(box, row, place + 1, Qt.AlignmentFlag.AlignHCenter)
                self._boxes[row, place] = box
                self._names[box] = permission
        return grid
