"""The one way to copy: secrets are marked for clipboard managers, count down and are taken back."""

import hashlib
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication

_TICK_MS = 250
_MARKS = {
    # KDE's Klipper and most others on X11 and Wayland
    "x-kde-passwordManagerHint": b"secret",
    # Windows: no history, no cloud, no viewers; each a DWORD but for the first
    "ExcludeClipboardContentFromMonitorProcessing": b"\0",
    "CanIncludeInClipboardHistory": b"\0\0\0\0",
    "CanUploadToCloudClipboard": b"\0\0\0\0",
    # macOS, best effort: Qt writes it under its own name there
    "application/x-nspasteboard-concealed-type": b"1",
}
_WINDOWS_ONLY = frozenset(
    {"ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory", "CanUploadToCloudClipboard"}
)


class Clipboard(QObject):
    """Copy texts; a secret is cleared after a time, if the clipboard still holds it.

    Nothing is ever put into the primary selection of X11.

    Signals:
        changed: a secret was copied or cleared, or a second of its time has passed.
        kept: the clipboard could not be cleared; the person has to do it.
    """

    changed = Signal()
    kept = Signal()

    def __init__(
        self, seconds: int, *, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        """Take how long a secret may lie there.

        Args:
            seconds: 10 to 90.
            clock: tells seconds that never go back.
            parent: owner in Qt's sense.
        """
        super().__init__(parent)
        self.seconds = seconds
        self._clock = clock
        self._digest = b""
        self._until = 0.0
        self._said = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def seconds_left(self) -> int:
        """Seconds until the secret is cleared; 0 where there is none."""
        return max(1, round(self._until - self._clock())) if self._digest else 0

    def copy(self, text: str, *, secret: bool = False) -> None:
        """Put a text into the clipboard."""
        if secret:
            _clipboard().setMimeData(_marked(text), QClipboard.Mode.Clipboard)
            self._digest = _digest(text)
            self._until = self._clock() + self.seconds
            self._said = self.seconds
            self._timer.start()
        else:
            # Qt's own data: ours would end after Python did, where a platform keeps them until the process ends
            _clipboard().setText(text, QClipboard.Mode.Clipboard)
            self._let_go()
        self.changed.emit()

    def clear_now(self) -> None:
        """Clear the clipboard, if it still holds the secret that was copied here."""
        if not self._digest:
            return
        ours = self._digest
        self._let_go()
        board = _clipboard()
        if _digest(board.text(QClipboard.Mode.Clipboard)) == ours:
            board.clear(QClipboard.Mode.Clipboard)
            if _digest(board.text(QClipboard.Mode.Clipboard)) == ours:
                self.kept.emit()
        self.changed.emit()

    def _let_go(self) -> None:
        self._digest = b""
        self._timer.stop()

    def _tick(self) -> None:
        left = self._until - self._clock()
        if left <= 0:
            self.clear_now()
        elif self.seconds_left != self._said:
            self._said = self.seconds_left
            self.changed.emit()


def _marked(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    for name, value in _MARKS.items():
        if name not in _WINDOWS_ONLY or sys.platform == "win32":
            data.setData(name, value)
    return data


def _clipboard() -> QClipboard:
    return QGuiApplication.clipboard()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
