"""The theme in force: colours, fonts and icons by name, and who wants to know when it changes."""

from functools import cache

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette, QPixmap

from fracttal_console.ui.look.colours import Scheme, colour
from fracttal_console.ui.look.fonts import Role, font_of
from fracttal_console.ui.look.icons import IconEngine, render_icon

SYSTEM = "system"
"""The theme setting that follows the desktop."""


class Theme(QObject):
    """Everything that a widget asks when it paints; it keeps names and asks anew each time.

    Signals:
        changed: another scheme is in force, values are hidden or shown, or everything has another size.
    """

    changed = Signal()

    def __init__(self, wanted: str = SYSTEM) -> None:
        super().__init__()
        self._wanted = wanted
        self._private = False
        self._scheme = _resolved(wanted)
        self._colours: dict[str, QColor] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_desktop)

    @property
    def scheme(self) -> Scheme:
        """The colours in force."""
        return self._scheme

    @property
    def wanted(self) -> str:
        """What the person chose: a scheme, or `system`."""
        return self._wanted

    @property
    def private(self) -> bool:
        """Whether names, ids and addresses are hidden, for a screen that others see."""
        return self._private

    def hide_values(self, *, hidden: bool) -> None:
        """Hide or show names, ids and addresses."""
        self._private = hidden
        self.changed.emit()

    def choose(self, wanted: str) -> None:
        """Take another theme; `system` follows the desktop."""
        self._wanted = wanted
        self._take(_resolved(wanted))

    def colour(self, ink: str) -> QColor:
        """Return the colour of a token."""
        found = self._colours.get(ink)
        if found is None:
            found = self._colours[ink] = QColor(colour(ink, self._scheme))
        return found

    def font(self, role: Role) -> QFont:
        """Return the font of a role."""
        return font_of(role)

    def pixmap(self, icon: str, ink: str, size: int, ratio: float = 1.0) -> QPixmap:
        """Return an icon drawn in an ink: a colour by name.

        Args:
            icon: name of a file in `resources/icons`.
            ink: colour.
            size: edge in logical pixels.
            ratio: device pixels per logical pixel.
        """
        key = (icon, ink, size, ratio)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._pixmaps[key] = render_icon(icon, self.colour(ink), size, ratio)
        return found

    def icon(self, name: str, ink: str = "text2") -> QIcon:
        """Return an icon for buttons and menus that follows the theme."""
        return QIcon(IconEngine(self, name, ink))

    def palette(self) -> QPalette:
        """Return the palette for what is not painted here."""
        return _palette(self._scheme)

    def redraw(self) -> None:
        """Draw everything anew: it has another size."""
        self._pixmaps.clear()
        self.changed.emit()

    def _follow_desktop(self) -> None:
        if self._wanted == SYSTEM:
            self._take(_resolved(SYSTEM))

    def _take(self, scheme: Scheme) -> None:
        if scheme is self._scheme:
            return
        self._scheme = scheme
        self._colours.clear()
        self._pixmaps.clear()
        self.changed.emit()


def icon_size(edge: int) -> QSize:
    """Return the size of a square icon."""
    return QSize(edge, edge)


def _resolved(wanted: str) -> Scheme:
    if wanted != SYSTEM:
        return Scheme(wanted)
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return Scheme.DARK if dark else Scheme.LIGHT


_ROLES = {
    QPalette.ColorRole.Window: "surface",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "panel",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "text",
    QPalette.ColorRole.Highlight: "select",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Link: "accent_text",
    QPalette.ColorRole.LinkVisited: "accent_text",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border_strong",
    QPalette.ColorRole.Shadow: "border",
}
_DISABLED = (
    # left to Fusion these fall below 4.5 : 1
    QPalette.ColorRole.Text,
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.ButtonText,
)


@cache
def _palette(scheme: Scheme) -> QPalette:
    palette = QPalette()
    for role, ink in _ROLES.items():
        palette.setColor(role, QColor(colour(ink, scheme)))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colour("text3", scheme)))
    return palette
