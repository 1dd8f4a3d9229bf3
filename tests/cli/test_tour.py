"""`tour`: the whole walk, what it shows, and what it does when a step fails."""

import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from fracttal_console.cli.tour.browser import Answer
from fracttal_console.cli.tour.steps import STEPS
from fracttal_console.services.tokens import Tokens
from fracttal_console.trial.veil import Veil, masked
from tests.cli.support import Desk, Outcome


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    directory = tmp_path_factory.mktemp("tour")
    process = Desk(directory).process("--language", "es", "tour")
    out, err = process.communicate(timeout=120)
    return Outcome(process.returncode, out, err)


@pytest.fixture
def temporary(tmp_path: Path) -> Iterator[Path]:
    with patch.object(tempfile, "tempdir", str(tmp_path)):
        yield tmp_path


def test_every_step_holds(walked: Outcome) -> None:
    assert (walked.code, walked.err) == (0, "")
    assert re.findall(r"^ ?(\d+)\. (.)", walked.out, re.MULTILINE) == [(str(n), "✓") for n in range(1, len(STEPS) + 1)]


def test_it_speaks_the_persons_language(walked: Outcome) -> None:
    assert "Crear la base e iniciar la pasarela" in walked.out
    assert f"{len(STEPS)} de {len(STEPS)} pasos" in walked.out


def test_it_shows_no_secret_and_no_colour(walked: Outcome) -> None:
    assert not re.search(r"fc[abhors]_[0-9A-Za-z]", walked.out)
    assert re.search(r"fca_…\w{4}", walked.out)
    assert not re.search(r"(?:[0-9A-Z]{5}-){3}", walked.out)
    assert not re.search(r"(password|code_verifier|csrf)=[^ …]{5}", walked.out)
    assert not re.search(r"(Basic|mac=\") ?[^ …\"]{9}", walked.out)
    assert not re.search(r"fc_\w+=[^ ,…]{9}", walked.out)
    assert "\x1b" not in walked.out


def test_a_step_that_fails_stops_those_that_need_it(fresh: Desk, temporary: Path) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ValueError

    with patch.object(Tokens, "exchange_code", refuse):
        outcome = fresh.run("tour")

    marks = dict(re.findall(r"^ ?(\d+)\. (.)", outcome.out, re.MULTILINE))
    assert outcome.code == 1
    assert {marks[str(n)] for n in range(1, 14)} == {"✓"}
    assert marks["14"] == "✗"
    assert "expected: status 200" in outcome.out
    assert {marks[str(n)] for n in range(15, 21)} == {"·"}
    assert marks["21"] == "✓"
    assert f"14 of {len(STEPS)} steps" in outcome.out
    assert list(temporary.glob("fracttal-console-tour-*")) == []


def test_where_the_base_cannot_be_made_nothing_else_is_reached(fresh: Desk, temporary: Path) -> None:
    with patch("fracttal_console.bootstrap.init_base", side_effect=OSError("no space")):
        outcome = fresh.run("tour")

    assert outcome.code == 1
    assert outcome.out.count("not reached") == len(STEPS) - 1
    assert list(temporary.glob("fracttal-console-tour-*")) == []


def test_told_to_stop_it_leaves_nothing_behind(fresh: Desk, tmp_path: Path) -> None:
    process = subprocess.Popen(
        ["/bin/sh", "-c", 'exec "$0" -m fracttal_console tour', __import__("sys").executable],
        env={**fresh.environment, "TMPDIR": str(tmp_path)}, cwd=tmp_path, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)

    assert process.returncode != 0
    assert list(tmp_path.glob("fracttal-console-tour-*")) == []


def test_a_secret_is_covered_wherever_it_stands() -> None:
    veil = Veil()
    secret = veil.note("abcd/efgh+ijklmnop")

    assert veil.over(f"x={secret}&y=abcd%2Fefgh%2Bijklmnop") == "x=abcd…mnop&y=abcd…mnop"
    assert (
        veil.over("fca_0123456789012345678901234567 fcc_012345678901234567890") == "fca_…4567 fcc_012345678901234567890"
    )
    assert masked("short") == "…"


def test_a_page_is_read_for_its_forms() -> None:
    page = b"""<title>Hello</title><form action="/a"><input name="csrf" value="1"><input name=password></form>
    <form action="/b"><button name="decision" value="allow">x</button></form><svg><title>no</title></svg>"""
    answer = Answer("http://127.0.0.1:1/", 200, "", "text/html", page)

    first, second = answer.form_with("password"), answer.form_with("decision=allow")
    assert first is not None
    assert (first.action, first.fields) == ("/a", {"csrf": "1", "password": ""})
    assert second is not None
    assert second.action == "/b"
    assert answer.form_with("nothing") is None
    assert str(answer) == "200, “Hello”"
