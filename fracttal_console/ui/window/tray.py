"""The icon in the desktop's tray, for those who want one: how much needs attention, open, lock, quit."""

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from fracttal_console.texts.brief import number
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.fonts import Role, sized
from fracttal_console.ui.look.mark import PRODUCT, mark_icon
from fracttal_console.ui.look.paint import filled_box
from fracttal_console.ui.look.theme import Theme

_EDGE = 64
_MOST = 99


def tray_exists() -> bool:
    """Tell whether this desktop has a tray; the setting says so where it has none."""
    return QSystemTrayIcon.isSystemTrayAvailable()


class Tray(QObject):
    """One icon; it names nothing of the base, since everybody who passes by sees it.

    Signals:
        opened, locked, quitted: what was chosen in the menu; a click opens.
    """

    opened = Signal()
    locked = Signal()
    quitted = Signal()

    def __init__(self, theme: Theme, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._texts = texts
        self._icon = QSystemTrayIcon(mark_icon(), self)
        self._menu = QMenu()
        for words, chosen in (
            (texts.gettext("Open"), self.opened),
            (texts.gettext("Lock"), self.locked),
            (texts.gettext("Quit"), self.quitted),
        ):
            self._menu.addAction(words).triggered.connect(chosen)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self.show_waiting(0)
        self._icon.show()

    @property
    def menu(self) -> QMenu:
        """What the icon offers."""
        return self._menu

    @property
    def words(self) -> str:
        """What the icon says when it is pointed at."""
        return self._icon.toolTip()

    def show_waiting(self, waiting: int) -> None:
        """Show how many things need attention."""
        self._icon.setIcon(self._drawn(waiting))
        if not waiting:
            self._icon.setToolTip(PRODUCT)
            return
        words = self._texts.ngettext("{n} thing needs attention", "{n} things need attention", waiting)
        self._icon.setToolTip(f"{PRODUCT}: {words.format(n=number(waiting, self._texts))}")

    def close(self) -> None:
        """Take the icon away."""
        self._icon.hide()
        self._menu.deleteLater()

    def _activated(self, how: QSystemTrayIcon.ActivationReason) -> None:
        if how in {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}:
            self.opened.emit()

    def _drawn(self, waiting: int) -> QIcon:
        if not waiting:
            return mark_icon()
        picture = mark_icon().pixmap(_EDGE, _EDGE)
        painter = QPainter(picture)
        try:
            half = _EDGE // 2
            box = QRect(half - 8, 0, half + 8, half + 4)
            filled_box(painter, box, self._theme.colour("danger"), box.height() / 2)
            painter.setFont(sized(Role.STRONG, half - 4))
            painter.setPen(self._theme.colour("on_danger"))
            words = str(waiting) if waiting <= _MOST else f"{_MOST}+"
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        finally:
            painter.end()
        return QIcon(picture)
