"""The command without a subcommand opens the window, where there is a display."""

import subprocess
import sys
from pathlib import Path

import pytest

from fracttal_console.cli.window import has_display
from tests.cli.support import Desk


def test_without_a_display_the_command_helps_and_a_window_is_refused_in_words(desk: Desk) -> None:
    helped = desk.run()
    assert (helped.code, helped.err) == (0, "")
    assert "--demo" in helped.out
    refused = desk.run("--demo")
    assert refused.code == 1
    assert "There is no display here" in refused.err


@pytest.mark.parametrize(
    ("environ", "there"),
    [
        ({}, False), ({"DISPLAY": ""}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "w"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
    ],
)  # fmt: skip
def test_a_display_is_known_by_the_environment(
    environ: dict[str, str],
    there: bool,  # noqa: FBT001 - a case of the table
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert has_display(environ) is there


def test_no_command_but_the_window_loads_qt(desk: Desk, tmp_path: Path) -> None:
    script = tmp_path / "loads.py"
    script.write_text(
        "import sys\nfrom fracttal_console.cli import run\n"
        "for arguments in (['audit', 'verify'], ['serve', '--help'], ['--help']):\n"
        "    assert run(arguments) == 0\n"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))])\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], env=desk.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_link_that_leads_nowhere_is_refused_before_any_window(desk: Desk) -> None:
    refused = desk.run("fracttal-console://consumer/1?revoke=1")
    assert refused.code == 1
    assert "The link was not followed" in refused.err


def test_a_link_is_no_command_and_asks_for_a_window(desk: Desk) -> None:
    assert desk.run("fracttal-console://consumer/1").code == 0
