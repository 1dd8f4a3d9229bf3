"""What the desktop says of the person's session: asleep, screen locked, idle; on Linux, over D-Bus, else from X11."""

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
from PySide6.QtGui import QGuiApplication

from fracttal_console.ui.window.x11_idle import X11Idle

_LOGIND = "org.freedesktop.login1"
_LOGIND_PATH = "/org/freedesktop/login1"
_SCREEN_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver")
_ASK_MS = 5_000
_IDLE_SOURCES = (
    # service, path, interface, method, units in a second; the first that answers is asked from then on
    ("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core", "org.gnome.Mutter.IdleMonitor",
     "GetIdletime", 1000),
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver",
     "GetSessionIdleTime", 1000),
)  # fmt: skip


class SessionWatch(QObject):
    """Follows the session of the desktop; where there is no such thing, it says nothing.

    Signals:
        away: the window must be locked, because: asleep or screen.
        idle: for how many seconds nobody has touched keyboard or mouse, in any program.
    """

    away = Signal(str)
    idle = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls: set[QDBusPendingCallWatcher] = set()
        self._sources = list(_IDLE_SOURCES)
        self._x11: X11Idle | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_ASK_MS)
        self._timer.timeout.connect(self.ask_idle)
        self._system = QDBusConnection.systemBus()
        self._session = QDBusConnection.sessionBus()
        if self._system.isConnected():
            self._system.connect(
                _LOGIND, _LOGIND_PATH, f"{_LOGIND}.Manager", "PrepareForSleep", self, _slot("prepare_for_sleep(bool)")
            )
            self._call(
                self._system,
                (_LOGIND, _LOGIND_PATH, f"{_LOGIND}.Manager", "GetSession"),
                ["auto"],
                self._follow_session,
            )
        if self._session.isConnected():
            for name in _SCREEN_SAVERS:
                self._session.connect("", "", name, "ActiveChanged", self, _slot("screen_changed(bool)"))

    def start(self) -> None:
        """Ask from time to time how long nobody did anything."""
        if not self._session.isConnected():
            self._sources.clear()
        if not self._sources:
            self._open_x11()
        if self._sources or self._x11 is not None:
            self._timer.start()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()
        if self._x11 is not None:
            self._x11.close()
            self._x11 = None

    def ask_idle(self) -> None:
        """Ask the desktop how long nobody did anything."""
        if self._sources:
            service, path, interface, method, units = self._sources[0]
            self._call(
                self._session,
                (service, path, interface, method),
                [],
                lambda reply: self.idle.emit(float(reply) / units),
                self._ask_another,
            )
        elif self._x11 is not None:
            seconds = self._x11.seconds()
            if seconds is not None:
                self.idle.emit(seconds)

    @Slot(bool)
    def prepare_for_sleep(self, begins: bool) -> None:  # noqa: FBT001 - logind's own signal
        """Lock before the computer sleeps."""
        if begins:
            self.away.emit("asleep")

    @Slot()
    def session_locked(self) -> None:
        """Lock with the session."""
        self.away.emit("screen")

    @Slot(bool)
    def screen_changed(self, locked: bool) -> None:  # noqa: FBT001 - the screen saver's own signal
        """Lock with the screen."""
        if locked:
            self.away.emit("screen")

    def _follow_session(self, path: Any) -> None:  # noqa: ANN401 - Qt's variant
        # only the person's own session: other people's are locked on the same bus
        name = path.path() if hasattr(path, "path") else str(path)
        self._system.connect(_LOGIND, name, f"{_LOGIND}.Session", "Lock", self, _slot("session_locked()"))

    def _ask_another(self) -> None:
        del self._sources[:1]
        if not self._sources:
            self._open_x11()
        if self._sources or self._x11 is not None:
            self.ask_idle()
        else:
            self._timer.stop()

    def _open_x11(self) -> None:
        # elsewhere an X server sees a part of what a person does, or there is none
        if self._x11 is None and QGuiApplication.platformName() == "xcb":
            self._x11 = X11Idle.opened()

    def _call(
        self,
        bus: QDBusConnection,
        where: tuple[str, str, str, str],
        arguments: list[object],
        take: Callable[[Any], None],
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        message = QDBusMessage.createMethodCall(*where)
        message.setArguments(arguments)
        watcher = QDBusPendingCallWatcher(bus.asyncCall(message), self)
        self._calls.add(watcher)

        def done() -> None:
            self._calls.discard(watcher)
            reply = watcher.reply()
            watcher.deleteLater()
            if reply.type() is QDBusMessage.MessageType.ReplyMessage and reply.arguments():
                take(reply.arguments()[0])
            else:
                failed()

        watcher.finished.connect(done)


def _slot(signature: str) -> bytes:
    # the binding takes the text that SLOT makes, its stubs say bytes
    return cast("bytes", SLOT(signature))
