"""Write docs/conformance.md: what is required, and which tests prove it. `python -m tests.conformance.document`."""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.journeys.clients.pairs import HAWK_CLIENTS, HAWK_FLOWS, OAUTH_CLIENTS, OAUTH_FLOWS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "conformance.md"
_REQUIREMENTS = Path(__file__).parent / "requirements.toml"

_ID = re.compile(r"(?<![a-z0-9])a(\d{1,2})_(\d\d)(?![0-9])")
_CVE = re.compile(r"(?<![a-z0-9])(20\d\d)_(\d{4,7})(?![0-9])")

HEAD = """\
# Conformance

What is required of the gateway, and the tests that prove it: a test carries in its name the id of what it proves.
Written by `python -m tests.conformance.document` from `tests/conformance/requirements.toml` and the names of the tests;
a test of the architecture fails when an id has neither a test nor a reason, and when this page is not what would be
written.
"""


@dataclass(frozen=True)
class Requirements:
    """What tests/conformance/requirements.toml says."""

    sections: Mapping[str, Mapping[str, str]]
    not_offered: Mapping[str, str]
    modules: Mapping[str, str]
    cves: Mapping[str, str]
    cves_not_applying: Mapping[str, str]

    def ids(self) -> list[str]:
        """Return every id of a requirement."""
        return [name for section in self.sections.values() for name in section if name != "title"]


@dataclass(frozen=True)
class Proofs:
    """Tests by what they prove."""

    ids: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    modules: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    cves: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


@cache
def requirements() -> Requirements:
    """Read what is required."""
    content = tomllib.loads(_REQUIREMENTS.read_text(encoding="utf-8"))
    rest = {name: content.pop(name) for name in ("not_offered", "modules", "cves", "cves_not_applying")}
    return Requirements(content, **rest)


@cache
def proofs() -> Proofs:
    """Collect the tests by the ids in their names."""
    found = Proofs()
    modules = {f"test_{name.replace('-', '_').lower()}": name for name in requirements().modules}
    for place, name in _tests():
        test = f"[`{name}`](../{place})"
        for section, number in _ID.findall(name):
            found.ids[f"A{section}.{number}"].append(test)
        if name in modules:
            found.modules[modules[name]].append(test)
        if "cve" in name:
            for year, number in _CVE.findall(name):
                found.cves[f"CVE-{year}-{number}"].append(test)
    return found


def _tests() -> Iterator[tuple[str, str]]:
    """Find every test: file and name."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield path.relative_to(ROOT).as_posix(), node.name


def document() -> str:
    """Return the page."""
    known, found = requirements(), proofs()
    lines = [HEAD]
    for section in known.sections.values():
        lines += [f"## {section['title']}", "", "| id | requirement | | tests |", "|---|---|---|---|"]
        for name, text in section.items():
            if name != "title":
                reason = known.not_offered.get(name, "")
                cells = name, text, _state(reason, "not offered"), _cell(found.ids[name], reason)
                lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    lines += ["## Modules of the OpenID conformance suite", "",
              "Re-implemented as black-box tests over a socket, under the same names.", "",
              "| module | | test |", "|---|---|---|"]  # fmt: skip
    for name, reason in known.modules.items():
        lines.append(f"| {name} | {_state(reason, 'not offered')} | {_cell(found.modules[name], reason)} |")
    lines += ["", "## What went wrong elsewhere", "", "| CVE | what happened | | tests |", "|---|---|---|---|"]
    for name, text in known.cves.items():
        reason = known.cves_not_applying.get(name, "")
        lines.append(f"| {name} | {text} | {_state(reason, 'does not apply')} | {_cell(found.cves[name], reason)} |")
    lines += ["", *_pairs()]
    return "\n".join(lines) + "\n"


def _state(reason: str, otherwise: str) -> str:
    return otherwise if reason else "met"


def _cell(tests: list[str], reason: str) -> str:
    return "<br>".join([*([reason] if reason else []), *tests])


def _pairs() -> list[str]:
    count = sum(len(flows) for clients in (OAUTH_CLIENTS, HAWK_CLIENTS) for flows in clients.values())
    return [
        "## Independent clients",
        "",
        f"{count} pairs of a client that nobody here wrote, unpatched, and a flow; each is a test in",
        "[test_client_matrix.py](../tests/journeys/test_client_matrix.py), where a pair is left out only if the client",
        "has no part in the flow (the reasons stand in [pairs.py](../tests/journeys/clients/pairs.py)). Versions from",
        "npm stand in [package-lock.json](../tests/journeys/clients/node/package-lock.json).",
        "",
        *_matrix(OAUTH_FLOWS, OAUTH_CLIENTS),
        "",
        *_matrix(HAWK_FLOWS, HAWK_CLIENTS),
    ]


def _matrix(flows: Mapping[str, str], clients: Mapping[str, tuple[str, ...]]) -> list[str]:
    mark: Callable[[str, str], str] = lambda client, flow: "yes" if flow in clients[client] else "–"  # noqa: E731
    return [
        f"| flow | {' | '.join(clients)} |",
        "|---" * (len(clients) + 1) + "|",
        *(f"| {text} | {' | '.join(mark(client, flow) for client in clients)} |" for flow, text in flows.items()),
    ]


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
    sys.stdout.write(f"written: {DOCUMENT.relative_to(ROOT)}\n")
