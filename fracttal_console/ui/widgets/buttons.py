"""Buttons: what each does stands on it as a verb."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy

from fracttal_console.ui.look.colours import Scheme
from fracttal_console.ui.look.fonts import Role, metrics_of
from fracttal_console.ui.look.paint import filled_box, paint_icon, painting
from fracttal_console.ui.look.style import CONTROL_RADIUS
from fracttal_console.ui.look.theme import Theme

_ICON = 16
_GAP = 8


@dataclass(frozen=True, slots=True)
class _Look:
    """Tokens of one kind of button: fill, its hover, edge, words."""

    fill: str | None
    hover: str
    edge: str | None
    words: str
    padding: int = 14


class Kind(Enum):
    """What a button is for."""

    PRIMARY = _Look("accent", "accent_hover", None, "on_accent")
    SECONDARY = _Look("surface", "hover", "border_strong", "text")
    DANGER = _Look("surface", "bad_bg", "bad", "bad")
    DESTROY = _Look("danger", "danger_hover", None, "on_danger")
    PLAIN = _Look(None, "hover", None, "text2", 8)
    LINK = _Look(None, "hover", None, "accent_text", 4)


class Button(QPushButton):
    """A button with a text, and an icon before it where one helps."""

    def __init__(
        self, theme: Theme, text: str, kind: Kind = Kind.SECONDARY, *, icon: str = "", small: bool = False
    ) -> None:
        super().__init__(text)
        self._theme = theme
        self._kind = kind
        self._icon = icon
        self._role = Role.NAME
        self._hovered = False
        self.setFont(theme.font(self._role))
        self.setFixedHeight(28 if small else 32)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)

    @property
    def destroys(self) -> bool:
        """Whether it takes something away."""
        return self._kind in {Kind.DANGER, Kind.DESTROY}

    def set_icon(self, icon: str) -> None:
        """Show another icon; "" shows none."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: Kind) -> None:
        """Become a button of another kind."""
        self._kind = kind
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for icon and text."""
        width = 2 * self._kind.value.padding + metrics_of(self._role).horizontalAdvance(self.text())
        return QSize(width + (_ICON + _GAP if self._icon else 0), self.height())

    def minimumSizeHint(self) -> QSize:
        """Never cut the text."""
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Note that the pointer is here."""
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Note that the pointer has left."""
        self._hovered = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button in its state."""
        with painting(self) as painter:
            self._draw(painter)

    def _draw(self, painter: QPainter) -> None:
        look, theme = self._kind.value, self._theme
        words = look.words if self.isEnabled() else "text3"
        fill, edge = look.fill, look.edge
        if not self.isEnabled():
            fill, edge = ("sunken" if look.fill else None), ("border" if look.fill else None)
        elif self._hovered or self.isDown():
            fill = look.hover
        if fill or edge:
            filled_box(
                painter,
                self.rect(),
                theme.colour(fill) if fill else None,
                CONTROL_RADIUS,
                theme.colour(edge) if edge else None,
            )
        self._draw_words(painter, words)
        draw_focus(painter, self, theme)

    def _draw_words(self, painter: QPainter, words: str) -> None:
        painter.setFont(self.font())
        painter.setPen(self._theme.colour(words))
        text = metrics_of(self._role).horizontalAdvance(self.text())
        whole = text + (_ICON + _GAP if self._icon else 0)
        left = (self.width() - whole) // 2
        if self._icon:
            paint_icon(painter, self._theme, self._icon, words, left, self.height() // 2, _ICON)
            left += _ICON + _GAP
        area = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())


class IconButton(QAbstractButton):
    """A button that shows an icon only; its name is said to assistive technology and in the tooltip."""

    def __init__(self, theme: Theme, icon: str, name: str, *, size: int = 28, ink: str = "text2") -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._ink = ink
        self.setFixedSize(size, size)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Say what it does."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the square that it was given."""
        return self.size()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the pointer is here."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show that the pointer has left."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon in its state."""
        with painting(self) as painter:
            if self.isEnabled() and (self.underMouse() or self.isDown()):
                filled_box(painter, self.rect(), self._theme.colour("hover"), CONTROL_RADIUS)
            ink = self._ink if self.isEnabled() else "text3"
            paint_icon(painter, self._theme, self._icon, ink, (self.width() - _ICON) // 2, self.height() // 2, _ICON)
            draw_focus(painter, self, self._theme)


def draw_focus(painter: QPainter, button: QAbstractButton, theme: Theme) -> None:
    """Draw the focus ring of a button that has the focus."""
    if button.hasFocus():
        width = 3 if theme.scheme is Scheme.CONTRAST else 2
        filled_box(painter, button.rect(), None, CONTROL_RADIUS, theme.colour("focus"), width)
