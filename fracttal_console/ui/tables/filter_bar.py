"""The bar above a table: the field, a chip for what is chosen, and what came meanwhile."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.fonts import Role, metrics_of
from fracttal_console.ui.look.paint import filled_box, paint_icon, painting
from fracttal_console.ui.look.style import CONTROL_RADIUS
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.buttons import Button, Kind, draw_focus
from fracttal_console.ui.widgets.fields import SearchEdit
from fracttal_console.ui.widgets.layouts import row

_PAUSE_MS = 60
"""How long a person stops typing before the table follows."""

_FIELD_WIDTH = 280


class Chip(QAbstractButton):
    """A filter in force; pressing it takes it away."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """Ask for room for the words and the cross."""
        return QSize(metrics_of(Role.LABEL_STRONG).horizontalAdvance(self.text()) + 10 + 8 + 14 + 8, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        theme = self._theme
        with painting(self) as painter:
            filled_box(painter, self.rect(), theme.colour("info_bg"), CONTROL_RADIUS, theme.colour("accent_text"))
            painter.setFont(theme.font(Role.LABEL_STRONG))
            painter.setPen(theme.colour("text"))
            painter.drawText(self.rect().adjusted(10, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
            paint_icon(painter, theme, "x", "text2", self.width() - 22, self.height() // 2, 14)
            draw_focus(painter, self, theme)


class FilterBar(QWidget):
    """What narrows the rows.

    Signals:
        narrowed: another text, or the chip was taken away.
        went_down: from the field into the table.
        went_to_top: to the rows that came meanwhile.
    """

    narrowed = Signal()
    went_down = Signal()
    went_to_top = Signal()

    def __init__(self, theme: Theme, texts: Texts, hint: str) -> None:
        super().__init__()
        self._texts = texts
        self.only = ""
        self.field = SearchEdit(theme, hint)
        self.field.setFixedWidth(_FIELD_WIDTH)
        self._chip = Chip(theme)
        self._chip.hide()
        self._new = Button(theme, "", Kind.LINK, icon="arrow-up", small=True)
        self._new.hide()
        self._grown = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.narrowed)
        self.field.textChanged.connect(self._typed)
        self._chip.clicked.connect(self.clear_only)
        self._new.clicked.connect(self._to_top)
        self.setLayout(row(self.field, self._chip, None, self._new, margins=(24, 0, 24, 16)))

    @property
    def text(self) -> str:
        """What is in the field."""
        return self.field.text()

    @property
    def active(self) -> bool:
        """Whether anything narrows the rows."""
        return bool(self.field.text().strip() or self.only)

    def choose(self, only: str, name: str) -> None:
        """Narrow to a named subset."""
        self.only = only
        self.name_only(name)
        self.narrowed.emit()

    def restore(self, text: str, only: str, name: str) -> None:
        """Narrow as it was narrowed before, or as a link says."""
        self.field.blockSignals(True)  # noqa: FBT003 - Qt's own call
        self.field.setText(text)
        self.field.blockSignals(False)  # noqa: FBT003 - Qt's own call
        self.field.update()
        self.choose(only, name)

    def name_only(self, name: str) -> None:
        """Say on the chip what the rows are narrowed to."""
        self._chip.setText(name)
        self._chip.setAccessibleName(self._texts.gettext("Remove filter {name}").format(name=name))
        self._chip.setToolTip(self._chip.accessibleName())
        self._chip.setVisible(bool(self.only and name))
        self._chip.updateGeometry()

    def clear_only(self) -> None:
        """Take the chip away."""
        self._chip.hide()
        self.only = ""
        self.narrowed.emit()

    def clear(self) -> None:
        """Take away everything that narrows."""
        self.field.blockSignals(True)  # noqa: FBT003 - Qt's own call
        self.field.clear()
        self.field.blockSignals(False)  # noqa: FBT003 - Qt's own call
        self.field.update()
        self.clear_only()

    def type(self, text: str) -> None:
        """Go on in the field with what was typed elsewhere."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            # inserted, not set: what was typed before can still be undone
            self.field.end(False)  # noqa: FBT003 - Qt's own call
            self.field.insert(text)
        else:
            self.field.selectAll()

    def tell_grown(self, number: int) -> None:
        """Say that rows came on top; 0 takes the word back."""
        self._grown = self._grown + number if number else 0
        words = self._texts.ngettext("{n} new", "{n} new", self._grown).format(n=self._grown)
        self._new.setText(words)
        self._new.updateGeometry()
        self._new.setVisible(bool(self._grown))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go down into the table, and take the chip away from an empty field."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.field.hasFocus():
            self.went_down.emit()
        elif event.key() == Qt.Key.Key_Backspace and self.only and not self.field.text():
            self.clear_only()
        else:
            super().keyPressEvent(event)

    def _typed(self, _text: str) -> None:
        self._pause.start()

    def _to_top(self) -> None:
        self.tell_grown(0)
        self.went_to_top.emit()
