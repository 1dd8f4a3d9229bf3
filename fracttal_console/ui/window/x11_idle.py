"""For how long nobody touched keyboard or mouse, asked of an X server: for desktops whose bus does not say it."""

import ctypes
from typing import Any, Self

_MILLISECONDS = 1000


class _Info(ctypes.Structure):
    """`XScreenSaverInfo` of X11/extensions/scrnsaver.h."""

    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


class X11Idle:
    """A connection of its own to an X server that counts idleness; one question is one round trip."""

    def __init__(self, x11: Any, saver: Any, display: int) -> None:  # noqa: ANN401 - libraries of ctypes
        self._x11 = x11
        self._saver = saver
        self._display = display

    @classmethod
    def opened(cls, name: str | None = None) -> Self | None:
        """Connect, and return None where the libraries, the server or its extension are absent.

        Args:
            name: of the display; without it, that of the environment.
        """
        try:
            x11, saver = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
        except OSError:
            return None
        _declare(x11, saver)
        display = x11.XOpenDisplay(None if name is None else name.encode())
        if display is None:
            return None
        found = cls(x11, saver, display)
        event, error = ctypes.c_int(), ctypes.c_int()
        if not saver.XScreenSaverQueryExtension(display, ctypes.byref(event), ctypes.byref(error)):
            found.close()
            return None
        return found

    def seconds(self) -> float | None:
        """Return for how long nobody did anything; None where the server does not answer."""
        info = _Info()
        root = self._x11.XDefaultRootWindow(self._display)
        if not self._saver.XScreenSaverQueryInfo(self._display, root, ctypes.byref(info)):
            return None
        return float(info.idle) / _MILLISECONDS

    def close(self) -> None:
        """Disconnect; nothing can be asked any more."""
        self._x11.XCloseDisplay(self._display)


def _declare(x11: Any, saver: Any) -> None:  # noqa: ANN401 - as above
    # without these, ctypes would cut pointers to the size of an int
    x11.XOpenDisplay.restype, x11.XOpenDisplay.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
    x11.XDefaultRootWindow.restype, x11.XDefaultRootWindow.argtypes = ctypes.c_ulong, [ctypes.c_void_p]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    whole = ctypes.POINTER(ctypes.c_int)
    saver.XScreenSaverQueryExtension.argtypes = [ctypes.c_void_p, whole, whole]
    saver.XScreenSaverQueryInfo.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.POINTER(_Info)]
