"""What the tests of the command line build on: a base in a directory, and commands run in this process or beside."""

import contextlib
import gettext
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from fracttal_console.bootstrap import Console, open_base
from fracttal_console.cli import run
from fracttal_console.settings import Settings
from tests.support import ADMIN_EMAIL, COMPANY, cheap_passwords, password

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:  # noqa: ANN401 - whatever the command answers
        """The one JSON document on the output."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Desk:
    """A place with a base, from which commands are given as its super administrator."""

    directory: Path

    @property
    def key_file(self) -> Path:
        """Where the master key is."""
        return self.directory / "master.key"

    @property
    def data_dir(self) -> Path:
        """Where the base is."""
        return self.directory / "base"

    @property
    def environment(self) -> dict[str, str]:
        """What a shell of the super administrator would have set."""
        return {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.directory),
            "PYTHONPATH": str(ROOT),
            "FRACTTAL_CONSOLE_DATA_DIR": str(self.data_dir),
            "FRACTTAL_CONSOLE_KEY_PROVIDER": f"file:{self.key_file}",
            "FRACTTAL_CONSOLE_OPERATOR": ADMIN_EMAIL,
            "FRACTTAL_CONSOLE_PASSWORD_FILE": str(self.secret_file("password", password().reveal())),
        }

    def secret_file(self, name: str, text: str) -> Path:
        """Write a secret into a file and return its path."""
        path = self.directory / name
        path.write_text(text + "\n", encoding="utf-8")
        return path

    def found(self) -> Outcome:
        """Make the base."""
        return self.run("init", "--company", COMPANY, "--email", ADMIN_EMAIL, "--name", "Lucía Ferreyra", "--json")

    def run(self, *arguments: str, env: Mapping[str, str | None] | None = None, stdin: str = "") -> Outcome:
        """Run a command inside this process, with hashing that costs little.

        Args:
            *arguments: the command line.
            env: what differs from the usual environment; None takes a variable away.
            stdin: what is on the standard input.
        """
        environ = {k: v for k, v in {**self.environment, **(env or {})}.items() if v is not None}
        out, err = io.StringIO(), io.StringIO()
        domain = gettext.textdomain()
        with (
            patch.dict(os.environ, environ, clear=True),
            patch("fracttal_console.bootstrap.console.Passwords", cheap_passwords),
            patch("fracttal_console.bootstrap.founding.Passwords", cheap_passwords),
            patch("fracttal_console.bootstrap.harden_process"),
            patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()))),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                code = run(arguments)
            finally:
                gettext.textdomain(domain)
        return Outcome(code, out.getvalue(), err.getvalue())

    def ask(self, *arguments: str, **more: Any) -> Any:  # noqa: ANN401 - whatever the command answers
        """Run a command that succeeds and return its JSON document."""
        outcome = self.run(*arguments, "--json", **more)
        assert (outcome.code, outcome.err) == (0, ""), outcome
        return outcome.document

    def refused(self, *arguments: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - handed on
        """Run a command that is refused and return its JSON document, which says what the error output says."""
        outcome = self.run(*arguments, "--json", **more)
        assert outcome.code == 1, outcome
        document: dict[str, Any] = outcome.document
        assert document["message"] == outcome.err.removesuffix("\n")
        return document

    def process(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:  # noqa: ANN401 - Popen's own
        """Start the real program beside this one."""
        return subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "fracttal_console", *arguments],
            env=self.environment,
            cwd=self.directory,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options,
        )

    def opened(self) -> Console:
        """Open the base, to be closed by the caller."""
        settings = Settings(data_dir=self.data_dir, key_provider=f"file:{self.key_file}")
        return open_base(settings, passwords=cheap_passwords())
