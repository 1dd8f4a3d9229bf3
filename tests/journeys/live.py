"""A base with the real clock, for clients that look at theirs, and `serve` as a process of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from fracttal_console.bootstrap import Console, init_base, open_base
from fracttal_console.domain.actors import Actor, Role
from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.oauth_consumers import CreatedConsumer
from fracttal_console.settings import Settings
from tests.browsing import Application
from tests.support import (
    ADMIN_EMAIL,
    COMPANY,
    MEMBER_EMAIL,
    cheap_passwords,
    copy_base,
    make_settings,
    password,
    register,
)

PROJECT = Path(__file__).resolve().parents[2]
NEWCOMER_EMAIL = "valentina.riquelme@quillahue.example"
STOP_SECONDS = 20


@dataclass(frozen=True)
class MadeBase:
    """A base that is closed, ready to be copied: to make one costs five times what it costs to copy and open it."""

    directory: Path
    recovery_code: SecretText


@dataclass(frozen=True)
class LiveBase:
    """An open base whose clock runs: an administrator, a member with a group, a member without, one group."""

    settings: Settings
    console: Console
    admin: Actor
    member: Actor
    recovery_code: SecretText

    def consumer(self, name: str = "Portal de Contratistas", **options: object) -> CreatedConsumer:
        """Register a consumer with the authorization code grant, unless options say otherwise."""
        return register(self.console, self.admin, name, **{"owner": "Contratistas del Pacífico Ltda.", **options})

    def job(self, name: str = "Sincronizador", **options: object) -> CreatedConsumer:
        """Register a consumer with client credentials."""
        return self.consumer(name, grant=GrantType.CLIENT_CREDENTIALS, redirect_uris=[], **options)


@contextmanager
def live_base(directory: Path, company: str = COMPANY) -> Iterator[LiveBase]:
    """Make and open a base in a directory."""
    with copied(make(directory, company), directory) as live:
        yield live


@contextmanager
def copied(made: MadeBase, directory: Path) -> Iterator[LiveBase]:
    """Open a copy of a base in a directory, or the base itself where that is its own."""
    if directory != made.directory:
        copy_base(made.directory, directory)
    settings = make_settings(directory)
    with opened(settings) as (console, admin):
        member = console.sign_in.operator(MEMBER_EMAIL, password())
        yield LiveBase(settings, console, admin, member, made.recovery_code)


def make(directory: Path, company: str = COMPANY) -> MadeBase:
    """Make a base with two members and a group in a directory and close it."""
    settings = make_settings(directory)
    made = init_base(
        settings,
        company=company,
        email=ADMIN_EMAIL,
        name="Lucía Ferreyra",
        password=password(),
        passwords=cheap_passwords(),
    )
    with opened(settings) as (console, admin):
        console.permission_groups.create(
            admin,
            name="Field work",
            permissions=["items:view", "third_parties:view", "work_orders:view", "work_orders:add",
                         "work_orders:edit", "work_orders:delete"],
        )  # fmt: skip
        console.people.create(
            admin, email=MEMBER_EMAIL, name="Joaquín Olavarría Sepúlveda", role=Role.MEMBER, password=password(),
            permission_group="Field work",
        )  # fmt: skip
        console.people.create(
            admin, email=NEWCOMER_EMAIL, name="Valentina Riquelme", role=Role.MEMBER, password=password()
        )
    return MadeBase(directory, made.recovery_code)


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[Console, Actor]]:
    """Open a base once more, as another process would, and give it with its administrator."""
    console = open_base(settings, passwords=cheap_passwords())
    try:
        yield console, console.sign_in.operator(ADMIN_EMAIL, password())
    finally:
        console.close()


def application(http: httpx.Client, created: CreatedConsumer) -> Application:
    """Return the application that holds a consumer's credentials."""
    secret = None if created.secret is None else created.secret.reveal()
    return Application(http, created.consumer.client_id, secret)


def environment(settings: Settings) -> dict[str, str]:
    """Return the environment of a process of our own on a base."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("FRACTTAL_CONSOLE_")}
    return {
        **inherited,
        "FRACTTAL_CONSOLE_DATA_DIR": str(settings.data_dir),
        "FRACTTAL_CONSOLE_KEY_PROVIDER": settings.key_provider,
        "FRACTTAL_CONSOLE_LANGUAGE": "en",
        "FRACTTAL_CONSOLE_TRUSTED_PROXIES": ",".join(settings.trusted_proxies),
        "FRACTTAL_CONSOLE_HAWK_HOSTS": ",".join(f"{host}:{port}" for host, port in settings.hawk_hosts),
    }


def program(*arguments: str) -> list[str]:
    """Return the command line of our program, where warnings are errors as everywhere in the tests."""
    return [sys.executable, "-W", "error", "-m", "fracttal_console", *arguments]


def command(live: LiveBase, words: Path, *arguments: str) -> dict[str, Any]:
    """Run one command as the super administrator and return what it answered."""
    acting = ("--operator", ADMIN_EMAIL, "--password-file", str(words), "--json")
    ran = subprocess.run(
        program(*arguments, *acting), cwd=PROJECT, env=environment(live.settings), capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, ""), (arguments, ran)
    document: dict[str, Any] = json.loads(ran.stdout)
    return document


class Serve:
    """`serve` as a process; what it writes on the error stream goes to a file, for the test to look at."""

    def __init__(self, settings: Settings, errors: Path, port: int = 0) -> None:
        """Start it and wait until it says that it is ready.

        Args:
            settings: which base.
            errors: file for its error stream.
            port: where it listens, 0 for a free one.
        """
        self._errors = errors
        with errors.open("ab") as sink:
            self._process = subprocess.Popen(
                program("serve", "--port", str(port)),
                cwd=PROJECT,
                env=environment(settings),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=sink,
                text=True,
            )
        assert self._process.stdout is not None
        self._output = self._process.stdout
        line = self._output.readline()
        try:
            ready = json.loads(line)
            self.url: str = ready["url"]
        except (ValueError, KeyError):
            self.kill()
            raise AssertionError(f"serve did not become ready: {line!r} {self.complaints()!r}") from None

    def complaints(self) -> str:
        """Return what was written on the error stream so far, beside the log of requests."""
        lines = self._errors.read_text("utf-8").splitlines(keepends=True)
        return "".join(line for line in lines if '"event":"request"' not in line)

    def kill(self) -> None:
        """End it without any warning (SIGKILL)."""
        self._process.kill()
        self._process.wait(STOP_SECONDS)
        self._output.close()

    def stop(self) -> int:
        """Ask it to stop (SIGTERM) and return its exit code."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(STOP_SECONDS)
        finally:
            self.kill()


@contextmanager
def serve(settings: Settings, errors: Path) -> Iterator[Serve]:
    """Run `serve` while the block runs, and see that it ends cleanly and without a complaint."""
    process = Serve(settings, errors)
    try:
        yield process
    except BaseException:
        process.kill()
        raise
    code = process.stop()
    assert (code, process.complaints()) == (0, "")
