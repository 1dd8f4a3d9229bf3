"""Clients from npm: each a small program that is asked by lines of JSON."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.journeys.clients.faces import HawkAnswer, Refused, Registration, Values

PROGRAMS = Path(__file__).parent / "node"


def installed(programs: Path = PROGRAMS) -> Path:
    """Return the directory where what a package-lock.json names is installed, which is done once on a machine."""
    lock = (programs / "package-lock.json").read_bytes()
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = home / "fracttal-console-tests" / f"clients-{hashlib.sha256(lock).hexdigest()[:16]}"
    if place.exists():
        return place
    # whole or not there at all, whoever else installs at the same time
    making = place.with_name(f"{place.name}.{os.getpid()}")
    making.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(programs / name, making)
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=making,
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        shutil.rmtree(making)
        raise AssertionError(f"npm ci: {done.stderr}")
    with suppress(OSError):
        making.rename(place)
    shutil.rmtree(making, ignore_errors=True)
    return place


@contextmanager
def programs(directory: Path) -> Iterator[Path]:
    """Lay the programs beside the packages they import, in a directory of the test."""
    for program in PROGRAMS.glob("*.mjs"):
        shutil.copy(program, directory)
    (directory / "node_modules").symlink_to(installed() / "node_modules")
    yield directory


class NodeProgram:
    """One of the programs, running; secrets reach it by its standard input alone."""

    def __init__(self, script: Path) -> None:
        """Start it.

        Args:
            script: its file.
        """
        self._process = subprocess.Popen(
            ["node", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def ask(self, act: str, given: Values | None = None) -> Values:
        """Let it do something and return what came of it.

        Raises:
            Refused: the client says that the server refused.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"act": act, "given": given or {}}) + "\n")
        self._process.stdin.flush()
        answer: Values = json.loads(self._process.stdout.readline())
        if "done" in answer:
            done: Values = answer["done"]
            return done
        if answer["refused"] is None:
            raise AssertionError(f"{act}: {answer['said']}")
        raise Refused(answer["refused"], answer["said"])

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()


class NodeOAuthClient:
    """An OAuth client of npm."""

    def __init__(self, program: NodeProgram, registration: Registration) -> None:
        """Make a new one in a program.

        Args:
            program: which client.
            registration: what it knows.
        """
        self._program = program
        program.ask("new", registration.values())

    def discover(self) -> Values:
        return self._program.ask("discover")

    def authorize(self) -> str:
        return str(self._program.ask("authorize")["url"])

    def exchange(self, came_back: str) -> Values:
        return self._program.ask("exchange", {"came_back": came_back})

    def client_credentials(self) -> Values:
        return self._program.ask("client_credentials")

    def refresh(self) -> Values:
        return self._program.ask("refresh")

    def introspect(self) -> Values:
        return self._program.ask("introspect")

    def revoke(self) -> None:
        self._program.ask("revoke")

    def do(self, act: str) -> Values:
        """Do what only some clients are made for: hold a key, push a request, start a device, fetch its tokens."""
        return self._program.ask(act)

    def call(self) -> tuple[int, Values]:
        try:
            answer = self._program.ask("call")
        except Refused as refused:
            # some clients read the challenge before the application sees the answer
            return 401, {"success": False, "message": refused.code}
        return int(answer["status"]), answer["body"]


class NodeHawkClient:
    """A Hawk client of npm."""

    def __init__(self, program: NodeProgram, key_id: str, key: str) -> None:
        """Make a new one in a program.

        Args:
            program: which client.
            key_id: the public id of its API key.
            key: the secret.
        """
        self._program = program
        program.ask("new", {"key_id": key_id, "key": key})

    def send(
        self,
        url: str,
        *,
        payload: str | None = None,
        changed: str | None = None,
        offset: int = 0,
        ext: str | None = None,
    ) -> HawkAnswer:
        given: Values = {"url": url, "offset": offset}
        if payload is not None:
            given |= {"method": "POST", "payload": payload, "content_type": "application/json"}
        if changed is not None:
            given["changed"] = changed
        if ext is not None:
            given["ext"] = ext
        return _hawk_answer(self._program.ask("send", given))

    def again(self, url: str) -> HawkAnswer:
        return _hawk_answer(self._program.ask("again", {"url": url}))


def _hawk_answer(answer: Values) -> HawkAnswer:
    time = answer["time"]
    return HawkAnswer(answer["status"], answer["body"], answer["genuine"], None if time is None else int(time))
