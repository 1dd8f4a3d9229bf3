"""The gateway, and the settings."""

from fracttal_console.domain.errors.tree import ConsoleError


class PortTaken(ConsoleError):
    """Another program listens on this address already."""

    code = "port_taken"

    def __init__(self, host: str, port: int) -> None:
        super().__init__(host=host, port=port)


class ListenRefused(ConsoleError):
    """The address cannot be listened on, or lies beyond loopback without TLS or a declared proxy."""

    code = "listen_refused"

    def __init__(self, host: str) -> None:
        super().__init__(host=host)


class TlsUnusable(ConsoleError):
    """Certificate or key of the gateway cannot be used; `why` is `unreadable` or `unfit`."""

    code = "tls_unusable"

    def __init__(self, path: object, why: str) -> None:
        super().__init__(path=str(path), why=why)


class GatewayNotStarted(ConsoleError):
    """The gateway's process ended before it was ready; `reason` is what it said."""

    code = "gateway_not_started"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class TryAddressRefused(ConsoleError):
    """A secret must not be sent there: the address is none, or lies beyond this computer without TLS."""

    code = "try_address_refused"

    def __init__(self, address: str) -> None:
        super().__init__(address=address)


class SettingInvalid(ConsoleError):
    """A setting has a value that it cannot have."""

    code = "setting_invalid"

    def __init__(self, setting: str, value: str) -> None:
        super().__init__(setting=setting, value=value)
