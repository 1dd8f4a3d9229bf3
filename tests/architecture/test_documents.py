"""What the program knows is documented and said: settings, errors, events, rules."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from fracttal_console.cli.base import init, rotate_master_key
from fracttal_console.cli.serve import serve
from fracttal_console.domain.audit import EVENT_KINDS
from fracttal_console.domain.errors import BaseError, ConsoleError
from fracttal_console.domain.people import FIRST_WAIT, FREE_FAILURES
from fracttal_console.gateway.admission import ConnectionLimits
from fracttal_console.gateway.exchange import MAX_PARAMETERS
from fracttal_console.gateway.heads import MAX_BODY_BYTES, MAX_HEADER_BYTES
from fracttal_console.gateway.limits import FAILURES_ALLOWED
from fracttal_console.services.hawk_access import MOST_NONCES
from fracttal_console.settings import ENVIRONMENT_PREFIX, Settings
from fracttal_console.texts.catalogue import LANGUAGES, texts_for
from fracttal_console.texts.errors import error_text
from fracttal_console.texts.failures import FAILURES
from fracttal_console.texts.invalid import FIELDS, RULES

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "fracttal_console"


def below(kind: type[ConsoleError]) -> Iterator[type[ConsoleError]]:
    # the tree stands in one package; a refinement elsewhere says what its parent says
    if kind.__module__.startswith("fracttal_console.domain.errors."):
        yield kind
    for child in kind.__subclasses__():
        yield from below(child)


@cache
def all_calls() -> list[tuple[str, str, ast.Call]]:
    """Find every call of a plain name in the program's source: module, name, call."""
    return [
        (str(module.relative_to(PACKAGE)), node.func.id, node)
        for module in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]


@pytest.mark.parametrize("setting", [field.name for field in fields(Settings)])
def test_every_setting_is_documented_by_its_environment_name(setting: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"| `{ENVIRONMENT_PREFIX}{setting.upper()}` |" in readme


GUIDE = ROOT / "docs" / "guide" / "operations.md"


def test_the_guide_for_operations_names_what_there_is() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    options = {option for parameter in serve.params for option in (*parameter.opts, *parameter.secondary_opts)}
    once = {option for command in (init, rotate_master_key) for known in command.params for option in known.opts}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", guide))
    of_the_system = {"--system", "--home-dir", "--create-home", "--shell", "--pipe", "--wait"}
    assert named <= options | once | of_the_system, named
    # whoever reads it finds all there is but what programs alone use
    assert options - named <= {"--json", "--log-requests", "--until-input-ends"}
    settings = {f"{ENVIRONMENT_PREFIX}{field.name.upper()}" for field in fields(Settings)}
    assert set(re.findall(rf"{ENVIRONMENT_PREFIX}[A-Z_]+", guide)) <= settings
    page = (PACKAGE / "gateway" / "metrics_page.py").read_text(encoding="utf-8")
    for name in re.findall(r"fracttal_console_([a-z_]+)", guide):
        assert f'"{name}"' in page


def test_the_guide_for_operations_tells_the_limits_that_hold() -> None:
    guide, limits = GUIDE.read_text(encoding="utf-8"), ConnectionLimits()
    for told in (
        f"| {MAX_HEADER_BYTES // 1024} KiB, {limits.head_seconds:.0f} seconds |",
        f"| {MAX_BODY_BYTES // 1024} KiB, {MAX_PARAMETERS} parameters, {limits.body_seconds:.0f} seconds;",
        f"| {limits.idle_seconds:.0f} seconds |",
        f"| {limits.connections}, of one peer {limits.per_peer};",
        f"| {FAILURES_ALLOWED} a minute ",
        f"| {FREE_FAILURES}, then a wait of {FIRST_WAIT.total_seconds():.0f} seconds",
        f"| {MOST_NONCES:,}, ",
        f"have {limits.stop_seconds:.0f} seconds to finish",
    ):
        assert told in guide, told


def test_every_error_has_a_code_of_its_own() -> None:
    kinds = list(below(ConsoleError))
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert all("code" in vars(kind) for kind in kinds)
    assert all(kind.__doc__ for kind in kinds)


def test_every_error_but_those_told_by_their_parameters_has_a_text() -> None:
    told_otherwise = {"invalid", "not_found", "sign_in_throttled"}
    assert {kind.code for kind in below(ConsoleError)} - told_otherwise <= set(FAILURES)
    kinds: list[type[BaseError]] = [kind for kind in below(BaseError) if issubclass(kind, BaseError)]
    for kind in kinds:
        said = {error_text(kind("/srv/base.db"), texts_for(language)) for language in LANGUAGES}
        assert len(said) == len(LANGUAGES)


def test_every_rule_and_field_that_the_program_raises_has_a_text() -> None:
    known = {"_FIELD": "redirect_uri"}
    raised = []
    for place, name, call in all_calls():
        if name != "Invalid":
            continue
        values = [
            str(arg.value) if isinstance(arg, ast.Constant) else known.get(getattr(arg, "id", ""), "")
            for arg in call.args[:2]
        ]
        raised.append((place, *values))
    assert len(raised) > 30
    for place, field, rule in raised:
        assert not rule or rule in RULES, place
        # where the field is a variable, its callers name it
        assert not field or field in FIELDS or field in NO_TEXT_OF_ITS_OWN, (place, field)


NO_TEXT_OF_ITS_OWN = {
    "public": "the rule says which of the two choices to change",
    "may_introspect": "the same",
    "authorization": "a reference that was left empty",
}


def test_every_kind_of_event_is_recorded_somewhere() -> None:
    assert {kind.__name__ for kind in EVENT_KINDS.values()} <= {name for _, name, _ in all_calls()}


def test_every_event_says_what_it_is() -> None:
    assert all(kind.__doc__ and kind.tag for kind in EVENT_KINDS.values())
