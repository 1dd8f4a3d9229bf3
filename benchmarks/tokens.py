"""What the gateway does for programs, against a bound measured in the same seconds.

    python benchmarks/tokens.py                  # needs Debian's wrk and two processors
    python benchmarks/tokens.py --peers DIR      # before that, other servers: DIR holds a bench.py that knows OWN_CMD

Issue, introspection, refresh, and the check of a bearer token and of a Hawk signature at /auth/verify. One server on
processor 0, wrk (16 connections kept open) on processor 1. Each slice of ours follows one of the bound, an application
under the same HTTP server that does nothing, with the same requests. On a shared machine trust the CPU time for a
request first.
"""

import argparse
import base64
import hmac
import json
import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TOKENS_IN_TURN = 100
CONNECTIONS = 16
MOST_SIGNED = 15_000
"""How many Hawk requests are signed for each second; a gateway that answers more would see a nonce again."""
PROXY = {
    "X-Forwarded-Method": "GET",
    "X-Forwarded-Uri": "/api/work_orders/",
    "X-Forwarded-Host": "app.benchmark.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "192.0.2.27",
}
"""What a proxy tells of the request that it asks about."""


@dataclass(frozen=True)
class Slice:
    """One measurement: requests a second, and CPU microseconds of the server for each."""

    rate: float
    cpu: float


@dataclass(frozen=True)
class Operation:
    """Something that programs ask for.

    `lines` gives what differs from request to request, anew for each slice: Authorization, a tab, the body. Where
    `lasting` it is called once, and the load keeps the file up to date.
    """

    name: str
    method: str
    path: str
    lines: Callable[[], list[str]]
    headers: dict[str, str] = field(default_factory=dict)
    script: str = "prepared.lua"
    lasting: bool = False


@dataclass(frozen=True)
class Running:
    """A server, where it listens, and whom it knows."""

    process: subprocess.Popen[bytes]
    port: int
    known: dict[str, Any] = field(default_factory=dict)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--peers", type=Path, help="folder of a bench.py that runs other servers too")
    parser.add_argument("--targets", default="own authlib oidc-provider", help="with --peers: what to run")
    parser.add_argument("--slices", type=int, default=8)
    parser.add_argument("--seconds", type=int, default=2)
    arguments = parser.parse_args()
    if arguments.peers:
        environment = {
            **os.environ,
            # the bench gives its servers a path of its own
            "OWN_CMD": shlex.join(
                ["env", f"PYTHONPATH={ROOT}", sys.executable, str(HERE / "servers/serve_for_peers.py")]
            ),
            "OWN_PATHS": json.dumps({"issue": "/oauth/token", "introspect": "/oauth/introspect"}),
        }
        command = [sys.executable, "bench.py", *arguments.targets.split(), "--rounds", "2"]
        ran = subprocess.run(command, cwd=arguments.peers, env=environment, check=False)
        if ran.returncode:
            sys.exit(ran.returncode)
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: install Debian's package wrk")
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), arguments.slices, arguments.seconds)


def run(folder: Path, slices: int, seconds: int) -> None:
    """Start the servers and measure the operations in turn."""
    bound_port = free_port()
    bound_command = [
        sys.executable, "-m", "uvicorn", "--app-dir", str(HERE / "servers"), "--port", str(bound_port),
        "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning", "hello_asgi:app",
    ]  # fmt: skip
    # each connection costs a refresh token at each slice, and there is a slice to warm up
    families = CONNECTIONS * (slices + 3)
    with ExitStack() as stack:
        bound = Running(stack.enter_context(server(bound_command, bound_port, dict(os.environ))), bound_port)
        direct = stack.enter_context(ours(folder / "direct", FAMILIES=str(families)))
        # who believes a proxy looks at more of each request, so the others are measured without
        behind = stack.enter_context(
            ours(folder / "behind", FAMILIES="1", FRACTTAL_CONSOLE_TRUSTED_PROXIES="127.0.0.0/8")
        )
        print(f"{'operation':16}{'req/s':>10}{'of bound':>10}{'CPU us':>10}{'bound us':>10}{'ratio':>8}")
        for own, operation in [*((direct, one) for one in asked_directly(direct)),
                               *((behind, one) for one in asked_by_a_proxy(behind, seconds))]:  # fmt: skip
            measure(folder, operation, bound, own, slices=slices, seconds=seconds)


def measure(folder: Path, operation: Operation, bound: Running, own: Running, *, slices: int, seconds: int) -> None:
    """Measure one operation and print its line."""
    file, bound_file = folder / f"{operation.name}.txt", folder / f"{operation.name}.bound.txt"

    def prepare() -> None:
        prepared = "".join(f"{line}\n" for line in operation.lines())
        for place in (file, bound_file):
            place.write_text(prepared)

    prepare()
    load(own, operation, operation.path, file, 1)
    pairs = []
    for _ in range(slices):
        if not operation.lasting:
            prepare()
        pairs.append(
            (load(bound, operation, "/", bound_file, seconds), load(own, operation, operation.path, file, seconds))
        )
    rate = statistics.median(pair[1].rate for pair in pairs)
    share = statistics.median(pair[1].rate / pair[0].rate for pair in pairs)
    cpu = statistics.median(pair[1].cpu for pair in pairs)
    least = statistics.median(pair[0].cpu for pair in pairs)
    print(f"{operation.name:16}{rate:10.0f}{share:10.3f}{cpu:10.1f}{least:10.1f}{cpu / least:8.2f}", flush=True)


def asked_directly(own: Running) -> list[Operation]:
    """Return what programs ask of the gateway itself."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    client, portal = basic(own, "client_id", "client_secret"), basic(own, "portal_id", "portal_secret")
    tokens = issued(own)
    refresh = [f"{portal}\tgrant_type=refresh_token&refresh_token={token}" for token in own.known["refresh_tokens"]]
    return [
        Operation("issue", "POST", "/oauth/token", lambda: [f"{client}\t{grant(own)}"], form),
        Operation(
            "introspect", "POST", "/oauth/introspect", lambda: [f"{client}\ttoken={token}" for token in tokens], form
        ),
        Operation("refresh", "POST", "/oauth/token", lambda: refresh, form, "refreshing.lua", lasting=True),
    ]


def asked_by_a_proxy(own: Running, seconds: int) -> list[Operation]:
    """Return what a proxy asks about the requests that come to it."""
    tokens = issued(own)
    return [
        Operation("verify bearer", "GET", "/auth/verify", lambda: [f"Bearer {token}\t" for token in tokens], PROXY),
        Operation("verify hawk", "GET", "/auth/verify", lambda: signed(own, seconds * MOST_SIGNED), PROXY),
    ]


def basic(own: Running, name: str, secret: str) -> str:
    """Return the header by which a consumer proves itself."""
    return "Basic " + base64.b64encode(f"{own.known[name]}:{own.known[secret]}".encode()).decode()


def grant(own: Running) -> str:
    """Return the form that asks for a token."""
    return f"grant_type=client_credentials&scope={own.known['scope']}"


def issued(own: Running) -> list[str]:
    """Ask for tokens to be asked about in turn."""
    url, proof = f"http://127.0.0.1:{own.port}/oauth/token", basic(own, "client_id", "client_secret")
    return [ask(url, proof, grant(own))["access_token"] for _ in range(TOKENS_IN_TURN)]


def signed(own: Running, count: int) -> list[str]:
    """Sign so many requests, each good once and for a minute."""
    key, now = own.known["key"].encode(), int(time.time())
    told = (PROXY["X-Forwarded-Method"], PROXY["X-Forwarded-Uri"], PROXY["X-Forwarded-Host"])
    lines = []
    for _ in range(count):
        nonce = secrets.token_hex(8)
        text = "\n".join(("hawk.1.header", str(now), nonce, *told, "443", "", "", ""))
        mac = base64.b64encode(hmac.digest(key, text.encode(), "sha256")).decode()
        lines.append(f'Hawk id="{own.known["key_id"]}", ts="{now}", nonce="{nonce}", mac="{mac}"\t')
    return lines


@contextmanager
def ours(folder: Path, **environment: str) -> Iterator[Running]:
    """Run our gateway on a base of its own."""
    folder.mkdir()
    port, command = free_port(), [sys.executable, str(HERE / "servers" / "serve_for_peers.py")]
    given = {**os.environ, "PORT": str(port), "DATA_DIR": str(folder), "PYTHONPATH": str(ROOT), **environment}
    with server(command, port, given) as process:
        yield Running(process, port, json.loads((folder / "client.json").read_text()))


@contextmanager
def server(command: list[str], port: int, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server on processor 0 and wait until it listens."""
    process = subprocess.Popen(["taskset", "-c", "0", *command], env=environment, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} does not listen")
            time.sleep(0.05)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def load(asked: Running, operation: Operation, path: str, file: Path, seconds: int) -> Slice:
    """Load one server and return what it did."""
    command = [
        "taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s",
        "-s", str(HERE / "load" / operation.script),
        f"http://127.0.0.1:{asked.port}{path}", "--", str(file), operation.method, *chain(*operation.headers.items()),
    ]  # fmt: skip
    before = cpu_seconds(asked.process.pid)
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(asked.process.pid) - before
    if "Non-2xx" in out or "Socket errors" in out:
        raise RuntimeError(out)
    done = int(found(r"(\d+) requests in", out))
    return Slice(float(found(r"Requests/sec:\s+([\d.]+)", out)), used / done * 1e6)


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process has used (user and system)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ask(url: str, basic: str, body: str) -> dict[str, str]:
    """Post a form and return the answer."""
    headers = {"Authorization": basic, "Content-Type": "application/x-www-form-urlencoded"}
    with urlopen(Request(url, body.encode(), headers)) as answer:  # noqa: S310  # our own server
        content: dict[str, str] = json.load(answer)
        return content


def found(pattern: str, text: str) -> str:
    """Return what a pattern captures in wrk's report."""
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(text)
    return match.group(1)


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
