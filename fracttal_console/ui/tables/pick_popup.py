"""A list to pick from, with a field that finds: for filters and for columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fracttal_console.ui.look.fonts import Role, metrics_of
from fracttal_console.ui.look.paint import filled_box, paint_icon, painting
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.fields import TextEdit
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column

WIDTH = 360
_ROW = 32
_MOST_ROWS = 9
_PICK = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Pick:
    """One row: `chosen` is None where it leads on instead of being ticked."""

    key: str
    name: str
    hint: str = ""
    chosen: bool | None = None


class _PickDelegate(QStyledItemDelegate):
    def __init__(self, parent: QListWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._list = parent
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Give every row the same height."""
        return QSize(WIDTH - 24, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a row: tick, name, hint."""
        pick, theme, rect = index.data(_PICK), self._theme, option.rect
        current = index.row() == self._list.currentRow()
        if option.state & QStyle.StateFlag.State_MouseOver or current:
            painter.fillRect(rect, theme.colour("select" if current else "hover"))
        left = rect.left() + 10
        if pick.chosen is not None:
            if pick.chosen:
                paint_icon(painter, theme, "check", "accent_text", left, rect.center().y() + 1, 16)
            left += 24
        right = rect.right() - 10
        if pick.hint:
            words = metrics_of(Role.SMALL).elidedText(pick.hint, Qt.TextElideMode.ElideMiddle, 120)
            width = metrics_of(Role.SMALL).horizontalAdvance(words)
            painter.setFont(theme.font(Role.SMALL))
            painter.setPen(theme.colour("text3" if not current else "text2"))
            area = QRect(right - width, rect.top(), width + 1, rect.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)
            right -= width + 12
        painter.setFont(theme.font(Role.BODY))
        painter.setPen(theme.colour("text"))
        words = metrics_of(Role.BODY).elidedText(pick.name, Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(QRect(left, rect.top(), right - left + 1, rect.height()), Qt.AlignmentFlag.AlignVCenter, words)
        if current and self._list.hasFocus():
            filled_box(painter, rect, None, 4, theme.colour("focus"), 2)


class PickPopup(QFrame):
    """Stands below a button until something is picked or Escape is pressed.

    Signals:
        picked: a row, by its key.
        looked_for: what was typed into the field.
        went_back: Backspace in the empty field, or Left.
        moved: the current row by one place, with its key: -1 up, 1 down.
        closed: it went away.
    """

    picked = Signal(str)
    looked_for = Signal(str)
    went_back = Signal()
    moved = Signal(str, int)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget, nothing: str) -> None:
        """Make it; nothing is shown yet.

        Args:
            theme: gives the colours.
            parent: the widget that it belongs to.
            nothing: the words where nothing fits.
        """
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self.field = TextEdit(theme)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setItemDelegate(_PickDelegate(self.list, theme))
        self.list.viewport().setAutoFillBackground(False)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = Label(theme, nothing, Role.BODY, "text3")
        self._nothing.setContentsMargins(10, 6, 10, 6)
        self.below: QVBoxLayout = column(spacing=8)
        self.setLayout(column(self.field, self.list, self._nothing, self.below, spacing=8, margins=(12, 12, 12, 12)))
        self.setFixedWidth(WIDTH)
        self.field.textEdited.connect(self.looked_for)
        self.field.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.itemClicked.connect(lambda item: self.picked.emit(item.data(_PICK).key))

    def ask(self, name: str, hint: str) -> None:
        """Begin anew: with an empty field.

        Args:
            name: what is picked, for assistive technology.
            hint: in the empty field.
        """
        self.setAccessibleName(name)
        self.list.setAccessibleName(name)
        self.field.setAccessibleName(f"{name}: {hint}")
        self.field.setPlaceholderText(hint)
        self.field.clear()

    def show_picks(self, picks: Sequence[Pick]) -> None:
        """Show rows; the current one stays where it is still there."""
        known = self.current
        self.list.clear()
        for pick in picks:
            item = QListWidgetItem(pick.name)
            item.setData(_PICK, pick)
            ticked = "" if pick.chosen is None else (" ✓" if pick.chosen else "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{pick.name} {pick.hint}{ticked}".strip())
            self.list.addItem(item)
        keys = [pick.key for pick in picks]
        self.list.setCurrentRow(keys.index(known) if known in keys else 0 if keys else -1)
        self.list.setVisible(bool(picks))
        self._nothing.setVisible(not picks)
        self.list.setFixedHeight(_ROW * min(max(len(picks), 1), _MOST_ROWS) + 2)
        self.adjustSize()

    @property
    def current(self) -> str:
        """The key of the current row; "" where there is none."""
        row = self.list.currentRow()
        return str(self.list.item(row).data(_PICK).key) if row >= 0 else ""

    def open_below(self, widget: QWidget) -> None:
        """Appear below a widget, with the focus in the field."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(0, widget.height() + 4))
        screen = widget.screen().availableGeometry()
        left = min(corner.x(), screen.right() - self.width() - 8)
        top = min(corner.y(), max(screen.top(), screen.bottom() - self.height() - 8))
        self.move(max(screen.left(), left), top)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk between field and list, pick, and go back by keys."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._in_field(event) if watched == self.field else self._in_list(event)
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it went away."""
        super().hideEvent(event)
        self.closed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), self._theme.colour("raised"))
            filled_box(painter, self.rect(), self._theme.colour("raised"), 0, self._theme.colour("border_strong"))

    def _in_field(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Down and self.list.count():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.current:
                self.picked.emit(self.current)
        elif key == Qt.Key.Key_Backspace and not self.field.text():
            self.went_back.emit()
        else:
            return False
        return True

    def _in_list(self, event: QKeyEvent) -> bool:
        key, alone = event.key(), event.modifiers() == Qt.KeyboardModifier.AltModifier
        if alone and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.moved.emit(self.current, -1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Up and self.list.currentRow() <= 0:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.picked.emit(self.current)
        elif key in {Qt.Key.Key_Backspace, Qt.Key.Key_Left}:
            self.went_back.emit()
        elif event.text().isprintable() and event.text().strip():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.insert(event.text())
            self.looked_for.emit(self.field.text())
        else:
            return False
        return True
