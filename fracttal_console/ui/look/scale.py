"""How large everything is drawn: Qt's own factor, said before it begins and changed while it runs.

Qt scales fonts, rows, icons and hairlines alike by one factor, and reads it once. What it calls itself to take another
is exported by its library but not by the binding; where it is not found, another size counts from the next start on.
"""

import ctypes
import os
import sys
from collections.abc import Callable
from functools import cache

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

NORMAL = 100
_VARIABLE = "QT_SCALE_FACTOR"
_LIBRARY = "libQt6Gui.so.6"
_TAKE_FACTOR = "_ZN15QHighDpiScaling15setGlobalFactorEd"


def _said(text: str | None) -> float:
    try:
        return max(0.1, float(text or 1))
    except ValueError:
        return 1.0


_desktop = _said(os.environ.get(_VARIABLE))
"""What the person wants of every Qt program; ours is that many times as large."""


def begin_scaled(percent: int) -> None:
    """Draw everything so large from the beginning; before the application is made."""
    if percent != NORMAL:
        os.environ[_VARIABLE] = f"{_desktop * percent / NORMAL:g}"


def can_rescale() -> bool:
    """Tell whether another size can be taken while the program runs."""
    return _taker() is not None


def rescale(percent: int) -> None:
    """Draw everything larger or smaller from here on.

    A window of the desktop keeps the factor it was made with: those that are there are given back, and made anew by
    whoever shows them again. Nothing is lost in it but the flicker.
    """
    take = _taker()
    if take is None:
        return
    for window in QGuiApplication.allWindows():
        window.destroy()
    # what it says is that no window may exist: of the desktop's there is none at this moment
    before = qInstallMessageHandler(lambda *_said: None)
    try:
        take(_desktop * percent / NORMAL)
    finally:
        qInstallMessageHandler(before)


@cache
def _taker() -> Callable[[float], object] | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        # the one that is loaded already, and no other
        function = getattr(ctypes.CDLL(_LIBRARY, mode=os.RTLD_NOLOAD | os.RTLD_NOW), _TAKE_FACTOR)
    except (OSError, AttributeError):
        return None
    function.argtypes, function.restype = [ctypes.c_double], None
    taker: Callable[[float], object] = function
    return taker
