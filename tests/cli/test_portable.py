"""`--portable`: base, settings and key lie together, and nothing is written anywhere else."""

import os
import subprocess
import sys
from pathlib import Path

from tests.journeys.live import PROJECT


def run(home: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("FRACTTAL_CONSOLE", "XDG_"))}
    # from a directory where nothing is, so that what is written beside the caller would show as well
    environ = {**inherited, "HOME": str(home), "PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", "fracttal_console", *arguments],
        cwd=home, env=environ, capture_output=True, text=True, check=False, input=stdin,
    )  # fmt: skip


def files(directory: Path) -> set[str]:
    return {str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file()}


def test_a_portable_base_is_made_and_used_without_a_trace_in_the_home_directory(tmp_path: Path) -> None:
    home, stick = tmp_path / "home", tmp_path / "stick"
    home.mkdir()
    place = ("--portable", "--data-dir", str(stick))
    made = run(
        home, *place, "init", "--company", "Industrias Quillahue", "--email", "lucia@quillahue.example", "--name",
        "Lucía Ferreyra", "--password-file", "-", stdin="four words that nobody says\n",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert {"base.db", "key/master.key"} <= files(stick)
    assert oct((stick / "key" / "master.key").stat().st_mode)[-3:] == "600"
    checked = run(
        home, *place, "audit", "verify", "--operator", "lucia@quillahue.example", "--password-file", "-",
        stdin="four words that nobody says\n",
    )  # fmt: skip
    assert checked.returncode == 0, checked.stderr
    assert files(home) == set()


def test_the_window_of_a_portable_base_leaves_no_trace_either(tmp_path: Path) -> None:
    home, stick = tmp_path / "home", tmp_path / "stick"
    home.mkdir()
    script = (
        "import os, sys\nos.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "from PySide6.QtCore import QTimer\nfrom fracttal_console.ui.application import Application\n"
        "work = Application.run\n"
        "def run(self):\n    QTimer.singleShot(500, self.qt.quit)\n    return work(self)\n"
        "Application.run = run\nfrom fracttal_console.cli import run as main\n"
        f"sys.exit(main(['--portable', '--data-dir', {str(stick)!r}]))\n"
    )
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("FRACTTAL_CONSOLE", "XDG_"))}
    environ = {**inherited, "HOME": str(home), "PYTHONPATH": str(PROJECT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-B", "-c", script], cwd=home, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert files(home) == set()
    assert files(stick) == {"window.json"}
