"""Dialogs: a real one over a veil, with the safe choice first and the action last."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QHideEvent,
    QKeyEvent,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QDialog, QLayout, QWidget

from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import filled_box, painting
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.buttons import Button
from fracttal_console.ui.widgets.growing_area import GrowingArea
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import Part, column, row
from fracttal_console.ui.widgets.marks import IconLabel

RADIUS = 12
_AROUND = 86 + 64 + 20 + 24
"""Pixels of head, foot and margins, which stay in sight where what is between them scrolls."""

_VEIL_LIGHT = QColor(20, 20, 18, 96)
_SHADOW_REACH = 28
_SHADOW_STRENGTH = 4
"""Strength, of 255, of each of the boxes that lie over each other and make a soft shadow."""


class Veil(QWidget):
    """Darkens the window under a dialog, and draws the dialog's shadow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hole = QRect()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw veil and shadow."""
        with painting(self) as painter:
            if isinstance(self.parent(), QDialog):
                filled_box(painter, self.rect(), _VEIL_LIGHT, RADIUS)
            else:
                painter.fillRect(self.rect(), _VEIL_LIGHT)
            for reach in range(0, _SHADOW_REACH, 2):
                box = self.hole.adjusted(-reach, -reach + 8, reach, reach + 8)
                filled_box(painter, box, QColor(0, 0, 0, _SHADOW_STRENGTH), RADIUS + reach)


class Dialog(QDialog):
    """A question or an order with its fields; Escape is the safe choice, Enter the default."""

    def __init__(self, theme: Theme, parent: QWidget, title: str, *, width: int = 480) -> None:
        super().__init__(parent)
        self.theme = theme
        self._veil: Veil | None = None
        self._scrolled: GrowingArea | None = None
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setFixedWidth(width)

    def lay_out(
        self,
        head: QLayout,
        body: QLayout,
        *,
        foot: tuple[Part, ...],
    ) -> None:
        """Put head, body and the bar at the foot below each other."""
        body.setContentsMargins(24, 0, 24, 20)
        head.setContentsMargins(24, 24, 24, 16)
        bar = row(*foot, spacing=12, margins=(24, 16, 24, 16))
        self.setLayout(column(head, body, bar, spacing=0))

    def scrolling(self, content: QLayout) -> GrowingArea:
        """Return a part that scrolls in a window that is too low for all of it; a dialog has one at most."""
        self._scrolled = GrowingArea(content)
        return self._scrolled

    def bring_in_sight(self, part: QWidget) -> None:
        """Scroll to a part."""
        if self._scrolled is not None:
            self._scrolled.ensureWidgetVisible(part)

    def head(self, title: str, subtitle: str = "", *, icon: str = "", ink: str = "accent_text") -> QLayout:
        """Return the head of the dialog."""
        words = column(Label(self.theme, title, Role.TITLE, wrap=True), spacing=2)
        if subtitle:
            words.addWidget(Label(self.theme, subtitle, Role.BODY, "text2", wrap=True))
        if not icon:
            return row(words)
        tile = IconLabel(self.theme, icon, ink, size=20, tile=40)
        found = row(column(tile, None, spacing=0), words, spacing=12)
        found.setStretch(1, 1)
        return found

    def top(self, room: int) -> int:
        """Return how far below the window's upper edge it stands."""
        return max(0, (room - self.height()) // 2)

    def set_default(self, button: Button) -> None:
        """Make Enter press a button.

        Raises:
            ValueError: it is one that destroys.
        """
        if button.destroys:
            raise ValueError(button.text())
        button.setDefault(True)

    def put_away(self) -> bool:
        """Go out of sight, as when the window is locked; tell whether what was typed is kept."""
        self.hide()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Stand in the middle of the window, over a veil."""
        window = self._window()
        if self._veil is None:
            self._veil = Veil(window)
            window.installEventFilter(self)
        self._limit()
        super().showEvent(event)
        self._fit()
        self._centre()
        self._veil.show()
        self._veil.raise_()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the veil away."""
        super().hideEvent(event)
        if self._veil is not None:
            self._window().removeEventFilter(self)
            self._veil.hide()
            self._veil.deleteLater()
            self._veil = None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take closing by other means as the safe choice."""
        event.ignore()
        self.reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape as the safe choice."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Be as high as the content needs at the dialog's width, and the window allows."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            if self.isVisible():
                self._limit()
            self._fit()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay in the middle, and give the corners away where no compositor blends them."""
        super().resizeEvent(event)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), RADIUS - 1, RADIUS - 1)
        self.setMask(QRegion(outline.toFillPolygon().toPolygon()))
        if self.isVisible():
            self._centre()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move} and self.isVisible():
            self._limit()
            self._centre()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box and the bar at its foot."""
        with painting(self) as painter:
            filled_box(painter, self.rect(), self.theme.colour("surface"), RADIUS, self.theme.colour("border"))
            bar = 64
            area = QRectF(1, self.height() - bar, self.width() - 2, bar - 1)
            path = QPainterPath()
            path.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)
            painter.save()
            painter.setClipRect(area)
            painter.setRenderHint(painter.RenderHint.Antialiasing)
            painter.fillPath(path, self.theme.colour("panel"))
            painter.restore()
            painter.fillRect(1, self.height() - bar, self.width() - 2, 1, self.theme.colour("border"))

    def _window(self) -> QWidget:
        parent = self.parentWidget()
        return self if parent is None else parent.window()

    def _limit(self) -> None:
        if self._scrolled is not None:
            # words above or below may need more lines than usual
            others = self._needed() - self._scrolled.minimumHeight()
            self._scrolled.limit(self._window().height() - max(_AROUND, others))

    def _fit(self) -> None:
        if self.layout() is not None:
            self.setFixedHeight(self._needed())

    def _needed(self) -> int:
        layout = self.layout()
        if layout is None:
            return 0
        layout.activate()
        # where no text wraps, the height does not depend on the width
        high = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else -1
        return high if high >= 0 else layout.totalSizeHint().height()

    def _centre(self) -> None:
        window = self._window()
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(
            corner.x() + (window.width() - self.width()) // 2,
            corner.y() + self.top(window.height()),
        )
        if self._veil is not None:
            self._veil.setGeometry(window.rect())
            self._veil.hole = QRect(window.mapFromGlobal(self.pos()), self.size())
            self._veil.update()
