"""Each command speaks three languages, and the right one."""

import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from fracttal_console import __version__
from fracttal_console.cli import _program
from tests.cli.support import Desk

WRONG = ("api-keys", "revoke", "Nobody's")
SAID = {
    "en": "The API key “Nobody's” was not found.",
    "es": "No se encontró la clave de API “Nobody's”.",
    "pt_BR": "A chave de API “Nobody's” não foi encontrada.",
}


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize("path", [(), *commands(_program)], ids=" ".join)
def test_every_command_explains_itself_in_three_languages(desk: Desk, path: tuple[str, ...]) -> None:
    helps = [desk.run("--language", language, *path, "--help") for language in SAID]

    assert [(outcome.code, outcome.err) for outcome in helps] == [(0, "")] * 3
    # every line that says something says it in its own language: none of the texts is left in English
    told = [re.sub(r"\A.*", "", outcome.out) for outcome in helps]
    sentences = [set(re.findall(r"[A-ZÁÉÍÓÚÀ][^.]{24,}\.", " ".join(text.split()))) for text in told]
    assert all(sentences)
    assert not sentences[0] & sentences[1]
    assert not sentences[1] & sentences[2]


@pytest.mark.parametrize(
    ("flags", "env", "language"),
    [
        ((), {}, "en"),
        ((), {"LANG": "es_CO.UTF-8"}, "es"),
        ((), {"LANG": "es_CO.UTF-8", "LC_ALL": "pt_BR.UTF-8"}, "pt_BR"),
        ((), {"LANG": "es_CO.UTF-8", "LC_ALL": "C"}, "en"),
        ((), {"LANG": "es.UTF-8", "FRACTTAL_CONSOLE_LANGUAGE": "pt-BR"}, "pt_BR"),
        (("--language", "es"), {"FRACTTAL_CONSOLE_LANGUAGE": "pt_BR"}, "es"),
        ((), {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_flags_then_the_settings_then_the_systems(
    desk: Desk, flags: tuple[str, ...], env: dict[str, str], language: str
) -> None:
    assert desk.run(*flags, *WRONG, env=env).err.startswith(SAID[language])


def test_the_settings_file_outranks_the_system(fresh: Desk) -> None:
    fresh.found()
    (fresh.data_dir / "settings.toml").write_text('language = "es"\n')

    assert fresh.run(*WRONG, env={"LANG": "pt_BR.UTF-8"}).err.startswith(SAID["es"])


def test_wrong_usage_is_told_in_the_persons_language(desk: Desk) -> None:
    outcome = desk.run("--language", "es", "api-keys", "revoke")

    assert outcome.code == 2
    assert "Error: Falta el argumento 'REF'." in outcome.err


def test_without_a_command_it_helps(desk: Desk) -> None:
    outcome = desk.run()

    assert outcome.code == 0
    assert outcome.out == desk.run("--help").out


def test_it_tells_its_version(fresh: Desk) -> None:
    outcome = fresh.run("--version")

    assert (outcome.code, outcome.out) == (0, f"fracttal-console {__version__}\n")


@pytest.mark.parametrize("name", ["rotate", "suspend", "backup", "restore", "export", "demo"])
def test_what_is_not_there_yet_is_absent(desk: Desk, name: str) -> None:
    assert desk.run(name).code == 2


def loaded(desk: Desk, *arguments: str) -> set[str]:
    script = f"import sys; from fracttal_console.cli import run; run({list(arguments)}); print('|', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        env=desk.environment, cwd=desk.directory, check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    return {name.partition(".")[0] for name in done.stdout.rpartition("|")[2].split()}


def test_help_loads_almost_nothing(desk: Desk) -> None:
    heavy = {"sqlalchemy", "cryptography", "starlette", "uvicorn", "alembic", "babel", "jinja2", "keyring", "zxcvbn"}

    assert not loaded(desk, "--help") & heavy
    assert not loaded(desk, "consumers", "create", "--help") & heavy


def test_administration_loads_no_server_and_no_migrations(desk: Desk) -> None:
    modules = loaded(desk, "api-keys", "list")

    assert "sqlalchemy" in modules
    assert not modules & {"starlette", "uvicorn", "alembic", "babel", "jinja2", "keyring", "PySide6"}
