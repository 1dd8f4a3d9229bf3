"""Texts on a page: in a role and a colour by name, whole or cut with an ellipsis."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from fracttal_console.ui.look.fonts import Role, metrics_of
from fracttal_console.ui.look.paint import paint_words, painting
from fracttal_console.ui.look.theme import Theme


class ValueLabel(QLabel):
    """A name over one or more lines, hidden while values are hidden."""

    def __init__(self, theme: Theme, text: str, role: Role, ink: str = "text") -> None:
        super().__init__()
        self._theme = theme
        self._ink = ink
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role))
        self.setText(text)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        """Do with one line: how high it is depends on the width that it gets."""
        return QSize(24, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words, or a bar in their place."""
        with painting(self) as painter:
            painter.setFont(self.font())
            painter.setPen(self._theme.colour(self._ink))
            if self._theme.private:
                paint_words(painter, self._theme, self.rect(), self.text())
            else:
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, self.text())


class Label(QLabel):
    """Text whose colour follows the theme."""

    def __init__(
        self, theme: Theme, text: str = "", role: Role = Role.BODY, ink: str = "text", *, wrap: bool = False
    ) -> None:
        super().__init__()
        self._theme = theme
        self._ink = ink
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role))
        self.setText(text)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self._colour()

    def set_ink(self, ink: str) -> None:
        """Take another colour."""
        self._ink = ink
        self._colour()

    def minimumSizeHint(self) -> QSize:
        """Do with one line where the text wraps: how high it is depends on the width that it gets."""
        if self.wordWrap():
            return QSize(24, self.fontMetrics().height())
        return super().minimumSizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ApplicationPaletteChange:
            self._colour()

    def _colour(self) -> None:
        palette = self._theme.palette()
        palette = QPalette(palette)
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour(self._ink))
        self.setPalette(palette)


class ElidedLabel(QLabel):
    """Text on one line that is cut where there is no room; what was cut is in the tooltip."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: Role = Role.BODY,
        ink: str = "text",
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        *,
        value: bool = False,
    ) -> None:
        """Show a text.

        Args:
            theme: gives the colours.
            text: what is shown.
            role: its font.
            ink: its colour by name.
            elide: where it is cut.
            value: whether it is hidden while values are hidden.
        """
        super().__init__()
        self._value = value
        self._theme = theme
        self._role = role
        self._ink = ink
        self._elide = elide
        self._hint = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self._tell_what_was_cut()

    def set_hint(self, hint: str) -> None:
        """Take what the tooltip adds where nothing is cut."""
        self._hint = hint
        self._tell_what_was_cut()

    def set_ink(self, ink: str) -> None:
        """Take another colour."""
        self._ink = ink
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for the whole text."""
        metrics = metrics_of(self._role)
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Do with little room."""
        return QSize(16, metrics_of(self._role).height() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See whether anything is cut now."""
        super().resizeEvent(event)
        self._tell_what_was_cut()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text, cut to the width."""
        with painting(self) as painter:
            self._draw(painter)

    def _draw(self, painter: QPainter) -> None:
        painter.setFont(self.font())
        painter.setPen(self._theme.colour(self._ink))
        shown = metrics_of(self._role).elidedText(self.text(), self._elide, self.width())
        if self._value:
            paint_words(painter, self._theme, self.rect(), shown)
        else:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _tell_what_was_cut(self) -> None:
        cut = metrics_of(self._role).horizontalAdvance(self.text()) > self.width()
        said = "\n".join(part for part in (self.text() if cut else "", self._hint) if part)
        tip = "" if self._value and self._theme.private else said
        if tip != self.toolTip():
            # each change is an event for every filter of the program
            self.setToolTip(tip)


class Line(QWidget):
    """A hairline between parts of a page."""

    def __init__(self, theme: Theme, *, vertical: bool = False) -> None:
        super().__init__()
        self._theme = theme
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), self._theme.colour("border"))
