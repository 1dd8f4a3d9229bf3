"""A desktop's services on a bus of their own: what happens to a session is done to it from outside.

Run as `python fake_desktop.py`; each line on stdin does one thing: `sleep`, `wake`, `lock`, `other`, `screen`.
"""

import os
import sys
import threading
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

MANAGER = DBusAddress("/org/freedesktop/login1", interface="org.freedesktop.login1.Manager")
OWN = DBusAddress("/org/freedesktop/login1/session/_31", interface="org.freedesktop.login1.Session")
OTHER = DBusAddress("/org/freedesktop/login1/session/_32", interface="org.freedesktop.login1.Session")
SCREEN = DBusAddress("/org/freedesktop/ScreenSaver", interface="org.freedesktop.ScreenSaver")
SIGNALS = {
    "sleep": (MANAGER, "PrepareForSleep", "b", (True,)),
    "wake": (MANAGER, "PrepareForSleep", "b", (False,)),
    "lock": (OWN, "Lock", "", ()),
    "other": (OTHER, "Lock", "", ()),
    "screen": (SCREEN, "ActiveChanged", "b", (True,)),
}
IDLE_MS = 42_000


def answer(message: Any) -> Any:  # noqa: ANN401 - jeepney has no types
    member = message.header.fields.get(HeaderFields.member)
    if member == "GetSession":
        return new_method_return(message, "o", (OWN.object_path,))
    if member == "GetSessionIdleTime":
        return new_method_return(message, "u", (IDLE_MS,))
    return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")


def serve(connection: Any) -> None:  # noqa: ANN401 - as above
    while True:
        message = connection.receive()
        if message.header.message_type is MessageType.method_call:
            connection.send(answer(message))


def main() -> None:
    connection = open_dbus_connection(bus="SESSION")
    for name in ("org.freedesktop.login1", "org.freedesktop.ScreenSaver"):
        connection.send_and_get_reply(message_bus.RequestName(name))
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        address, name, signature, body = SIGNALS[line.strip()]
        connection.send(new_signal(address, name, signature or None, body))
    os._exit(0)


if __name__ == "__main__":
    main()
