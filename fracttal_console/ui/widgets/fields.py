"""Fields of a form: label, control, help or the broken rule below it."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import filled_box, paint_icon, painting
from fracttal_console.ui.look.style import CONTROL_RADIUS
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.buttons import IconButton
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row

HEIGHT = 32


class TextEdit(QLineEdit):
    """One line of text."""

    def __init__(self, theme: Theme, *, role: Role = Role.BODY, placeholder: str = "") -> None:
        super().__init__()
        self.setFont(theme.font(role))
        self.setFixedHeight(HEIGHT)
        self.setTextMargins(8, 0, 8, 0)
        self.setPlaceholderText(placeholder)


class PasswordEdit(TextEdit):
    """A password: hidden, never copied, with a button to look at what was typed."""

    def __init__(self, theme: Theme, show: str, hide: str) -> None:
        super().__init__(theme)
        self._words = (show, hide)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setTextMargins(8, 0, 34, 0)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )  # fmt: skip
        self._eye = IconButton(theme, "eye", show)
        self._eye.setParent(self)
        self._eye.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._eye.clicked.connect(self._look)
        self.selectionChanged.connect(self._select_nothing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button at the right end."""
        super().resizeEvent(event)
        self._eye.move(self.width() - self._eye.width() - 3, (self.height() - self._eye.height()) // 2)

    def hide_text(self) -> None:
        """Hide what was typed."""
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye.set_icon("eye")
        self._eye.set_name(self._words[0])

    def _select_nothing(self) -> None:
        # what is shown in clear must reach neither X11's primary selection nor the clipboard by Qt's own ways
        if self.echoMode() is QLineEdit.EchoMode.Normal and self.hasSelectedText():
            self.deselect()

    def _look(self) -> None:
        if self.echoMode() is QLineEdit.EchoMode.Normal:
            self.hide_text()
            return
        self.setEchoMode(QLineEdit.EchoMode.Normal)
        self._eye.set_icon("eye-off")
        self._eye.set_name(self._words[1])


class SearchEdit(TextEdit):
    """The filter of a table."""

    def __init__(self, theme: Theme, placeholder: str) -> None:
        super().__init__(theme, placeholder=placeholder)
        self._theme = theme
        self.setAccessibleName(placeholder)
        self.setTextMargins(34, 0, 8, 0)
        self.setClearButtonEnabled(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field and its icon."""
        super().paintEvent(event)
        with painting(self) as painter:
            paint_icon(painter, self._theme, "list-filter", "text2", 10, self.height() // 2, 16)


class LinesEdit(QPlainTextEdit):
    """Several lines, one thing each."""

    def __init__(self, theme: Theme, *, lines: int = 3, role: Role = Role.MONO, placeholder: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.setFont(theme.font(role))
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setViewportMargins(8, 5, 4, 5)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.viewport().setAutoFillBackground(False)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 22)

    def lines(self) -> list[str]:
        """Return what stands on the lines, without blank ones and blanks around."""
        return [line.strip() for line in self.toPlainText().splitlines() if line.strip()]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text."""
        super().paintEvent(event)

    def event(self, event: QEvent) -> bool:
        """Draw the edge, which lies outside of the viewport."""
        if event.type() is QEvent.Type.Paint:
            with painting(self) as painter:
                focused = self.hasFocus()
                edge = self._theme.colour("focus" if focused else "border_strong")
                filled_box(
                    painter, self.rect(), self._theme.colour("surface"), CONTROL_RADIUS, edge, 2 if focused else 1
                )
            return True
        return super().event(event)


class Choice(QComboBox):
    """One of a list."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFont(theme.font(Role.BODY))
        self.setFixedHeight(HEIGHT)
        self.setItemDelegate(_ChoiceDelegate(self, theme))
        self.view().setMouseTracking(True)
        self.setMaxVisibleItems(10)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)


_Index = QModelIndex | QPersistentModelIndex


class _ChoiceDelegate(QStyledItemDelegate):
    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Give each choice the height of a row."""
        return QSize(super().sizeHint(option, index).width() + 16, 30)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a choice."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, self._theme.colour("select" if chosen else "raised"))
        painter.setFont(self._theme.font(Role.BODY))
        painter.setPen(self._theme.colour("text"))
        painter.drawText(option.rect.adjusted(10, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, str(index.data() or ""))


class Field(QWidget):
    """A labelled control; below it stands help, or the rule that its value breaks."""

    def __init__(self, theme: Theme, label: str, control: QWidget, *, optional: str = "", help_text: str = "") -> None:
        """Join the parts.

        Args:
            theme: gives the colours.
            label: what is asked for.
            control: where it is entered.
            optional: the word that says that it may stay empty, or "".
            help_text: shown while no rule is broken.
        """
        super().__init__()
        self.control = control
        self._help = help_text
        name = Label(theme, label, Role.LABEL, "text2")
        name.setBuddy(control)
        head = row(name, spacing=8)
        if optional:
            head.addWidget(Label(theme, optional, Role.SMALL, "text3"))
        head.addStretch(1)
        self._below = Label(theme, help_text, Role.SMALL, "text3", wrap=True)
        control.setAccessibleName(label)
        control.setAccessibleDescription(help_text)
        self.setLayout(column(head, control, self._below, spacing=6))
        # only now: what has no parent yet would be shown as a window of its own
        self._below.setVisible(bool(help_text))

    @property
    def problem(self) -> str:
        """The rule that is broken, in words; "" where none is."""
        return self._below.text() if self._below.property("problem") else ""

    def explain(self, help_text: str) -> None:
        """Show another help."""
        self._help = help_text
        if not self.problem:
            self.say("")

    def say(self, problem: str) -> None:
        """Show the broken rule, or help again where `problem` is ""."""
        self._below.setProperty("problem", bool(problem))
        self._below.set_ink("bad" if problem else "text3")
        self._below.setText(problem or self._help)
        self._below.setVisible(bool(problem or self._help))
        self.control.setAccessibleDescription(problem or self._help)
