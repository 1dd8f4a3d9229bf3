"""Settings: one table of keys, defaults and environment names; flag over environment over file over default."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fracttal_console.domain.errors import SettingInvalid
from fracttal_console.domain.hosts import is_loopback
from fracttal_console.settings_file import SETTINGS_FILE, change_settings_file, read_settings_file

ENVIRONMENT_PREFIX = "FRACTTAL_CONSOLE_"
DATABASE_FILE = "base.db"
GATEWAY_PORT = 8750
"""Where the gateway listens when nothing else is set."""

RANGES: Mapping[str, tuple[int, int]] = {
    "clipboard_seconds": (10, 90),
    "lock_minutes": (1, 120),
    "gateway_port": (0, 65535),
    "zoom": (80, 200),
    "usage_days": (30, 400),
    "refusal_days": (1, 7),
}
"""The least and the most of each setting that is a number."""

HostPort = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person may set; frozen, made once at start.

    `issuer` is empty where the gateway's own address is meant. `hawk_hosts` are further host and port pairs for which
    Hawk MACs may be made. `trusted_proxies` are networks (CIDR). `language` is empty where the system's is meant.
    `clipboard_seconds` is how long a copied secret stays in the clipboard, `lock_minutes` after how long without
    activity the window locks, and `gateway_port` where the gateway listens; 0 takes a free one. `gateway_start` is
    `yes` where the window starts the gateway, else `no`, and `zoom` how large everything is drawn, in per cent. `tray`
    is whether there is an icon in the desktop's tray (`off`, `on`), and whether closing the window leaves it there
    (`close`) or minimising it too (`minimise`); `lock_when_hidden` is `yes` where the window locks as soon as it is
    minimised or left there. For `usage_days` it is kept how much was used, for `refusal_days` what was refused. The
    three of `identity_provider` name the company's own, what this authority is called there, and the file with its
    secret; all empty where there is none.
    """

    data_dir: Path
    database_url: str = ""
    key_provider: str = "keyring"
    issuer: str = ""
    hawk_hosts: tuple[HostPort, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    language: str = ""
    operator: str = ""
    password_file: str = ""
    theme: str = "system"
    clipboard_seconds: int = 30
    lock_minutes: int = 10
    gateway_port: int = GATEWAY_PORT
    gateway_start: str = "yes"
    zoom: int = 100
    tray: str = "off"
    lock_when_hidden: str = "no"
    usage_days: int = 400
    refusal_days: int = 7
    identity_provider_issuer: str = ""
    identity_provider_client_id: str = ""
    identity_provider_secret_file: str = ""

    @property
    def database_path(self) -> Path:
        """The SQLite file of the base."""
        prefix = "sqlite:///"
        if not self.database_url:
            return self.data_dir / DATABASE_FILE
        if not self.database_url.startswith(prefix) or len(self.database_url) == len(prefix):
            raise SettingInvalid("database_url", self.database_url.partition("@")[0])
        return Path(self.database_url[len(prefix) :])


@dataclass(frozen=True, slots=True)
class _Key:
    """One row of the table: how the text of a setting becomes its value."""

    name: str
    parse: Callable[[str], object] = field(default=str)
    is_number: bool = False


def _directory(text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:  # ~ of somebody whom the system does not know
        raise ValueError(text) from error


def _issuer(text: str) -> str:
    head, slashes, rest = text.partition("://")
    if head not in {"http", "https"} or not slashes or not rest or any(sign in rest for sign in "?#@ "):
        raise ValueError(text)
    return text.rstrip("/")


def _provider(text: str) -> str:
    """Return an issuer as it is written: it is compared sign by sign, a slash at its end included."""
    host = urlsplit(_issuer(text)).hostname or ""
    if not text.isascii() or not text.isprintable() or not (text.startswith("https://") or is_loopback(host)):
        raise ValueError(text)
    return text


def _hosts(text: str) -> tuple[HostPort, ...]:
    pairs = []
    for part in filter(None, (item.strip() for item in text.split(","))):
        host, colon, port = part.rpartition(":")
        if not colon or not host or not (port.isascii() and port.isdecimal()) or not 0 < int(port) < 65536:
            raise ValueError(part)
        pairs.append((host.lower(), int(port)))
    return tuple(pairs)


def _networks(text: str) -> tuple[str, ...]:
    return tuple(str(ip_network(part.strip())) for part in text.split(",") if part.strip())


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return parse


def _number(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) < 8 and least <= int(text) <= most):
            raise ValueError(text)
        return int(text)

    return parse


_KEYS = (
    _Key("data_dir", _directory),
    _Key("database_url"),
    _Key("key_provider"),
    _Key("issuer", _issuer),
    _Key("hawk_hosts", _hosts),
    _Key("trusted_proxies", _networks),
    _Key("language"),
    _Key("operator"),
    _Key("password_file"),
    _Key("theme", _one_of("system", "light", "dark", "contrast")),
    _Key("clipboard_seconds", _number(*RANGES["clipboard_seconds"]), is_number=True),
    _Key("lock_minutes", _number(*RANGES["lock_minutes"]), is_number=True),
    _Key("gateway_port", _number(*RANGES["gateway_port"]), is_number=True),
    _Key("gateway_start", _one_of("yes", "no")),
    _Key("zoom", _number(*RANGES["zoom"]), is_number=True),
    _Key("tray", _one_of("off", "on", "close", "minimise")),
    _Key("lock_when_hidden", _one_of("yes", "no")),
    _Key("usage_days", _number(*RANGES["usage_days"]), is_number=True),
    _Key("refusal_days", _number(*RANGES["refusal_days"]), is_number=True),
    _Key("identity_provider_issuer", _provider),
    _Key("identity_provider_client_id"),
    _Key("identity_provider_secret_file"),
)
_IN_FILE = {key.name: key for key in _KEYS if key.name != "data_dir"}


def load_settings(environ: Mapping[str, str], flags: Mapping[str, str | None] | None = None) -> Settings:
    """Return the settings in force.

    Args:
        environ: the process's environment.
        flags: settings given on the command line by name; None or absent means not given.

    Raises:
        SettingInvalid: a value is none that the setting can have.
    """
    given: dict[str, str] = {}
    for key in _KEYS:
        flag = (flags or {}).get(key.name)
        text = flag if flag is not None else environ.get(ENVIRONMENT_PREFIX + key.name.upper())
        if text:
            given[key.name] = text
    settings = Settings(data_dir=default_data_dir(environ))
    if "data_dir" in given:
        settings = _with(settings, {"data_dir": given.pop("data_dir")})
    settings = _with(settings, _file_values(settings.data_dir / SETTINGS_FILE))
    return _with(settings, given)


def check_setting(name: str, text: str) -> None:
    """See whether a setting can have a value, written as in the settings file; "" is its default.

    Raises:
        SettingInvalid: it cannot.
    """
    if text:
        _with(Settings(data_dir=Path()), {name: text})


def overridden_settings(environ: Mapping[str, str]) -> frozenset[str]:
    """Return the names of the settings that the environment settles, whatever the settings file says."""
    return frozenset(key.name for key in _KEYS if environ.get(ENVIRONMENT_PREFIX + key.name.upper()))


def settings_environment(settings: Settings) -> dict[str, str]:
    """Return the environment variables by which another process of this program has the same settings."""
    return {
        ENVIRONMENT_PREFIX + key.name.upper(): text for key in _KEYS if (text := _text(getattr(settings, key.name)))
    }


def default_data_dir(environ: Mapping[str, str]) -> Path:
    """Return where a base lies when nothing else is set."""
    home = Path(environ.get("HOME") or Path.home())
    return Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "fracttal-console"


def save_settings(data_dir: Path, changes: Mapping[str, str]) -> None:
    """Change the settings file of a data directory; what is not named in it stays.

    Args:
        data_dir: where the base lies, or will lie.
        changes: texts by the name of the setting; "" gives it back to its default.

    Raises:
        SettingInvalid: a value is none that the setting can have, in the changes or in the file; nothing was written.
        StorageFailed: the file cannot be written; the old one stands.
    """
    path = data_dir / SETTINGS_FILE
    for name, text in changes.items():
        if name not in _IN_FILE or not text.isprintable():
            raise SettingInvalid(name, repr(text)[:80])
    given = {name: text for name, text in changes.items() if text}
    _with(Settings(data_dir=data_dir), {**_file_values(path), **given})
    change_settings_file(path, changes)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(f"{item[0]}:{item[1]}" if isinstance(item, tuple) else str(item) for item in value)
    return str(value)


def _file_values(path: Path) -> dict[str, str]:
    texts = {}
    for name, value in read_settings_file(path).items():
        key = _IN_FILE.get(name)
        # by `type`, because a bool is an int as well
        if key is None or not (isinstance(value, str) or (key.is_number and type(value) is int)):
            raise SettingInvalid(name, str(value)[:80])
        texts[name] = str(value)
    return {name: text for name, text in texts.items() if text}


def _with(settings: Settings, texts: Mapping[str, str]) -> Settings:
    values: dict[str, Any] = {}
    for key in _KEYS:
        if key.name in texts:
            try:
                values[key.name] = key.parse(texts[key.name])
            except ValueError:
                raise SettingInvalid(key.name, texts[key.name][:80]) from None
    return replace(settings, **values)
