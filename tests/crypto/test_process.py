import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROBE = """
import ctypes, json, os, resource
from fracttal_console.crypto.process import harden_process
os.umask(0)
harden_process()
harden_process()
open("made", "w").close()
print(json.dumps({
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "dumpable": ctypes.CDLL(None).prctl(3, 0, 0, 0, 0),
    "mode": os.stat("made").st_mode & 0o777,
}))
"""


@pytest.fixture(scope="module")
def hardened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    done = subprocess.run(  # our own script
        [sys.executable, "-W", "error", "-c", PROBE],
        env={"PYTHONPATH": str(ROOT)},
        cwd=tmp_path_factory.mktemp("process"),
        check=True,
        capture_output=True,
        timeout=30,
    )
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def test_d_16_a_hardened_process_leaves_no_core_dump(hardened: dict[str, object]) -> None:
    assert hardened["core"] == [0, 0]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's own switch")
def test_d_16_a_hardened_process_cannot_be_read_by_others_of_the_same_user(hardened: dict[str, object]) -> None:
    assert hardened["dumpable"] == 0


def test_d_06_a_hardened_process_makes_private_files(hardened: dict[str, object]) -> None:
    assert hardened["mode"] == 0o600
