"""What nobody foresaw is told with an incident id and without a secret; an interrupt is an interrupt."""

import fcntl
import functools
import os
import re
import signal
import subprocess
import sys
import termios
from pathlib import Path
from unittest.mock import patch

import pytest

from fracttal_console.services.people import People
from tests.cli.support import Desk

BOMB = "fch_thisMustNotBeWrittenAnywhere0000000000"


def explode(*_: object, **__: object) -> None:
    raise RuntimeError(BOMB)


@pytest.fixture
def exploding() -> object:
    with patch.object(People, "page", explode):
        yield


@pytest.mark.usefixtures("exploding")
def test_an_unforeseen_failure_gets_an_incident_id(desk: Desk) -> None:
    outcome = desk.run("people", "list", "--json")

    assert outcome.code == 1
    incident = outcome.document["incident"]
    assert re.fullmatch(r"[0-9a-f]{8}", incident)
    assert outcome.document["error"] == "incident"
    assert incident in outcome.err
    log = desk.data_dir / "incidents.log"
    assert log.stat().st_mode & 0o777 == 0o600
    written = log.read_text()
    assert incident in written
    assert "builtins.RuntimeError" in written
    assert "test_failures.py" in written
    assert BOMB not in written + outcome.out + outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.usefixtures("exploding")
def test_a_log_that_leads_elsewhere_is_not_followed(fresh: Desk) -> None:
    fresh.found()
    (fresh.data_dir / "incidents.log").symlink_to(fresh.directory / "elsewhere")

    assert fresh.run("people", "list").code == 1
    assert not (fresh.directory / "elsewhere").exists()


def test_without_a_data_directory_none_is_made(fresh: Desk) -> None:
    with patch("fracttal_console.bootstrap.open_base", explode):
        outcome = fresh.run("people", "list")

    assert outcome.code == 1
    assert not fresh.data_dir.exists()


def test_an_interrupt_ends_with_130(desk: Desk, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    # a shell's background job has SIGINT ignored, and what it starts inherits that
    heard = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = desk.process("people", "list", "--password-file", str(pipe), preexec_fn=heard)
    write = os.open(pipe, os.O_WRONLY)  # waits until the command opens it for its password
    os.write(write, b"x")
    while fcntl.ioctl(write, termios.FIONREAD, b"....") != b"\0\0\0\0":
        os.sched_yield()  # until the command has taken the first letter and waits for the rest of the line
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=30)
    os.close(write)

    assert process.returncode == 130
    assert "Traceback" not in err


def test_a_reader_that_goes_away_is_no_incident(desk: Desk) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "fracttal_console", "--help"],
        env=desk.environment, cwd=desk.directory, check=False, stdout=write, stderr=subprocess.PIPE, timeout=30,
    )  # fmt: skip
    os.close(write)

    assert (done.returncode, done.stderr) == (1, b"")
