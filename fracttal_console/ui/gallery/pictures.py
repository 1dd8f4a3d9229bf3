"""How a picture is taken of a dialog, and made small."""

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QWidget

from fracttal_console.ui.look.paint import painting


class ScreenMissing(Exception):
    """A screen did not appear in time."""


def clear_grab(dialog: QDialog) -> QPixmap:
    """Grab a dialog with the corners outside of its round edge left clear."""
    picture = QPixmap(dialog.size() * dialog.devicePixelRatioF())
    picture.setDevicePixelRatio(dialog.devicePixelRatioF())
    picture.fill(Qt.GlobalColor.transparent)
    dialog.render(picture, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    return picture


def grab_with(window: QWidget, dialogs: Iterable[QDialog]) -> QImage:
    """Grab a window with the dialogs that stand over it."""
    picture = window.grab()
    with painting(picture) as painter:
        for dialog in dialogs:
            painter.drawPixmap(window.mapFromGlobal(dialog.mapToGlobal(QPoint(0, 0))), clear_grab(dialog))
    return picture.toImage()


def few_colours(image: QImage) -> QImage:
    """Return a picture in its own 256 commonest colours: enough for flat surfaces, and a third of the size."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(plain.constBits()).cast("I")
    table = [colour for colour, _ in Counter(pixels).most_common(256)]
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table)
