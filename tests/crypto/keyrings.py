"""Keyrings for tests: a real one in a session of its own, and backends in memory under an allowed name."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend

from fracttal_console.crypto.system_keyring import SystemKeyring

ROOT = Path(__file__).resolve().parents[2]
UNLOCK = "printf 'aaaa' | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec \"$@\""
NEW = 'gnome-keyring-daemon --start --components=secrets >/dev/null && exec "$@"'
BEGIN = """
import json
from fracttal_console.crypto.key_providers import key_provider
from fracttal_console.domain.errors import ConsoleError
provider = key_provider("keyring", {})
said = []
def say(work):
    try:
        answer = work()
        said.append(answer.hex() if answer is not None else None)
    except ConsoleError as error:
        said.append(error.code)
"""
END = """
print(json.dumps(said))
"""


class Desktop:
    """A home and a runtime directory of their own, in which Python runs with or without a keyring."""

    def __init__(self, home: Path) -> None:
        self.home = home
        runtime = home / "run"
        runtime.mkdir(mode=0o700)
        self.environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "PYTHONPATH": f"{ROOT}{os.pathsep}{home}",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def run(self, script: str, *, bus: bool = True, begin: str = UNLOCK, **environ: str) -> list[Any]:
        python = [sys.executable, "-c", BEGIN + script + END]
        command = ["dbus-run-session", "--", "sh", "-c", begin, "sh", *python] if bus else python
        done = subprocess.run(  # our own script
            command, env={**self.environ, **environ}, check=False, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        said: list[Any] = json.loads(done.stdout)
        return said


class Backend(KeyringBackend):
    """Keeps entries in memory, and bears the name of a keyring that is allowed."""

    # every class of this kind is on the library's list: without this, other tests would find a keyring
    viable = False
    priority = 1

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        assert service == "fracttal-console"
        return self.entries.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        assert service == "fracttal-console"
        self.entries[username] = password

    def delete_password(self, service: str, username: str) -> None:
        assert service == "fracttal-console"
        del self.entries[username]


class Unlisted(Backend):
    """The same, under a name that is not allowed."""


Backend.__module__, Backend.__qualname__ = "keyring.backends.SecretService", "Keyring"


def allowed(**methods: Any) -> Backend:  # noqa: ANN401  # functions of several shapes
    """Return a keyring with an allowed name, some of whose methods are others."""
    kind = type("Keyring", (Backend,), {"__module__": Backend.__module__, **methods})
    backend: Backend = kind()
    return backend


def use(monkeypatch: pytest.MonkeyPatch, backend: KeyringBackend) -> SystemKeyring:
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    return SystemKeyring()
