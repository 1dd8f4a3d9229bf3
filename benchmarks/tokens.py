"""Token issue and introspection of our gateway against a bound measured in the same seconds.

    python benchmarks/tokens.py                  # needs Debian's wrk and two processors
    python benchmarks/tokens.py --peers DIR      # DIR holds a bench.py that knows other servers and OWN_CMD

One server on processor 0, wrk (16 connections kept open) on processor 1. Each slice of ours follows one of the bound,
an application under the same HTTP server that does nothing. On a shared machine trust the CPU time for a request first.
"""

import argparse
import base64
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TOKENS_IN_TURN = 100
SCRIPT = """
local bodies, at = {}, 0
for body in io.lines("%s") do bodies[#bodies + 1] = body end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Authorization"] = "%s"
request = function() at = at %% #bodies + 1; return wrk.format(nil, nil, nil, bodies[at]) end
"""


@dataclass(frozen=True)
class Slice:
    """One measurement: requests a second, and CPU microseconds of the server for each."""

    rate: float
    cpu: float


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
            "OWN_CMD": f"{sys.executable} {HERE}/servers/serve_for_peers.py",
            "OWN_PATHS": json.dumps({"issue": "/oauth/token", "introspect": "/oauth/introspect"}),
        }
        command = [sys.executable, "bench.py", *arguments.targets.split(), "--rounds", "2"]
        sys.exit(subprocess.run(command, cwd=arguments.peers, env=environment, check=False).returncode)
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: install Debian's package wrk")
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), arguments.slices, arguments.seconds)


def run(folder: Path, slices: int, seconds: int) -> None:
    """Start both servers and measure them in turn."""
    bound_port, own_port = free_port(), free_port()
    bound_command = [
        sys.executable, "-m", "uvicorn", "--app-dir", str(HERE / "servers"), "--port", str(bound_port),
        "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning", "hello_asgi:app",
    ]  # fmt: skip
    environment = {**os.environ, "PORT": str(own_port), "DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    own_command = [sys.executable, str(HERE / "servers" / "serve_for_peers.py")]
    bounds, ours = server(bound_command, bound_port, dict(os.environ)), server(own_command, own_port, environment)
    with bounds as bound, ours as own:
        client = json.loads((folder / "client.json").read_text())
        basic = "Basic " + base64.b64encode(f"{client['client_id']}:{client['client_secret']}".encode()).decode()
        grant = f"grant_type=client_credentials&scope={client['scope']}"
        token_url = f"http://127.0.0.1:{own_port}/oauth/token"
        tokens = ["token=" + ask(token_url, basic, grant)["access_token"] for _ in range(TOKENS_IN_TURN)]
        operations = {"issue": ("/oauth/token", [grant]), "introspect": ("/oauth/introspect", tokens)}
        print(f"{'operation':12}{'req/s':>10}{'of bound':>10}{'CPU us':>10}{'bound us':>10}{'ratio':>8}")
        for name, (path, bodies) in operations.items():
            script = folder / f"{name}.lua"
            (folder / f"{name}.txt").write_text("\n".join(bodies) + "\n")
            script.write_text(SCRIPT % (folder / f"{name}.txt", basic))
            own_url, bound_url = f"http://127.0.0.1:{own_port}{path}", f"http://127.0.0.1:{bound_port}/"
            load(own_url, script, 1, own)
            pairs = [
                (load(bound_url, script, seconds, bound), load(own_url, script, seconds, own)) for _ in range(slices)
            ]
            rate = statistics.median(pair[1].rate for pair in pairs)
            share = statistics.median(pair[1].rate / pair[0].rate for pair in pairs)
            cpu = statistics.median(pair[1].cpu for pair in pairs)
            least = statistics.median(pair[0].cpu for pair in pairs)
            print(f"{name:12}{rate:10.0f}{share:10.3f}{cpu:10.1f}{least:10.1f}{cpu / least:8.2f}", flush=True)


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


def load(url: str, script: Path, seconds: int, process: subprocess.Popen[bytes]) -> Slice:
    """Load one server and return what it did."""
    command = ["taskset", "-c", "1", "wrk", "-t1", "-c16", f"-d{seconds}s", "-s", str(script), url]
    before = cpu_seconds(process.pid)
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(process.pid) - before
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
