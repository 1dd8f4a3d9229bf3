"""The form of the program: layers, sizes, names, and nothing secret in the tree."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "fracttal_console"
MODULES = sorted(PACKAGE.rglob("*.py"))
LIMIT = 300

LONGER = {
    # read from top to bottom
    "storage/migrations/versions/0001_first_tables.py": 360,
}


def project() -> dict[str, object]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def test_every_import_contract_holds(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run(
        [*command, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", done.stdout)


def test_no_contract_has_an_exception_and_the_layers_are_exhaustive() -> None:
    settings = project()["tool"]["importlinter"]  # type: ignore[index]
    contracts = settings["contracts"]
    assert len(contracts) >= 9
    for contract in contracts:
        assert not [name for name in contract if name.startswith(("ignore_", "unmatched_", "allow_indirect"))]
        if contract["type"] == "layers":
            assert contract["exhaustive"] is True
            assert "exhaustive_ignores" not in contract
    assert "exclude_type_checking_imports" not in settings


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_short_and_named_for_what_it_does(module: Path) -> None:
    name = module.relative_to(PACKAGE).as_posix()
    lines = len(module.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGER.get(name, LIMIT)
    assert not re.search(r"util|helper|manager|misc|common", name)


def test_what_is_allowed_to_be_longer_still_needs_it() -> None:
    for name in LONGER:
        assert len((PACKAGE / name).read_text(encoding="utf-8").splitlines()) > LIMIT, name


def files_of_the_project() -> Iterator[Path]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        # an unpacked archive: all of it but what was made here; there other tests write while this one looks
        for directory, within, names in os.walk(ROOT):
            made = {".venv", ".git", ".hypothesis", "__pycache__"}
            within[:] = [name for name in within if name not in made and not name.endswith("_cache")]
            yield from (Path(directory) / name for name in names)
        return
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    yield from (ROOT / name for name in listed.stdout.split("\0") if name)


def test_nothing_that_looks_like_a_secret_of_ours_stands_in_the_tree() -> None:
    secret = re.compile(r"fc[a-z]_[0-9A-Za-z]{49}(?![0-9A-Za-z])|fcmk1:[A-Za-z0-9_-]{43}")
    names = list(files_of_the_project())
    assert PACKAGE / "__main__.py" in names
    found = [
        path for path in names if path.is_file() and secret.search(path.read_bytes().decode("utf-8", errors="replace"))
    ]
    assert found == []


def test_the_search_for_secrets_knows_one() -> None:
    from fracttal_console.crypto.tokens import new_secret  # noqa: PLC0415
    from fracttal_console.domain.secrets import SecretKind  # noqa: PLC0415

    for kind in SecretKind:
        assert re.fullmatch(r"fc[a-z]_[0-9A-Za-z]{49}", new_secret(kind).reveal())


def test_the_domain_takes_time_and_chance_as_arguments() -> None:
    asks = re.compile(r"datetime\.now|utcnow|time\.time|import (random|secrets|os|sqlite3|socket)\b|open\(")
    for module in (PACKAGE / "domain").rglob("*.py"):
        assert not asks.search(module.read_text(encoding="utf-8")), module.name


def test_nobody_swallows_every_error_without_a_name() -> None:
    for module in MODULES:
        assert not re.search(r"except\s*:|except BaseException:\s*\n\s*pass", module.read_text(encoding="utf-8"))


def test_no_loop_runs_within_the_window_s_loop() -> None:
    """Nothing that ended would be let go of as long as it runs (decision 061), and no dialog may stop the others."""
    loops = r"\.exec\(|QEventLoop\(|\.get(Open|Save|Existing)\w+\(|QDrag\("
    found = [path.name for path in (PACKAGE / "ui").rglob("*.py") if re.search(loops, path.read_text(encoding="utf-8"))]
    assert found == ["application.py"]


def test_what_is_painted_first_loads_neither_storage_nor_services() -> None:
    """Half a second of modules must not stand between a start and the first picture of the window."""
    code = (
        "import sys; import fracttal_console.bootstrap.opening, fracttal_console.ui.shell; "
        "print([name for name in sys.modules if name.split('.')[0] in {'sqlalchemy', 'cryptography', 'keyring'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_what_is_behind_the_window_loads_neither_what_a_gateway_verifies_nor_pages_and_dialogs() -> None:
    """What nobody has opened must not stand between a start and the first rows."""
    code = (
        "import sys; import fracttal_console.bootstrap.window, fracttal_console.ui.application; "
        "from fracttal_console.ui.window.later import DIALOGS, PAGES, load_later; "
        "never = {'jwt', 'pyzipper', 'Cryptodome', 'alembic', 'uvicorn', 'jinja2', 'keyring', 'zxcvbn'}; "
        "later = {*PAGES.values(), *DIALOGS}; "
        "print(sorted({*never, 'cryptography.x509'} & sys.modules.keys()), sorted(later & sys.modules.keys())); "
        "load_later('audit'); "
        "print(sorted(later - sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[] []\n[]\n"
