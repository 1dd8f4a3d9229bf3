"""The window: one face at a time, and what becomes of dialogs when it is locked."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QEventLoop, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from fracttal_console.ui.look.mark import PRODUCT, mark_icon
from fracttal_console.ui.look.scale import rescale
from fracttal_console.ui.widgets.dialog import Dialog
from fracttal_console.ui.widgets.layouts import column
from fracttal_console.ui.window.remembered import PageLook, WindowLook

SMALLEST = (1024, 680)
_FIRST_SIZE = (1440, 900)
_FRAME = 40
"""Room for the frame that the desktop puts around the window, in pixels."""


class ConsoleWindow(QWidget):
    """Shows a face: first start, sign-in, workbench, lock; one that `stays` is only hidden when it is closed.

    One that `leaves_task_bar` is hidden when it is minimised too.

    Signals:
        closed: the person closed the window.
        put_by: it was minimised, or closed to the tray.
    """

    closed = Signal()
    put_by = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._faces = QStackedWidget()
        self.stays = self.leaves_task_bar = False
        self._put_away: list[Dialog] = []
        self.setWindowTitle(PRODUCT)
        self.setWindowIcon(mark_icon())
        self.setMinimumSize(*SMALLEST)
        self.resize(*_FIRST_SIZE)
        self.setLayout(column(self._faces, spacing=0))

    def appear(self, look: WindowLook) -> None:
        """Show the window as it was left, filling a screen that is too small for it."""
        room = self._fit_smallest()
        width, height = look.width or _FIRST_SIZE[0], look.height or _FIRST_SIZE[1]
        self.resize(min(width, room.width()), min(height, room.height()))
        if look.maximised or room.width() < width or room.height() < height + _FRAME:
            self.showMaximized()
        else:
            self.show()

    def rescale(self, percent: int, before: int) -> None:
        """Draw everything at another size; the window itself stays as large on the screen, as far as that can be.

        Args:
            percent: the size.
            before: the one it has.
        """
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        seen = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        size, maximised, focus = self.size(), self.isMaximized(), self.focusWidget()
        for window in seen:
            window.hide()
        # what the desktop has said of them already is not to be heard after they are gone
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        rescale(percent)
        room = self._fit_smallest()
        if not maximised:
            wanted = size * (before / percent)
            self.resize(wanted.boundedTo(room.size()).expandedTo(self.minimumSize()))
        for window in sorted(seen, key=lambda window: window is not self):
            window.show()
        self.activateWindow()
        if focus is not None:
            focus.setFocus()

    def _fit_smallest(self) -> QRect:
        # a person who wants everything twice as large has a screen of half as many pixels
        room = self.screen().availableGeometry()
        self.setMinimumSize(min(SMALLEST[0], room.width()), min(SMALLEST[1], room.height()))
        return room

    def look(self, page: str, pages: Mapping[str, PageLook]) -> WindowLook:
        """Return how the window is left."""
        size = self.normalGeometry().size() if self.isMaximized() else self.size()
        return WindowLook(size.width(), size.height(), self.isMaximized(), page, pages)

    def come_forward(self) -> None:
        """Come in front of other windows, from the task bar or the tray too."""
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    @property
    def face(self) -> QWidget | None:
        """What is shown."""
        return self._faces.currentWidget()

    def show_face(self, face: QWidget, *, keep: QWidget | None = None) -> None:
        """Show another face; the others are let go, but for one that is kept behind it."""
        if self._faces.indexOf(face) < 0:
            self._faces.addWidget(face)
        self._faces.setCurrentWidget(face)
        for place in reversed(range(self._faces.count())):
            other = self._faces.widget(place)
            if other is not face and other is not keep and other is not None:
                self._faces.removeWidget(other)
                other.setParent(None)
                other.deleteLater()

    def put_dialogs_away(self, behind: QWidget) -> bool:
        """Hide the dialogs of a face, and let secrets in them go; tell whether any is kept."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        shown = [dialog for dialog in behind.findChildren(Dialog) if dialog.isVisible()]
        gone: list[QObject] = []
        for dialog in shown:
            # what stands over a dialog that was let go has nothing to come back to
            if dialog.put_away() and dialog.parent() not in gone:
                self._put_away.append(dialog)
            else:
                gone.append(dialog)
        return bool(self._put_away)

    def bring_dialogs_back(self) -> None:
        """Show the dialogs that were put away, with what was typed in them."""
        dialogs, self._put_away = self._put_away, []
        for dialog in dialogs:
            dialog.open()

    def forget_dialogs(self) -> None:
        """Let go of dialogs that were put away: somebody else signs in."""
        self._put_away.clear()

    def changeEvent(self, event: QEvent) -> None:
        """Tell that the window is minimised, and leave the task bar where that is wanted."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange and self.isMinimized():
            if self.leaves_task_bar:
                # once the desktop is through with minimising it
                QTimer.singleShot(0, self, self.hide)
            self.put_by.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window is closed; whoever hears it ends the program."""
        if self.stays:
            event.ignore()
            self.hide()
            self.put_by.emit()
            return
        event.accept()
        self.closed.emit()
