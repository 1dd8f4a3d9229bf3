"""The Secret Service of a Linux desktop, asked over D-Bus without a prompt: is it locked, and whose is it."""

from contextlib import closing

NEUTRAL_NAME = "Secret Service"

_INTERFACE = "org.freedesktop.secrets"
_DEFAULT_COLLECTION = "/org/freedesktop/secrets/aliases/default"
# Each program that may answer for the interface also owns a name of its own on the bus.
_NAMES = {
    "org.gnome.keyring": "GNOME Keyring",
    "org.kde.kwalletd6": "KDE Wallet",
    "org.kde.kwalletd5": "KDE Wallet",
    "org.kde.secretservicecompat": "KDE Wallet",
    "org.keepassxc.KeePassXC.MainWindow": "KeePassXC",
}


def secret_service() -> tuple[str, bool]:
    """Return the name of the program that keeps the secrets, and whether it is locked.

    Asking for an entry would show a prompt where it is locked; this asks for no entry.

    Raises:
        ImportError: the libraries for it are not there.
        secretstorage.SecretStorageException: there is no bus, or nobody answers.
    """
    # Here, because they exist on Linux only; keyring brings both.
    import secretstorage  # noqa: PLC0415
    from jeepney.bus_messages import message_bus  # noqa: PLC0415

    with closing(secretstorage.dbus_init()) as connection:
        try:
            locked = secretstorage.Collection(connection, _DEFAULT_COLLECTION).is_locked()
        except secretstorage.ItemNotFoundException:  # the first entry will make it
            locked = False

        def owner(name: str) -> str | None:
            """Return the connection that a name on the bus belongs to, None where nobody has it."""
            reply = connection.send_and_get_reply(message_bus.GetNameOwner(name), timeout=1.0)
            body: tuple[str, ...] = reply.body
            return body[0] if reply.header.message_type.name == "method_return" else None

        keeper = owner(_INTERFACE)
        found = (said for name, said in _NAMES.items() if keeper is not None and owner(name) == keeper)
        return next(found, NEUTRAL_NAME), locked
